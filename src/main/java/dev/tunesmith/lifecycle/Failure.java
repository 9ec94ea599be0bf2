package dev.tunesmith.lifecycle;

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

  /** The closed set of design section 5. Each constant's {@link #reason} is a condition reason. */
  public enum Kind {
    /** The request itself is wrong; sent again as it is, it would be refused again. */
    REQUEST_REJECTED("RequestRejected"),
    /** The operator's identity may not; mended outside the resource. */
    PERMISSION_DENIED("PermissionDenied"),
    /** Not now: a quota is used up. */
    QUOTA_EXCEEDED("QuotaExceeded"),
    /** The service could not be asked; the last known state stands. */
    SERVICE_UNAVAILABLE("ServiceUnavailable"),
    /** A create was sent and nobody knows whether it was accepted. */
    CREATE_OUTCOME_UNKNOWN("CreateOutcomeUnknown"),
    /** A fault of ours. */
    INTERNAL_ERROR("InternalError");

    private final String reason;

    Kind(String reason) {
      this.reason = reason;
    }

    /**
     * The condition reason.
     *
     * @return CamelCase, stable
     */
    public String reason() {
      return reason;
    }
  }
}
