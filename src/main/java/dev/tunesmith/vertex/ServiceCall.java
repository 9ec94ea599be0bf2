package dev.tunesmith.vertex;

/** What a failure of a call depends on, whatever the service. */
public interface ServiceCall {

  /** The name in metrics and logs: the last part of the REST method's name. */
  String label();

  /** Whether it creates what costs money: then only a definite refusal counts as one. */
  default boolean creates() {
    return false;
  }

  /** What NOT_FOUND means, where it is no answer to the question. */
  default Failure.Kind onNotFound() {
    return Failure.Kind.REQUEST_REJECTED;
  }

  /**
   * What does not exist, where {@link #onNotFound} is a reason of its own; before the service's
   * words.
   */
  default String notFoundWords() {
    return "";
  }
}
