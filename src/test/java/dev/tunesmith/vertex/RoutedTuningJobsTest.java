package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.sim.Failures;
import dev.tunesmith.sim.ForwardingTuningJobs;
import dev.tunesmith.sim.SimService;
import dev.tunesmith.support.Jobs;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A call goes by the transport that the flag says")
class RoutedTuningJobsTest {
  private static final Scope SCOPE = new Scope("my-project", "us-central1");
  private static final JobName JOB = new JobName(SCOPE.parent() + "/tuningJobs/1");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T10:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "AUTO, CREATE, grpc",
    "AUTO, CANCEL, grpc",
    "AUTO, GET,    rest",
    "AUTO, LIST,   rest",
    "AUTO, MODEL,  rest",
    "AUTO, REWARD, rest",
    "GRPC, CREATE, grpc",
    "GRPC, CANCEL, grpc",
    "GRPC, GET,    grpc",
    "GRPC, LIST,   grpc",
    "GRPC, MODEL,  grpc",
    "REST, CREATE, rest",
    "REST, CANCEL, rest",
    "REST, GET,    rest",
    "REST, LIST,   rest",
    "REST, MODEL,  rest",
    "REST, REWARD, rest",
  })
  void routes(Transport transport, Verb verb, String by) {
    SimService grpc = new SimService(CLOCK);
    SimService rest = new SimService(CLOCK);
    Failure failure = Failures.of(Failure.Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE");
    grpc.failAlways(Verb.CREATE, failure);
    rest.failAlways(Verb.CREATE, failure);

    try (TuningJobs jobs = new RoutedTuningJobs(transport, grpc, rest)) {
      Object reply =
          switch (verb) {
            case CREATE -> jobs.create(SCOPE, Jobs.request(), Map.of());
            case GET -> jobs.get(SCOPE, JOB);
            case LIST -> jobs.list(SCOPE, null);
            case CANCEL -> jobs.cancel(SCOPE, JOB);
            case REWARD -> jobs.checkReward(SCOPE, "{}");
            case MODEL -> jobs.model(SCOPE, SCOPE.parent() + "/models/1");
          };
      assertThat(reply).isNotNull();
    }

    assertThat(grpc.calls(verb)).isEqualTo(by.equals("grpc") ? 1 : 0);
    assertThat(rest.calls(verb)).isEqualTo(by.equals("rest") ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"AUTO, 0, 1, false", "GRPC, 1, 0, true", "REST, 0, 1, false"})
  @DisplayName("a request that gRPC lacks a field of goes by REST where it may")
  void lacking(Transport transport, int byGrpc, int byRest, boolean lacks) {
    SimService grpc = new SimService(CLOCK);
    SimService rest = new SimService(CLOCK);
    ForwardingTuningJobs without =
        new ForwardingTuningJobs(grpc) {
          @Override
          public List<String> inexpressible(JobRequest request) {
            return List.of("spec.tuning.outputUri");
          }
        };

    try (TuningJobs jobs = new RoutedTuningJobs(transport, without, rest)) {
      assertThat(jobs.create(SCOPE, Jobs.request(), Map.of())).isNotNull();
      assertThat(jobs.inexpressible(Jobs.request()).isEmpty()).isEqualTo(!lacks);
    }

    assertThat(grpc.calls(Verb.CREATE)).isEqualTo(byGrpc);
    assertThat(rest.calls(Verb.CREATE)).isEqualTo(byRest);
  }
}
