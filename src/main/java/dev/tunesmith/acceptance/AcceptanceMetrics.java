package dev.tunesmith.acceptance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Metrics of one kind's checks. Safe for many threads. */
public final class AcceptanceMetrics implements AcceptanceListener {
  private final Counter answered;
  private final Counter unanswered;
  private final Map<AcceptancePlan.Result, Counter> ends =
      new EnumMap<>(AcceptancePlan.Result.class);

  /** Registers every series, at zero. */
  public AcceptanceMetrics(MeterRegistry registry, String kind) {
    answered = requests(registry, kind, "answered");
    unanswered = requests(registry, kind, "no_answer");
    for (AcceptancePlan.Result result : AcceptancePlan.Result.values()) {
      ends.put(
          result,
          Counter.builder("tunesmith.acceptance.checks")
              .description("Acceptance checks that have a result")
              .tag("kind", kind)
              .tag("result", result.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  private static Counter requests(MeterRegistry registry, String kind, String outcome) {
    return Counter.builder("tunesmith.acceptance.requests")
        .description("Requests of acceptance checks; those that were answered are billed")
        .tag("kind", kind)
        .tag("outcome", outcome)
        .register(registry);
  }

  @Override
  public void sent(boolean wasAnswered) {
    (wasAnswered ? answered : unanswered).increment();
  }

  @Override
  public void ended(AcceptancePlan.Result result) {
    Objects.requireNonNull(ends.get(result)).increment();
  }
}
