package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reports every call to a {@link CallListener}, and changes nothing about the calls themselves. */
public final class InstrumentedTuningJobs implements TuningJobs {
  private final TuningJobs delegate;
  private final TimedCalls calls;

  /**
   * Wraps a port.
   *
   * @param delegate makes the calls; closed together with this
   * @param listener receives them; a listener that throws is logged and harms no call
   * @param nanoTime a monotonic clock in nanoseconds, {@code System::nanoTime} outside of tests
   */
  public InstrumentedTuningJobs(TuningJobs delegate, CallListener listener, LongSupplier nanoTime) {
    this.delegate = delegate;
    this.calls = new TimedCalls(listener, nanoTime);
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    return calls.timed(
        Verb.CREATE,
        () -> delegate.create(scope, request, ownerLabels),
        reply ->
            switch (reply) {
              case Created created -> CallListener.OK;
              case Refused refused -> refused.failure().code();
              case OutcomeUnknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public List<String> inexpressible(JobRequest request) {
    return delegate.inexpressible(request);
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    return calls.timed(
        Verb.GET,
        () -> delegate.get(scope, name),
        reply ->
            switch (reply) {
              case Found found -> CallListener.OK;
              case Absent absent -> "NOT_FOUND";
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    return calls.timed(
        Verb.LIST,
        () -> delegate.list(scope, pageToken),
        reply ->
            switch (reply) {
              case Page page -> CallListener.OK;
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    return calls.timed(
        Verb.CANCEL,
        () -> delegate.cancel(scope, name),
        reply ->
            switch (reply) {
              case CancelAccepted accepted -> CallListener.OK;
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    return calls.timed(
        Verb.MODEL,
        () -> delegate.model(scope, model),
        reply ->
            switch (reply) {
              case ModelExists exists -> CallListener.OK;
              case Absent absent -> "NOT_FOUND";
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public RewardReply checkReward(Scope scope, String json) {
    return calls.timed(
        Verb.REWARD,
        () -> delegate.checkReward(scope, json),
        reply ->
            switch (reply) {
              case RewardScored scored -> CallListener.OK;
              case RewardWrong wrong -> CanonicalCode.INVALID_ARGUMENT.name();
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public Artifacts artifacts() {
    return new InstrumentedArtifacts(delegate.artifacts(), calls);
  }

  @Override
  public void close() {
    delegate.close();
  }
}
