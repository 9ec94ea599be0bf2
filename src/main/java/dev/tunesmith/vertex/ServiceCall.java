package dev.tunesmith.vertex;

/** What a failure of a call depends on, whatever the service. */
public interface ServiceCall {

  /** The name in metrics and logs: the last part of the REST method's name. */
  String label();

  /** Whether it creates what costs money: then only a definite refusal counts as one. */
  boolean creates();

  /** What NOT_FOUND means, where it is no answer to the question. */
  Failure.Kind onNotFound();

  /**
   * What does not exist, where {@link #onNotFound} is a reason of its own; before the service's
   * words.
   */
  String notFoundWords();
}
