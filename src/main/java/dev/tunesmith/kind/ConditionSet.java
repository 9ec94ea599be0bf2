package dev.tunesmith.kind;

import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The only maker of conditions. Ready is always there; the others only while they are True (but
 * Accepted, which may be False or Unknown), so an outcome is given as a whole and what it does not
 * name goes away. All carry the same generation; a condition keeps its transition time while its
 * status stays.
 */
public final class ConditionSet {
  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  /** The tuned model is there, and its acceptance checks decide. */
  private static final Set<String> OF_ACCEPTANCE =
      Set.of(
          ConditionReason.ACCEPTING.value(),
          ConditionReason.NOT_ACCEPTED.value(),
          ConditionReason.ACCEPTANCE_UNKNOWN.value());

  private final Clock clock;

  public ConditionSet(Clock clock) {
    this.clock = clock;
  }

  /**
   * An outcome: Ready's status, and which conditions are True besides, with one reason and message
   * for all.
   *
   * @param accepted the status of Accepted; null for none
   */
  public record Outcome(
      boolean ready,
      List<String> also,
      @Nullable String accepted,
      ConditionReason reason,
      String message) {
    /** Without the condition Accepted. */
    public Outcome(boolean ready, List<String> also, ConditionReason reason, String message) {
      this(ready, also, null, reason, message);
    }

    public static Outcome complete(ConditionReason reason, String message) {
      return new Outcome(true, List.of(Conditions.FINISHED, Conditions.COMPLETE), reason, message);
    }

    public static Outcome failed(ConditionReason reason, String message) {
      return new Outcome(
          false,
          List.of(Conditions.FINISHED, Conditions.FAILED, Conditions.STALLED),
          reason,
          message);
    }

    public static Outcome reconciling(ConditionReason reason, String message) {
      return new Outcome(false, List.of(Conditions.RECONCILING), reason, message);
    }

    public static Outcome suspended(ConditionReason reason, String message) {
      return new Outcome(false, List.of(Conditions.SUSPENDED), reason, message);
    }

    public static Outcome stalled(ConditionReason reason, String message) {
      return new Outcome(false, List.of(Conditions.FINISHED, Conditions.STALLED), reason, message);
    }

    public Outcome withNotes(List<String> notes) {
      return notes.isEmpty()
          ? this
          : new Outcome(ready, also, accepted, reason, message + " " + String.join(" ", notes));
    }

    /** The same with the condition Accepted. */
    public Outcome accepted(String status) {
      return new Outcome(ready, also, status, reason, message);
    }
  }

  public List<Condition> of(List<Condition> before, Outcome outcome, long generation) {
    List<Condition> conditions = new ArrayList<>();
    String ready = outcome.ready() ? TRUE : FALSE;
    conditions.add(condition(before, Conditions.READY, ready, outcome, generation));
    for (String type : outcome.also()) {
      conditions.add(condition(before, type, TRUE, outcome, generation));
    }
    if (outcome.accepted() != null) {
      conditions.add(
          condition(before, Conditions.ACCEPTED, outcome.accepted(), outcome, generation));
    }
    return conditions;
  }

  /** The same conditions, speaking of another generation. */
  public List<Condition> refreshed(List<Condition> before, long generation) {
    return before.stream()
        .map(
            condition -> new ConditionBuilder(condition).withObservedGeneration(generation).build())
        .toList();
  }

  /** The same conditions with another message of Ready. */
  public List<Condition> noted(List<Condition> before, String message, long generation) {
    return refreshed(before, generation).stream()
        .map(
            condition ->
                Conditions.READY.equals(condition.getType())
                    ? new ConditionBuilder(condition)
                        .withMessage(Truncation.required(message, Bounds.CONDITION_MESSAGE))
                        .build()
                    : condition)
        .toList();
  }

  private Condition condition(
      List<Condition> before, String type, String status, Outcome outcome, long generation) {
    String since =
        find(before, type)
            .filter(old -> status.equals(old.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> Truncation.seconds(clock.instant()));
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(outcome.reason().value())
        .withMessage(Truncation.required(outcome.message(), Bounds.CONDITION_MESSAGE))
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  /** Whether the run has succeeded or failed, but for what acceptance checks say of its model. */
  public static boolean isOver(List<Condition> conditions) {
    return isTrue(conditions, Conditions.COMPLETE)
        || isTrue(conditions, Conditions.FAILED)
        || OF_ACCEPTANCE.contains(reason(conditions));
  }

  /** The reason of Ready; empty where there is none. */
  public static String reason(List<Condition> conditions) {
    return find(conditions, Conditions.READY).map(Condition::getReason).orElse("");
  }

  public static boolean isTrue(List<Condition> conditions, String type) {
    return find(conditions, type).filter(c -> TRUE.equals(c.getStatus())).isPresent();
  }
}
