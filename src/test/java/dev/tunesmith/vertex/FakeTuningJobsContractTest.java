package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.Failure.Kind;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.support.Failures;
import dev.tunesmith.support.FakeTuningJobs;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;

/** Holds the fake to the contract, so that tests that trust it trust the port. */
@DisplayName("FakeTuningJobs keeps the contract of the port")
class FakeTuningJobsContractTest extends TuningJobsContract {

  @Override
  protected Service start() {
    FakeTuningJobs fake =
        new FakeTuningJobs(Clock.fixed(Instant.parse("2026-01-01T10:00:00Z"), ZoneOffset.UTC));
    fake.pageSize(PAGE_SIZE);
    return new Faked(fake);
  }

  private record Faked(FakeTuningJobs tuningJobs) implements Service {
    @Override
    public void answerNext(Verb verb, String code, Kind kind) {
      tuningJobs.failNext(verb, Failures.of(kind, code));
    }

    @Override
    public void loseNextCreateReply() {
      tuningJobs.dropNextCreateReply();
    }

    @Override
    public void staySilentOnce(Verb verb) {
      // A silent service and a port with a deadline are, together, this answer.
      tuningJobs.failNext(
          verb,
          verb == Verb.CREATE
              ? Failures.inDoubt("DEADLINE_EXCEEDED")
              : Failures.of(Kind.SERVICE_UNAVAILABLE, "DEADLINE_EXCEEDED"));
    }

    @Override
    public void dropLabels() {
      tuningJobs.keepLabels(false);
    }

    @Override
    public JobName createIn(String state, Supplier<JobName> create) {
      JobName name = create.get();
      tuningJobs.setState(name, JobState.of(state));
      return name;
    }

    @Override
    public int jobsBought() {
      return tuningJobs.jobs().size();
    }

    @Override
    public int requests(Verb verb) {
      return tuningJobs.calls(verb);
    }

    @Override
    public void close() {}
  }
}
