package dev.tunesmith.lifecycle;

/**
 * The state of a tuning job, an open enumeration: the service has added states before and will
 * again, and one that we do not know is shown as it is and followed on.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/JobState">JobState</a>
 */
public sealed interface JobState {

  /**
   * The name as the service spells it.
   *
   * @return such as {@code JOB_STATE_RUNNING}
   */
  String raw();

  /**
   * Whether the job has come to an end that it cannot leave. A state that we do not know counts as
   * not ended: following a finished job costs a read, dropping a running one costs money.
   *
   * @return true when nothing more will happen to the job
   */
  boolean ended();

  /**
   * Reads a state.
   *
   * @param raw the service's spelling
   * @return the known state of that name, or {@link Unrecognized}
   */
  static JobState of(String raw) {
    for (Known known : Known.values()) {
      if (known.name().equals(raw)) {
        return known;
      }
    }
    return new Unrecognized(raw);
  }

  /** The states of v1 of the service. */
  enum Known implements JobState {
    /** The service gave no state. */
    JOB_STATE_UNSPECIFIED,
    /** Created, not yet being processed. */
    JOB_STATE_QUEUED,
    /** Being prepared to run. */
    JOB_STATE_PENDING,
    /** In progress. */
    JOB_STATE_RUNNING,
    /** Done. */
    JOB_STATE_SUCCEEDED,
    /** Ended by an error. */
    JOB_STATE_FAILED,
    /** Being cancelled; may still end succeeded or failed. */
    JOB_STATE_CANCELLING,
    /** Cancelled. */
    JOB_STATE_CANCELLED,
    /** Stopped, and can be resumed. */
    JOB_STATE_PAUSED,
    /** Ended because its time was over. */
    JOB_STATE_EXPIRED,
    /** Being updated; goes back to running. */
    JOB_STATE_UPDATING,
    /** Done in part; some results may be missing. */
    JOB_STATE_PARTIALLY_SUCCEEDED;

    @Override
    public String raw() {
      return name();
    }

    @Override
    public boolean ended() {
      return switch (this) {
        case JOB_STATE_SUCCEEDED,
            JOB_STATE_FAILED,
            JOB_STATE_CANCELLED,
            JOB_STATE_EXPIRED,
            JOB_STATE_PARTIALLY_SUCCEEDED ->
            true;
        case JOB_STATE_UNSPECIFIED,
            JOB_STATE_QUEUED,
            JOB_STATE_PENDING,
            JOB_STATE_RUNNING,
            JOB_STATE_CANCELLING,
            JOB_STATE_PAUSED,
            JOB_STATE_UPDATING ->
            false;
      };
    }
  }

  /**
   * A state that this version does not know.
   *
   * @param raw the service's spelling
   */
  record Unrecognized(String raw) implements JobState {
    @Override
    public boolean ended() {
      return false;
    }
  }
}
