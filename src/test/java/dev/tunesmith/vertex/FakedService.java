package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.sim.Failures;
import dev.tunesmith.sim.SimService;
import dev.tunesmith.vertex.Failure.Kind;
import java.time.Clock;
import java.util.function.Supplier;

/** The fake as the service of {@link TuningJobsContractTest}. */
record FakedService(SimService tuningJobs) implements TuningJobsContractTest.Service {
  static FakedService start(Clock clock, int pageSize) {
    SimService fake = new SimService(clock);
    fake.pageSize(pageSize);
    return new FakedService(fake);
  }

  @Override
  public void answerNext(Verb verb, String code, Kind kind) {
    tuningJobs.failNext(verb, Failures.of(kind, code));
  }

  @Override
  public void refuseNextCreate(String message) {
    // What an adapter makes of a message is the adapters' test; here it is as they would give it.
    tuningJobs.failNext(
        Verb.CREATE,
        new Failure(Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", Redactor.clean(message)));
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
            ? Failures.outcomeUnknown("DEADLINE_EXCEEDED")
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
  public void finishJobs() {
    for (JobSnapshot job : tuningJobs.jobs()) {
      for (JobState state = job.state(); !state.ended(); ) {
        state = tuningJobs.advance(job.name()).state();
      }
    }
  }

  @Override
  public int jobsCreated() {
    return tuningJobs.jobs().size();
  }

  @Override
  public int requests(Verb verb) {
    return tuningJobs.calls(verb);
  }

  @Override
  public void close() {}
}
