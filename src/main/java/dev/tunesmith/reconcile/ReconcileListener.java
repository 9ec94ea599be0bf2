package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.Decision;

/** Counts what reconciliations do. Must not block or throw. */
public interface ReconcileListener {
  /** What is counted beside decisions. */
  enum Occurrence {
    /** A job or model that existed is followed; nothing was created. */
    ADOPTED,
    /** A create call's outcome is unknown. */
    CREATE_OUTCOME_UNKNOWN,
    /** A duplicate job's cancellation was requested. */
    DUPLICATE_CANCELLED,
    /** What a job made was deleted. */
    ARTIFACTS_DELETED,
    /** Something that a job made was not deleted. */
    ARTIFACTS_LEFT,
    /** A result was written into its ConfigMap. */
    RESULT_PUBLISHED,
    /** A result was not written: its ConfigMap is not the resource's, or the API server refused. */
    RESULT_REFUSED,
    /** A finalizer was removed though a job may still run, or a model still exist. */
    RELEASED_UNCONFIRMED,
    /** A fault of the operator was caught. */
    INTERNAL_ERROR
  }

  /** What a decision comes to: the values of a metric's label. */
  enum Outcome {
    /** A listing is to be requested, or a job or model read. */
    LISTED,
    /** The finalizer is to be added. */
    FINALIZED,
    /** A create call is to be sent. */
    SUBMITTED,
    /** A job or model is to be reported. */
    FOLLOWED,
    /** A cancellation is to be requested. */
    CANCELLED,
    /** A model is to be deleted. */
    DELETED,
    /** Something is waited for. */
    WAITED,
    /** A person has to change something. */
    BLOCKED,
    /** The resource is to be deleted. */
    EXPIRED,
    /** Something that a job made is to be deleted. */
    REMOVED,
    /** The finalizer is to be removed. */
    RELEASED,
    /** Nothing is to be done. */
    IGNORED;

    static Outcome of(Decision decision) {
      return switch (decision) {
        case Decision.ListJobs list -> LISTED;
        case Decision.ReadJob read -> LISTED;
        case Decision.AddFinalizer add -> FINALIZED;
        case Decision.Submit submit -> SUBMITTED;
        case Decision.Follow follow -> FOLLOWED;
        case Decision.Cancel cancel -> CANCELLED;
        case Decision.Wait wait -> WAITED;
        case Decision.Block block -> BLOCKED;
        case Decision.Expire expire -> EXPIRED;
        case Decision.RemoveArtifacts remove -> REMOVED;
        case Decision.Release release -> RELEASED;
        case Decision.Ignore ignore -> IGNORED;
      };
    }
  }

  /** Something happened. */
  void count(Occurrence occurrence);

  /** A decision was made. */
  void decided(Outcome outcome);
}
