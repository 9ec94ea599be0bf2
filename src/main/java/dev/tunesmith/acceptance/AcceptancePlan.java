package dev.tunesmith.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunesmith.api.v1alpha1.Acceptance;
import dev.tunesmith.api.v1alpha1.AcceptanceCheck;
import dev.tunesmith.api.v1alpha1.AcceptanceStatus;
import dev.tunesmith.api.v1alpha1.AcceptanceStatus.CheckStatus;
import dev.tunesmith.lifecycle.JobLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a resource, each with what is known of it.
 *
 * @param model the name of the model or endpoint that is asked; empty where there is none
 * @param shows whether the status may hold answers
 */
public record AcceptancePlan(String model, boolean shows, List<Item> items) {
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** Copies the list. */
  public AcceptancePlan {
    items = List.copyOf(items);
  }

  /** What a check came to. */
  public enum Result {
    /** The answer is as expected. */
    PASSED("Passed"),
    /** The answer is not as expected, or the service refuses the request. */
    FAILED("Failed"),
    /** No request was answered. */
    NO_ANSWER("NoAnswer");

    private final String value;

    Result(String value) {
      this.value = value;
    }

    /** As the status spells it. */
    public String value() {
      return value;
    }

    private static @Nullable Result of(@Nullable String value) {
      return Arrays.stream(values())
          .filter(result -> result.value.equals(value))
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * A check.
   *
   * @param digest of the run, the model and the check; another one is another request
   * @param requests how often the request was sent, or may have been
   * @param result null while it is open
   * @param message why it has this result, or none yet; null for nothing to say
   * @param time when the result was known
   * @param answer the model's text; null where there is none, or where it may not be shown
   */
  public record Item(
      AcceptanceCheck check,
      String digest,
      int requests,
      @Nullable Result result,
      @Nullable String message,
      @Nullable String time,
      @Nullable String answer) {

    /** The name, as people see it. */
    public String name() {
      return Objects.requireNonNullElse(check.name(), "");
    }
  }

  /**
   * What is to be asked of a run's model, and what a status says of it. A status of another run,
   * another model or another form of a check says nothing.
   *
   * @return empty where the resource has no checks
   */
  public static Optional<AcceptancePlan> of(
      @Nullable Acceptance spec, @Nullable AcceptanceStatus recorded, String run, String model) {
    if (spec == null || spec.checks().isEmpty()) {
      return Optional.empty();
    }
    boolean shows = Acceptance.Answers.Show.name().equals(spec.answers());
    List<Item> items = new ArrayList<>();
    for (AcceptanceCheck check : spec.checks()) {
      String digest = JobLabels.digest(run, model, json(check));
      items.add(
          recorded(recorded, digest)
              .map(known -> item(check, digest, known, shows))
              .orElseGet(() -> new Item(check, digest, 0, null, null, null, null)));
    }
    return Optional.of(new AcceptancePlan(model, shows, items));
  }

  private static Item item(AcceptanceCheck check, String digest, CheckStatus known, boolean shows) {
    return new Item(
        check,
        digest,
        known.requests() == null ? 0 : Math.max(0, known.requests()),
        Result.of(known.result()),
        known.message(),
        known.time(),
        shows ? known.answer() : null);
  }

  private static Optional<CheckStatus> recorded(
      @Nullable AcceptanceStatus recorded, String digest) {
    return recorded == null
        ? Optional.empty()
        : recorded.checks().stream()
            .filter(check -> check != null && digest.equals(check.asked()))
            .findFirst();
  }

  private static String json(AcceptanceCheck check) {
    try {
      return SORTED.writeValueAsString(check);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a check was read from JSON", e);
    }
  }

  /** The first check without a result. */
  public Optional<Item> open() {
    return items.stream().filter(item -> item.result() == null).findFirst();
  }

  /** The checks of one result, in their order. */
  public Stream<Item> with(Result result) {
    return items.stream().filter(item -> item.result() == result);
  }

  /** Whether every check passed. */
  public boolean isPassed() {
    return items.stream().allMatch(item -> item.result() == Result.PASSED);
  }

  /** The same, one check of it changed. */
  AcceptancePlan replaced(Item changed) {
    return new AcceptancePlan(
        model,
        shows,
        items.stream()
            .map(item -> item.digest().equals(changed.digest()) ? changed : item)
            .toList());
  }
}
