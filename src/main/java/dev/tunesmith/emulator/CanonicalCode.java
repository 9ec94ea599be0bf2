package dev.tunesmith.emulator;

/**
 * The canonical codes of Google's APIs with their numbers and HTTP statuses.
 *
 * @see <a
 *     href="https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto">google.rpc.Code</a>
 */
public enum CanonicalCode {
  /** Success. */
  OK(0, 200),
  /** Cancelled, usually by the caller. */
  CANCELLED(1, 499),
  /** Of unknown kind. */
  UNKNOWN(2, 500),
  /** The request is wrong whatever the state of the service. */
  INVALID_ARGUMENT(3, 400),
  /** Too late; the call may have succeeded all the same. */
  DEADLINE_EXCEEDED(4, 504),
  /** No such resource. */
  NOT_FOUND(5, 404),
  /** The resource exists already. */
  ALREADY_EXISTS(6, 409),
  /** The caller lacks a permission. */
  PERMISSION_DENIED(7, 403),
  /** A quota is used up. */
  RESOURCE_EXHAUSTED(8, 429),
  /** The service is not in the state that the request needs. */
  FAILED_PRECONDITION(9, 400),
  /** Stopped by a conflict. */
  ABORTED(10, 409),
  /** Beyond the valid range. */
  OUT_OF_RANGE(11, 400),
  /** Not offered. */
  UNIMPLEMENTED(12, 501),
  /** Broken inside. */
  INTERNAL(13, 500),
  /** Not reachable now. */
  UNAVAILABLE(14, 503),
  /** Data were lost. */
  DATA_LOSS(15, 500),
  /** No valid credentials. */
  UNAUTHENTICATED(16, 401);

  private final int number;
  private final int httpStatus;

  CanonicalCode(int number, int httpStatus) {
    this.number = number;
    this.httpStatus = httpStatus;
  }

  /**
   * The number on the wire of gRPC.
   *
   * @return 0 to 16
   */
  public int number() {
    return number;
  }

  /**
   * The HTTP status of the code in REST.
   *
   * @return an HTTP status; several codes share one
   */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * The message that the service is known to give with the code.
   *
   * @param call the answered one
   */
  String usualMessage(Call call) {
    return switch (this) {
      case OK -> "";
      case RESOURCE_EXHAUSTED ->
          call.method().isGemini()
              ? "A quota of the Gemini API is used up."
              : "The following quota metrics exceed quota limits:"
                  + " aiplatform.googleapis.com/global_concurrent_tuning_jobs";
      case UNAVAILABLE -> "The service is currently unavailable.";
      case INTERNAL -> "Internal error encountered.";
      case DEADLINE_EXCEEDED -> "Deadline expired before operation could complete.";
      case UNAUTHENTICATED ->
          "Request had invalid authentication credentials. Expected OAuth 2 access token.";
      case INVALID_ARGUMENT -> "Request contains an invalid argument.";
      case FAILED_PRECONDITION -> "Precondition check failed.";
      case NOT_FOUND -> "Requested entity was not found.";
      case ALREADY_EXISTS -> "Requested entity already exists.";
      case ABORTED -> "The operation was aborted.";
      case CANCELLED -> "The operation was cancelled.";
      case OUT_OF_RANGE -> "Value out of range.";
      case UNIMPLEMENTED -> "Operation is not implemented, or supported, or enabled.";
      case DATA_LOSS -> "Unrecoverable data loss or corruption.";
      case UNKNOWN -> "Unknown error.";
      case PERMISSION_DENIED ->
          "You do not have permission to access tuned model " + call.resource();
    };
  }
}
