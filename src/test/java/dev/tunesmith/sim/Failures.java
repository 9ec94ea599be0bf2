package dev.tunesmith.sim;

import dev.tunesmith.vertex.Failure;

/** Failures for scripts, one factory per {@link Failure.Kind}. */
public final class Failures {
  private Failures() {}

  /**
   * The request is wrong.
   *
   * @return INVALID_ARGUMENT
   */
  public static Failure rejected() {
    return of(Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT");
  }

  /**
   * The operator may not.
   *
   * @return PERMISSION_DENIED
   */
  public static Failure denied() {
    return of(Failure.Kind.PERMISSION_DENIED, "PERMISSION_DENIED");
  }

  /**
   * A quota is used up.
   *
   * @return RESOURCE_EXHAUSTED
   */
  public static Failure quota() {
    return of(Failure.Kind.QUOTA_EXCEEDED, "RESOURCE_EXHAUSTED");
  }

  /**
   * The service cannot be asked; for reads and cancel.
   *
   * @return UNAVAILABLE
   */
  public static Failure unavailable() {
    return of(Failure.Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE");
  }

  /**
   * A create of which nobody knows whether it was accepted.
   *
   * @param code such as {@code DEADLINE_EXCEEDED}
   * @return {@code CREATE_OUTCOME_UNKNOWN}
   */
  public static Failure outcomeUnknown(String code) {
    return of(Failure.Kind.CREATE_OUTCOME_UNKNOWN, code);
  }

  /**
   * Something in us is broken.
   *
   * @return INTERNAL
   */
  public static Failure internal() {
    return of(Failure.Kind.INTERNAL_ERROR, "INTERNAL");
  }

  /**
   * Any failure.
   *
   * @param kind the kind
   * @param code the canonical code
   * @return the failure, its message saying that a test scripted it
   */
  public static Failure of(Failure.Kind kind, String code) {
    return new Failure(kind, code, "scripted: " + code);
  }
}
