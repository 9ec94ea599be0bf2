package dev.tunesmith.vertex.grpc;

import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.lifecycle.Failure.Kind;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.TuningJobsContract;
import dev.tunesmith.vertex.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
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
      return new Emulated(
          emulator,
          new GoogleTuningJobs(
              GoogleSettings.emulator("127.0.0.1:" + emulator.grpcPort())
                  .withDeadlines(DEADLINE, DEADLINE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Emulated(Emulator emulator, TuningJobs tuningJobs) implements Service {
    @Override
    public void answerNext(Verb verb, String code, Kind kind) {
      order(verb, new Effect.Fail(CanonicalCode.valueOf(code), null, false));
    }

    @Override
    public void loseNextCreateReply() {
      order(Verb.CREATE, new Effect.Drop(true));
    }

    @Override
    public void staySilentOnce(Verb verb) {
      order(verb, new Effect.NoReply(false));
    }

    @Override
    public void dropLabels() {
      emulator.faults().add(Fault.on(RpcMethod.CREATE_TUNING_JOB, new Effect.LabelsNotKept()));
    }

    @Override
    public JobName createIn(String state, Supplier<JobName> create) {
      order(Verb.CREATE, new Effect.Follows(List.of(new Effect.Step(state, Duration.ZERO))));
      return create.get();
    }

    @Override
    public int jobsBought() {
      return emulator.jobs().size();
    }

    @Override
    public int requests(Verb verb) {
      return Math.toIntExact(emulator.calls().of(method(verb)));
    }

    @Override
    public void close() {
      emulator.close();
    }

    private void order(Verb verb, Effect effect) {
      emulator.faults().add(Fault.on(method(verb), effect).once());
    }

    private static RpcMethod method(Verb verb) {
      return RpcMethod.named(verb.label());
    }
  }
}
