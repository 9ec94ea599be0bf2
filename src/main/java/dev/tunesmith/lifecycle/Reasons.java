package dev.tunesmith.lifecycle;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Condition and event reasons that are not a {@link Failure.Kind} and not a job's state. */
public final class Reasons {
  /** The manifest asks for something that the administrator did not allow here. */
  public static final String POLICY_VIOLATION = "PolicyViolation";

  /** The intent is written and the create is being sent. */
  public static final String SUBMITTING = "Submitting";

  /** The service is being asked whether the job exists already. */
  public static final String LOOKING = "LookingForJob";

  /** The service says that the recorded job does not exist. */
  public static final String JOB_LOST = "JobLost";

  /** The recorded job carries somebody else's marker. */
  public static final String JOB_NOT_OWNED = "JobNotOwned";

  /** The service does not give our labels back. */
  public static final String MARKER_NOT_KEPT = "MarkerNotKept";

  /** An earlier run is not over yet. */
  public static final String WAITING_FOR_RUN = "WaitingForEarlierRun";

  /** The job's end is being waited for before the resource goes. */
  public static final String CANCELLING = "Cancelling";

  /** The job ended well, and its model does not exist any more. */
  public static final String MODEL_GONE = "ModelGone";

  private static final String UNKNOWN_STATE = "UnknownState";

  private Reasons() {}

  /**
   * Every reason that this version tells by a name of its own; a state that the service adds later
   * gives another one.
   *
   * @return a bounded set of words
   */
  public static Set<String> all() {
    Set<String> all =
        new TreeSet<>(
            Set.of(
                POLICY_VIOLATION,
                SUBMITTING,
                LOOKING,
                JOB_LOST,
                JOB_NOT_OWNED,
                MARKER_NOT_KEPT,
                WAITING_FOR_RUN,
                CANCELLING,
                MODEL_GONE,
                UNKNOWN_STATE));
    Stream.of(JobState.Known.values()).map(Reasons::of).forEach(all::add);
    Stream.of(Failure.Kind.values()).map(Failure.Kind::reason).forEach(all::add);
    return all;
  }

  /**
   * The reason for a state: its name without the prefix, in CamelCase. States that the service adds
   * later get theirs by the same rule.
   *
   * @param state the state
   * @return such as {@code Running} or {@code PartiallySucceeded}; {@code UnknownState} for a name
   *     that makes no reason
   */
  public static String of(JobState state) {
    StringBuilder reason = new StringBuilder();
    for (String word : state.raw().replaceFirst("^JOB_STATE_", "").split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        reason.append(word.substring(0, 1).toUpperCase(Locale.ROOT));
        reason.append(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    boolean fits = reason.toString().matches("[A-Za-z][A-Za-z0-9]{0,99}");
    return fits && state != JobState.Known.JOB_STATE_UNSPECIFIED
        ? reason.toString()
        : UNKNOWN_STATE;
  }
}
