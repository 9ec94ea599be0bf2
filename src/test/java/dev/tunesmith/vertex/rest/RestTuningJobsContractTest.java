package dev.tunesmith.vertex.rest;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.vertex.EmulatedService;
import dev.tunesmith.vertex.TuningJobsContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;

@DisplayName("RestTuningJobs keeps the contract of the port, on the emulator")
class RestTuningJobsContractTest extends TuningJobsContract {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  @Override
  protected Service start() {
    try {
      Emulator emulator =
          Emulator.start(
              EmulatorOptions.defaults().withPageSize(PAGE_SIZE),
              Clock.fixed(Instant.parse("2026-01-01T10:00:00Z"), ZoneOffset.UTC));
      return new EmulatedService(
          emulator,
          new RestTuningJobs(
              new RestSettings(
                  RestSettings.endpoint("127.0.0.1:" + emulator.httpPort(), true),
                  false,
                  DEADLINE,
                  DEADLINE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
