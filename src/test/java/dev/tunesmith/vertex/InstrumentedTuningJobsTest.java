package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.sim.Failures;
import dev.tunesmith.sim.SimService;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.TuningJobs.Created;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calls that are listened to")
class InstrumentedTuningJobsTest {
  private static final Scope SCOPE = new Scope("my-project", "us-central1");
  private static final JobName NOBODY =
      new JobName("projects/my-project/locations/us-central1/tuningJobs/404");
  private static final JobRequest REQUEST = Jobs.request();

  record Heard(ServiceCall verb, String code, Duration took) {}

  private final SimService fake =
      new SimService(Clock.fixed(Instant.parse("2026-01-01T10:00:00Z"), ZoneOffset.UTC));
  private final List<Heard> heard = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final TuningJobs jobs =
      new InstrumentedTuningJobs(
          fake,
          (verb, code, took) -> heard.add(new Heard(verb, code, took)),
          () -> nanos.getAndAdd(1_000_000));

  @Test
  @DisplayName("are told once each, by call, code and duration")
  void told() {
    Created created = (Created) jobs.create(SCOPE, REQUEST, Map.of());
    fake.failNext(Verb.CREATE, Failures.quota());
    jobs.create(SCOPE, REQUEST, Map.of());
    fake.dropNextCreateReply();
    jobs.create(SCOPE, REQUEST, Map.of());
    jobs.get(SCOPE, created.job().name());
    jobs.get(SCOPE, NOBODY);
    jobs.list(SCOPE, null);
    fake.failNext(Verb.LIST, Failures.denied());
    jobs.list(SCOPE, null);
    jobs.cancel(SCOPE, created.job().name());
    fake.failNext(Verb.CANCEL, Failures.unavailable());
    jobs.cancel(SCOPE, created.job().name());

    Duration took = Duration.ofMillis(1);
    assertThat(heard)
        .containsExactly(
            new Heard(Verb.CREATE, "OK", took),
            new Heard(Verb.CREATE, "RESOURCE_EXHAUSTED", took),
            new Heard(Verb.CREATE, "UNAVAILABLE", took),
            new Heard(Verb.GET, "OK", took),
            new Heard(Verb.GET, "NOT_FOUND", took),
            new Heard(Verb.LIST, "OK", took),
            new Heard(Verb.LIST, "PERMISSION_DENIED", took),
            new Heard(Verb.CANCEL, "OK", took),
            new Heard(Verb.CANCEL, "UNAVAILABLE", took));
  }

  @Test
  @DisplayName("reach their caller even when the listener is broken: a paid job is not lost to it")
  void brokenListener() {
    TuningJobs deaf =
        new InstrumentedTuningJobs(
            fake,
            (verb, code, took) -> {
              throw new IllegalStateException("broken");
            },
            () -> 0);

    assertThat(deaf.create(SCOPE, REQUEST, Map.of())).isInstanceOf(Created.class);
  }
}
