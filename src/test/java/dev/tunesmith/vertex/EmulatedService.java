package dev.tunesmith.vertex;

import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.support.ManualClock;
import dev.tunesmith.vertex.Failure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The emulator as the service of {@link TuningJobsContractTest}, behind any adapter. */
record EmulatedService(Emulator emulator, TuningJobs tuningJobs, ManualClock clock)
    implements TuningJobsContractTest.Service {
  private static final Duration LONGEST_JOB = Duration.ofMinutes(5);

  @Override
  public void answerNext(Verb verb, String code, Kind kind) {
    order(verb, new Effect.Fail(CanonicalCode.valueOf(code), null, false));
  }

  @Override
  public void refuseNextCreate(String message) {
    order(Verb.CREATE, new Effect.Fail(CanonicalCode.INVALID_ARGUMENT, message, false));
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
  public void finishJobs() {
    clock.advance(LONGEST_JOB);
  }

  @Override
  public int jobsCreated() {
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
