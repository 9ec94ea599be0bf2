package dev.tunesmith.vertex;

import java.time.Duration;

/** Receives every call to a service after it ended; the metrics implement it. */
@FunctionalInterface
public interface CallListener {

  /** The code of a call that the service answered as asked. */
  String OK = "OK";

  /**
   * One call ended. Called on the thread that made the call, so it must be quick; called from many
   * threads at once.
   *
   * @param verb which call
   * @param code the canonical code, {@link #OK} when there was an answer; {@code NOT_FOUND} for a
   *     job that the service says does not exist
   * @param took from the call to its answer, waiting for a connection included
   */
  void ended(ServiceCall verb, String code, Duration took);
}
