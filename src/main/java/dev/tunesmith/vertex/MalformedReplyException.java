package dev.tunesmith.vertex;

/** A reply that is not what its type promises: it counts as no reply. */
public final class MalformedReplyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedReplyException(String message) {
    super(message);
  }

  public MalformedReplyException(String message, Throwable cause) {
    super(message, cause);
  }
}
