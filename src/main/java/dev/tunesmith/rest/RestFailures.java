package dev.tunesmith.rest;

import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.ServiceCall;

/** What a call that threw means. */
public final class RestFailures {
  private RestFailures() {}

  /**
   * The failure of a call.
   *
   * @param e what the call threw; for anything but a create an {@link IllegalArgumentException} is
   *     one of a request that was never sent
   */
  public static Failure of(ServiceCall call, Exception e) {
    return switch (e) {
      case CallFailedException failed ->
          CallFailures.of(call, failed.code(), failed.reached(), String.valueOf(e.getMessage()));
      case IllegalArgumentException unsent when !call.creates() ->
          CallFailures.beforeSending(unsent);
      default -> CallFailures.unforeseen(call, e);
    };
  }
}
