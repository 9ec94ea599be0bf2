package dev.tunesmith.vertex.grpc;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.vertex.EmulatedService;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.TuningJobsContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;

/** Holds the adapter to the contract, over sockets and against a service that is not the fake. */
@DisplayName("GoogleTuningJobs keeps the contract of the port, on the emulator")
class GoogleTuningJobsContractTest extends TuningJobsContract {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  /** No test's deadline is to pay for loading a thousand classes of the client library. */
  @BeforeAll
  static void warmUp() throws IOException {
    try (Emulator emulator = Emulator.start(EmulatorOptions.defaults(), Clock.systemUTC());
        TuningJobs jobs =
            new GoogleTuningJobs(GoogleSettings.emulator("127.0.0.1:" + emulator.grpcPort()))) {
      jobs.list(SCOPE, null);
    }
  }

  @Override
  protected Service start() {
    try {
      Emulator emulator =
          Emulator.start(
              EmulatorOptions.defaults().withPageSize(PAGE_SIZE),
              Clock.fixed(Instant.parse("2026-01-01T10:00:00Z"), ZoneOffset.UTC));
      return new EmulatedService(
          emulator,
          new GoogleTuningJobs(
              GoogleSettings.emulator("127.0.0.1:" + emulator.grpcPort())
                  .withDeadlines(DEADLINE, DEADLINE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
