package dev.tunesmith.sim;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.TuningJobs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands every call on, so that a test can get in the way of one of them. */
public class ForwardingTuningJobs implements TuningJobs {
  private final TuningJobs delegate;

  /**
   * A forwarder.
   *
   * @param delegate answers
   */
  public ForwardingTuningJobs(TuningJobs delegate) {
    this.delegate = delegate;
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    return delegate.create(scope, request, ownerLabels);
  }

  @Override
  public List<String> inexpressible(JobRequest request) {
    return delegate.inexpressible(request);
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    return delegate.get(scope, name);
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    return delegate.list(scope, pageToken);
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    return delegate.cancel(scope, name);
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    return delegate.model(scope, model);
  }

  @Override
  public RewardReply checkReward(Scope scope, String json) {
    return delegate.checkReward(scope, json);
  }

  @Override
  public Artifacts artifacts() {
    return delegate.artifacts();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
