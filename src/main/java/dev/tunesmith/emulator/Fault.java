package dev.tunesmith.emulator;

import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fault: which calls, how many of them, and what happens to them.
 *
 * @param match which calls
 * @param skip how many matching calls pass untouched first
 * @param times how many calls after that it applies to; null for all
 * @param effect what happens to them
 */
public record Fault(Match match, int skip, @Nullable Integer times, Effect effect) {

  /** Rejects counts below zero, and an effect that does not apply to the matched method. */
  public Fault {
    match = match == null ? Match.ANY : match;
    Objects.requireNonNull(effect, "effect is missing");
    if (skip < 0 || (times != null && times < 1)) {
      throw new IllegalArgumentException("skip must be at least 0, and times at least 1 or absent");
    }
    if (!effect.onlyFor().isEmpty()
        && (match.method() == null || !effect.onlyFor().contains(match.method()))) {
      throw new IllegalArgumentException(
          "this effect is for "
              + effect.onlyFor().stream()
                  .sorted()
                  .map(RpcMethod::rpcName)
                  .collect(Collectors.joining(" or "))
              + " only: match that method");
    }
  }

  /**
   * A fault on every call of a method.
   *
   * @param method the method
   * @param effect what happens to the calls
   * @return the fault
   */
  public static Fault on(RpcMethod method, Effect effect) {
    return new Fault(new Match(method, null, null, null, null), 0, null, effect);
  }

  /**
   * Only for so many calls.
   *
   * @param count at least 1
   * @return the changed fault
   */
  public Fault times(int count) {
    return new Fault(match, skip, count, effect);
  }

  /**
   * Only for one call.
   *
   * @return the changed fault
   */
  public Fault once() {
    return times(1);
  }

  /**
   * Not for the first calls.
   *
   * @param count how many matching calls pass first
   * @return the changed fault
   */
  public Fault after(int count) {
    return new Fault(match, count, times, effect);
  }

  /**
   * Only for calls of this shape.
   *
   * @param newMatch which calls
   * @return the changed fault
   */
  public Fault matching(Match newMatch) {
    return new Fault(newMatch, skip, times, effect);
  }

  /**
   * Only for one page of a listing.
   *
   * @param page 1 for the first
   * @return the changed fault
   */
  public Fault onPage(int page) {
    return matching(
        new Match(match.method, match.location, match.baseModel, match.displayName, page));
  }

  /**
   * Only for jobs or tuned models of one display name.
   *
   * @param displayName the name as given to create
   * @return the changed fault
   */
  public Fault forDisplayName(String displayName) {
    return matching(
        new Match(match.method, match.location, match.baseModel, displayName, match.page));
  }

  /**
   * Only in one location.
   *
   * @param location such as {@code us-central1}
   * @return the changed fault
   */
  public Fault inLocation(String location) {
    return matching(
        new Match(match.method, location, match.baseModel, match.displayName, match.page));
  }

  /**
   * Which calls a fault applies to: those that agree with every component that is not null.
   *
   * @param method the method
   * @param location the location in the request's path
   * @param baseModel the base model of the job or tuned model that the call is about
   * @param displayName its display name
   * @param page the page of a listing, 1 for the first
   */
  public record Match(
      @Nullable RpcMethod method,
      @Nullable String location,
      @Nullable String baseModel,
      @Nullable String displayName,
      @Nullable Integer page) {
    static final Match ANY = new Match(null, null, null, null, null);

    boolean test(CallFacts call) {
      return (method == null || method == call.method())
          && (location == null || location.equals(call.location()))
          && (baseModel == null || baseModel.equals(call.baseModel()))
          && (displayName == null || displayName.equals(call.displayName()))
          && (page == null || page == call.page());
    }
  }

  /**
   * What a match sees of a call.
   *
   * @param method the method
   * @param location empty when the request's path is not well formed
   * @param baseModel null when the call is not about a job or tuned model
   * @param displayName null when the call is not about a job or tuned model, or it was given none
   * @param page 1 for a first page and for any call but a listing
   */
  record CallFacts(
      RpcMethod method,
      String location,
      @Nullable String baseModel,
      @Nullable String displayName,
      int page) {}
}
