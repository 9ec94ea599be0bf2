package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The port: the calls of the service that Tunesmith makes.
 *
 * <p>Contract. Every method sends at most one request, blocks until the answer or its deadline, and
 * never retries by itself: who calls decides whether asking again is safe. No method throws for
 * anything that the service or the network does; an unknown outcome is a value of its own, so that
 * no caller takes it for an answer. Implementations are safe for use by many threads.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.tuningJobs">projects.locations.tuningJobs</a>
 */
public interface TuningJobs extends AutoCloseable {

  /**
   * Creates a job ({@code tuningJobs.create}). Billable.
   *
   * @param scope where
   * @param request what
   * @param ownerLabels our labels; they win over the request's
   * @return {@link Refused} only where the service definitely created nothing
   */
  CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels);

  /**
   * What of a request this API cannot send, before anything is sent.
   *
   * @return the fields' paths, such as {@code spec.tuning.preferenceOptimizationSpec}; empty for a
   *     request that can be sent
   */
  default List<String> inexpressible(JobRequest request) {
    return List.of();
  }

  /**
   * Reads one job ({@code tuningJobs.get}), at the host of the location in its name.
   *
   * @param scope where the job was created
   * @param name the job's name as the service gave it
   * @return {@link GetReply.Absent} only where the service says NOT_FOUND
   */
  GetReply get(Scope scope, JobName name);

  /**
   * Reads one page of a scope's jobs ({@code tuningJobs.list}), in the service's own order.
   *
   * @param scope where
   * @param pageToken null for the first page
   * @return the page
   */
  PageReply list(Scope scope, @Nullable String pageToken);

  /**
   * Asks for a cancellation ({@code tuningJobs.cancel}), at the host of the location in the job's
   * name: asynchronous and best effort; the job may still end otherwise.
   *
   * @param scope where the job was created
   * @param name the job
   * @return whether the service accepted the request
   */
  CancelReply cancel(Scope scope, JobName name);

  /**
   * Asks whether a tuned model still exists ({@code models.get}), at the host of the location in
   * its name.
   *
   * @param scope where its job was created
   * @param model the model's resource name as {@code tunedModel.model} gives it
   * @return {@link Absent} only where the service says NOT_FOUND
   */
  ModelReply model(Scope scope, String model);

  /**
   * Tries rewards with a sample, without charge ({@code validateReinforcementTuningReward} of
   * v1beta1). An API without the method never gets a request that needs it: {@link #inexpressible}.
   *
   * @param json the body of the call
   * @return {@link RewardWrong} only where the service says what is wrong
   */
  default RewardReply checkReward(Scope scope, String json) {
    return new Unknown(
        new Failure(
            Failure.Kind.REQUEST_REJECTED,
            CanonicalCode.UNIMPLEMENTED.name(),
            "this API has no dry run of rewards"));
  }

  /**
   * The calls on what jobs made; they end with this.
   *
   * @throws UnsupportedOperationException where the API has none
   */
  default Artifacts artifacts() {
    throw new UnsupportedOperationException("no calls on endpoints and models");
  }

  /** Ends all connections. */
  @Override
  void close();

  /** The answer to a create. */
  sealed interface CreateReply {}

  /** The answer to a get. */
  sealed interface GetReply {}

  /** The answer to a list. */
  sealed interface PageReply {}

  /** The answer to a cancel. */
  sealed interface CancelReply {}

  /** The answer to the question for a model. */
  sealed interface ModelReply {}

  /** The answer to a dry run of rewards. */
  sealed interface RewardReply {}

  /**
   * No reward failed.
   *
   * @param rewards the rewards in words
   */
  record RewardScored(String rewards) implements RewardReply {}

  /**
   * A reward failed, or the service refused the rewards.
   *
   * @param message why, by the rewards' names
   */
  record RewardWrong(String message) implements RewardReply {}

  /** The model exists. */
  record ModelExists() implements ModelReply {}

  /**
   * The service accepted the create.
   *
   * @param job the new job, with the labels that the service gave back
   */
  record Created(JobSnapshot job) implements CreateReply {}

  /**
   * The service definitely refused: nothing was created.
   *
   * @param failure why; never {@link Failure.Kind#CREATE_OUTCOME_UNKNOWN}
   */
  record Refused(Failure failure) implements CreateReply {}

  /**
   * It is unknown whether the create was accepted.
   *
   * @param failure why; always {@link Failure.Kind#CREATE_OUTCOME_UNKNOWN}
   */
  record OutcomeUnknown(Failure failure) implements CreateReply {}

  /**
   * The job.
   *
   * @param job as it is now
   */
  record Found(JobSnapshot job) implements GetReply {}

  /** The service says that there is no such thing. */
  record Absent() implements GetReply, ModelReply {}

  /**
   * One page.
   *
   * @param jobs its jobs in the service's order
   * @param nextPageToken null on the last page
   */
  record Page(List<JobSnapshot> jobs, @Nullable String nextPageToken) implements PageReply {
    /** Copies the list. */
    public Page {
      jobs = List.copyOf(jobs);
    }
  }

  /** The service accepted the request to cancel. */
  record CancelAccepted() implements CancelReply {}

  /**
   * The service could not be asked, or did not answer the question.
   *
   * @param failure why
   */
  record Unknown(Failure failure)
      implements GetReply, PageReply, CancelReply, ModelReply, RewardReply {}
}
