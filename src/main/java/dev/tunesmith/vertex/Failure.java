package dev.tunesmith.vertex;

import dev.tunesmith.api.v1alpha1.ConditionReason;

/**
 * What went wrong with a call to the service, in words that a status can show.
 *
 * @param kind what it means for us; its name is the condition reason
 * @param code the canonical code as the service gave it, such as {@code UNAVAILABLE}
 * @param message the service's own message; never empty, never a credential
 */
public record Failure(Kind kind, String code, String message) {

  /** Puts the code in place of an empty message, and leaves quoted training data out. */
  public Failure {
    message =
        message.isBlank()
            ? "the service said " + code + " and nothing more"
            : QuotedData.leftOutOf(message);
  }

  /** Whether the same call may be answered later without anyone changing anything. */
  public boolean passes() {
    return switch (kind) {
      case SERVICE_UNAVAILABLE, QUOTA_EXCEEDED, INTERNAL_ERROR, CREATE_OUTCOME_UNKNOWN -> true;
      case PERMISSION_DENIED, NOT_FOUND, REQUEST_REJECTED -> false;
    };
  }

  /** The closed set of design section 5. Each constant's {@link #reason} is a condition reason. */
  public enum Kind {
    /** The request itself is wrong; sent again as it is, it would be refused again. */
    REQUEST_REJECTED(ConditionReason.REQUEST_REJECTED),
    /** The operator's identity may not; fixed outside the resource. */
    PERMISSION_DENIED(ConditionReason.PERMISSION_DENIED),
    /**
     * On a create: a model, key, bucket or project that the request names does not exist, or the
     * operator may not see it.
     */
    NOT_FOUND(ConditionReason.NOT_FOUND),
    /** Not now: a quota is used up. */
    QUOTA_EXCEEDED(ConditionReason.QUOTA_EXCEEDED),
    /** The service could not be asked; the last known state stands. */
    SERVICE_UNAVAILABLE(ConditionReason.SERVICE_UNAVAILABLE),
    /** A create was sent, and its outcome is unknown. */
    CREATE_OUTCOME_UNKNOWN(ConditionReason.CREATE_OUTCOME_UNKNOWN),
    /** A fault of ours. */
    INTERNAL_ERROR(ConditionReason.INTERNAL_ERROR);

    private final ConditionReason reason;

    Kind(ConditionReason reason) {
      this.reason = reason;
    }

    /** The condition reason. */
    public ConditionReason reason() {
      return reason;
    }
  }

  /** The message, with a full stop at its end: another sentence can follow. */
  public String sentence() {
    return message.endsWith(".") ? message : message + ".";
  }
}
