package dev.tunesmith.kind;

import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.acceptance.AcceptancePlan.Item;
import dev.tunesmith.acceptance.AcceptancePlan.Result;
import dev.tunesmith.api.v1alpha1.AcceptanceStatus;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.kind.ConditionSet.Outcome;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Acceptance checks as the status shows them, and the rows of the truth table that they decide. */
public final class AcceptanceView {
  private static final String AGAIN =
      " Change a check, and its request is sent again; or remove it; or set a new spec.run to tune"
          + " again.";

  private AcceptanceView() {}

  /** Null without checks. */
  public static @Nullable AcceptanceStatus status(@Nullable AcceptancePlan plan) {
    return plan == null
        ? null
        : new AcceptanceStatus(plan.items().stream().map(AcceptanceView::check).toList());
  }

  private static AcceptanceStatus.CheckStatus check(Item item) {
    Result result = item.result();
    return new AcceptanceStatus.CheckStatus(
        Truncation.text(item.check().name(), Bounds.CHECK_NAME),
        item.digest(),
        item.requests() == 0 ? null : item.requests(),
        result == null ? null : result.value(),
        Truncation.text(item.message(), Bounds.CHECK_MESSAGE),
        Truncation.text(item.time(), Bounds.TIME),
        Truncation.text(item.answer(), Bounds.SHOWN_ANSWER));
  }

  /**
   * The outcome of a model that can be used.
   *
   * @param usable without checks
   */
  public static Outcome outcome(@Nullable AcceptancePlan plan, Outcome usable) {
    if (plan == null) {
      return usable;
    }
    int all = plan.items().size();
    long open = plan.items().stream().filter(item -> item.result() == null).count();
    if (open > 0) {
      return Outcome.reconciling(
          ConditionReason.ACCEPTING,
          usable.message()
              + " Acceptance checks: %d of %d have a result.".formatted(all - open, all)
              + plan.open().map(Item::message).map(why -> " The next one got " + why).orElse(""));
    }
    List<Item> failed = plan.with(Result.FAILED).toList();
    List<Item> unanswered = plan.with(Result.NO_ANSWER).toList();
    if (failed.isEmpty() && unanswered.isEmpty()) {
      return usable
          .withNotes(List.of("It passed its acceptance checks."))
          .accepted(ConditionSet.TRUE);
    }
    String names = names(Stream.concat(failed.stream(), unanswered.stream()));
    return failed.isEmpty()
        ? Outcome.stalled(
                ConditionReason.ACCEPTANCE_UNKNOWN,
                usable.message() + " These acceptance checks have no answer: " + names + AGAIN)
            .accepted(ConditionSet.UNKNOWN)
        : Outcome.stalled(
                ConditionReason.NOT_ACCEPTED,
                usable.message() + " It failed these acceptance checks: " + names + AGAIN)
            .accepted(ConditionSet.FALSE);
  }

  /** The event of a result: the condition Accepted came, or changed. */
  public static Optional<Condition> event(List<Condition> before, List<Condition> after) {
    String was =
        ConditionSet.find(before, Conditions.ACCEPTED).map(Condition::getStatus).orElse("");
    return ConditionSet.find(after, Conditions.ACCEPTED)
        .filter(condition -> !condition.getStatus().equals(was));
  }

  /** The reason of an event about the condition Accepted. */
  public static String reason(Condition accepted) {
    return isWarning(accepted) ? accepted.getReason() : EventReason.ACCEPTED.value();
  }

  /** Whether an event about the condition Accepted is a Warning. */
  public static boolean isWarning(Condition accepted) {
    return !ConditionSet.TRUE.equals(accepted.getStatus());
  }

  private static String names(Stream<Item> items) {
    return items
            .map(item -> item.name() + (item.message() == null ? "" : " (" + item.message() + ")"))
            .collect(Collectors.joining(", "))
        + ".";
  }
}
