package dev.tunesmith.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.acceptance.AcceptancePlan.Item;
import dev.tunesmith.acceptance.AcceptancePlan.Result;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.TunedEndpoints;
import dev.tunesmith.vertex.TunedEndpoints.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of checks, one at a time: a locked write that counts the request, the request,
 * and a write of its result. Safe for many threads; one resource is one thread's at a time.
 */
public final class Acceptor {
  /** How often the request of one check is sent, if it is never answered. */
  public static final int MOST_REQUESTS = 5;

  private static final Duration AT_ONCE = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final int LONGER = 4;

  private final AcceptanceListener listener;
  private final BooleanSupplier mayAct;
  private final Clock clock;
  private final Uptime uptime;

  /**
   * An acceptor.
   *
   * @param mayAct whether this process may send at this moment
   */
  public Acceptor(AcceptanceListener listener, BooleanSupplier mayAct, Clock clock, Uptime uptime) {
    this.listener = listener;
    this.mayAct = mayAct;
    this.clock = clock;
    this.uptime = uptime;
  }

  /** When a resource's next request may be sent; may be lost, and then it is sent at once. */
  public static final class Pause {
    private String digest = "";
    private Duration until = Duration.ZERO;

    private Duration left(Item item, Duration now) {
      return item.digest().equals(digest) ? until.minus(now) : Duration.ZERO;
    }
  }

  /**
   * Sends the first open check's request, if it is due.
   *
   * @param write writes the status with a plan, if it says anything new, by optimistic locking;
   *     returns whether it was written
   * @return when to go on; empty where every check has its result
   */
  public Optional<Duration> step(
      AcceptancePlan plan,
      Pause pause,
      Predicate<AcceptancePlan> write,
      Function<ObjectNode, Reply> model) {
    Optional<Item> open = plan.open();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Item item = open.get();
    Optional<String> error =
        plan.model().isEmpty()
            ? Optional.of("there is no endpoint to send requests to")
            : CheckErrors.pattern(item.check());
    if (error.isPresent()) {
      return end(plan, item, Result.FAILED, error.get(), null, write);
    }
    if (item.requests() >= MOST_REQUESTS) {
      return end(plan, item, Result.NO_ANSWER, item.message(), null, write);
    }
    Duration wait = pause.left(item, uptime.now());
    if (wait.isPositive()) {
      return Optional.of(wait);
    }
    Duration written = uptime.now();
    Item counted = changed(item, item.requests() + 1, null, item.message(), null);
    AcceptancePlan sending = plan.replaced(counted);
    if (!mayAct.getAsBoolean() || !write.test(sending) || isLate(written)) {
      return Optional.of(AT_ONCE);
    }
    return switch (model.apply(CheckErrors.request(item.check()))) {
      case TunedEndpoints.Answered answered -> answered(sending, counted, answered, pause, write);
      case TunedEndpoints.Unanswered unanswered -> {
        listener.sent(false);
        yield isRefused(unanswered.failure())
            ? end(
                sending,
                counted,
                Result.FAILED,
                "the service refuses the request: " + unanswered.failure().message(),
                null,
                write)
            : again(sending, counted, words(unanswered.failure()), pause, write);
      }
    };
  }

  private Optional<Duration> answered(
      AcceptancePlan plan,
      Item item,
      TunedEndpoints.Answered answered,
      Pause pause,
      Predicate<AcceptancePlan> write) {
    listener.sent(true);
    Optional<Judge.Text> text = Judge.text(answered.response());
    if (text.isEmpty()) {
      return again(plan, item, "the reply is no answer of a model", pause, write);
    }
    List<String> failures = Judge.failures(item.check().expect(), text.get());
    return end(
        plan,
        item,
        failures.isEmpty() ? Result.PASSED : Result.FAILED,
        failures.isEmpty() ? null : String.join("; ", failures),
        plan.shows() ? text.get().text() : null,
        write);
  }

  /** FAILED_PRECONDITION is about the model, which may not be deployed yet. */
  private static boolean isRefused(Failure failure) {
    return failure.kind() == Failure.Kind.REQUEST_REJECTED
        && !failure.code().equals(CanonicalCode.FAILED_PRECONDITION.name());
  }

  private static String words(Failure failure) {
    return "no answer: " + failure.message();
  }

  private Optional<Duration> again(
      AcceptancePlan plan, Item item, String why, Pause pause, Predicate<AcceptancePlan> write) {
    if (item.requests() >= MOST_REQUESTS) {
      return end(plan, item, Result.NO_ANSWER, why, null, write);
    }
    Duration length = FIRST_PAUSE.multipliedBy((long) Math.pow(LONGER, item.requests() - 1.0));
    pause.digest = item.digest();
    pause.until = uptime.now().plus(length);
    boolean unused = write.test(plan.replaced(changed(item, item.requests(), null, why, null)));
    return Optional.of(length);
  }

  private Optional<Duration> end(
      AcceptancePlan plan,
      Item item,
      Result result,
      @Nullable String why,
      @Nullable String answer,
      Predicate<AcceptancePlan> write) {
    if (write.test(plan.replaced(changed(item, item.requests(), result, why, answer)))) {
      listener.ended(result);
    }
    return Optional.of(AT_ONCE);
  }

  private Item changed(
      Item item,
      int requests,
      @Nullable Result result,
      @Nullable String message,
      @Nullable String answer) {
    return new Item(
        item.check(),
        item.digest(),
        requests,
        result,
        message,
        result == null ? null : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        answer);
  }

  private boolean isLate(Duration written) {
    return uptime.now().minus(written).compareTo(Timing.SEND_WINDOW) >= 0 || !mayAct.getAsBoolean();
  }
}
