package dev.tunesmith.reconcile;

import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime has to know of a kind whose resources become tuning jobs. All but {@link
 * #reported}, {@link #created} and {@link #gone} is pure.
 *
 * @param <R> the kind's class
 */
public interface JobKind<R extends HasMetadata> extends ResourceKind<R> {
  /** Whether a resource is this operator's to reconcile; another one is not touched at all. */
  default boolean isManaged(R resource) {
    return true;
  }

  /**
   * The job that a resource asks for.
   *
   * @param peers found here are those whose changes may change the answer
   */
  DesiredJob desired(R resource, Peers<R> peers);

  /** What the resource's status records; nothing where there is none. */
  Recorded recorded(R resource);

  /** The whole status, comparable by {@code equals}; null where there is none. */
  @Nullable Object status(R resource);

  /**
   * The resource with the status that reports something.
   *
   * @return a copy; its status equals the resource's where there is nothing new to say
   */
  R project(R resource, Report report, Report.Context context);

  /**
   * Whether the deletion of a resource that deletes what its jobs made also deletes what they wrote
   * to Cloud Storage.
   */
  default boolean deletesObjects(R resource) {
    return false;
  }

  /** The resource names of models and endpoints that the status names. */
  default Set<String> artifacts(R resource) {
    return Set.of();
  }

  /**
   * What is published of a job that ended.
   *
   * @param job with its body
   * @return null where the resource asks for none, or the job did not succeed
   */
  default ResultWriter.@Nullable Result result(R resource, JobSnapshot job) {
    return null;
  }

  /** What the resource asks for about the checkpoints of an ended job. */
  default Checkpoints checkpoints(R resource, JobSnapshot job) {
    return Checkpoints.NONE;
  }

  /** The acceptance checks of an ended job; empty where its model is not to be asked anything. */
  Optional<AcceptancePlan> checks(R resource, JobSnapshot job);

  /** The events that a written status is worth. */
  List<Announcement> announcements(R before, R after);

  /** Counts what a resource's status says now, new or not. */
  void reported(R before, R after);

  /** A create call named a job, which the resource's status names now. */
  void created(R resource);

  /** A resource is gone: what was counted of it goes, too. */
  void gone(ResourceKey key);

  /**
   * What a status records. It is never trusted: each of it can only delay something.
   *
   * @param submitted the attempt whose submission is recorded; 0 for none
   * @param scope the last submission's, or followed job's; null for none
   * @param names the jobs that the status names anywhere, with the run that each stands for, where
   *     the status says so
   * @param rejected the request that the service refused for good; null for none
   * @param silent whether the status does not speak of this generation
   */
  record Recorded(
      int submitted,
      @Nullable Scope scope,
      Map<JobName, @Nullable String> names,
      @Nullable Rejected rejected,
      boolean silent) {}

  /**
   * A request that the service refused for good.
   *
   * @param run the run's name
   * @param inputs the inputs' label
   * @param message the service's words
   */
  record Rejected(@Nullable String run, @Nullable String inputs, @Nullable String message) {}
}
