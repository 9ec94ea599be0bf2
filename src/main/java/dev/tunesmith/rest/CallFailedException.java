package dev.tunesmith.rest;

import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Reached;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call that could not be made, that the service refused, or whose answer is not the service's.
 */
public final class CallFailedException extends Exception {
  private static final long serialVersionUID = 1;
  private static final String REMOVED = "(removed)";
  private static final int LONG = 8;

  private final CanonicalCode code;
  private final Reached reached;
  private final String reason;

  CallFailedException(
      CanonicalCode code, Reached reached, String message, @Nullable Throwable cause) {
    this(code, reached, "", message, cause);
  }

  CallFailedException(
      CanonicalCode code,
      Reached reached,
      String reason,
      String message,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.reached = reached;
    this.reason = reason;
  }

  /** The service's, or what stands for it. */
  public CanonicalCode code() {
    return code;
  }

  /** How far the call got. */
  public Reached reached() {
    return reached;
  }

  /** Whether the service itself gave this reason, a {@code google.rpc.ErrorInfo}'s. */
  public boolean hasReason(String text) {
    return reason.equals(text);
  }

  /** Whether the service itself answered with this code. */
  public boolean isAnswer(CanonicalCode answer) {
    return code == answer && reached == Reached.SERVICE;
  }

  /** The same with credentials removed that the peer quoted. */
  CallFailedException without(List<String> secrets) {
    String message = String.valueOf(getMessage());
    String cleaned = message;
    for (String secret : secrets) {
      cleaned = without(cleaned, secret);
    }
    // The cause may quote them too.
    return cleaned.equals(message)
        ? this
        : new CallFailedException(code, reached, reason, cleaned, null);
  }

  /** A short one may be a part of any word: it is removed where it stands by itself. */
  private static String without(String text, String secret) {
    return secret.length() >= LONG
        ? text.replace(secret, REMOVED)
        : text.replaceAll("(?<![\\w-])" + Pattern.quote(secret) + "(?![\\w-])", REMOVED);
  }
}
