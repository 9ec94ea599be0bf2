package dev.tunesmith.emulator;

/**
 * The canonical codes of Google's APIs with their numbers and HTTP statuses.
 *
 * @see <a
 *     href="https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto">google.rpc.Code</a>
 */
public enum CanonicalCode {
  /** Answered as asked. */
  OK(0, 200),
  /** The caller gave up. */
  CANCELLED(1, 499),
  /** Of unknown kind. */
  UNKNOWN(2, 500),
  /** The request is wrong whatever the state of the service. */
  INVALID_ARGUMENT(3, 400),
  /** Too late; it may have happened all the same. */
  DEADLINE_EXCEEDED(4, 504),
  /** No such thing. */
  NOT_FOUND(5, 404),
  /** There already. */
  ALREADY_EXISTS(6, 409),
  /** The caller may not. */
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
  /** Nobody knows who calls. */
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
   * The status under which REST tells it.
   *
   * @return an HTTP status; several codes share one
   */
  public int httpStatus() {
    return httpStatus;
  }
}
