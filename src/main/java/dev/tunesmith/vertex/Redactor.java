package dev.tunesmith.vertex;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of other programs fit for status, events and logs: no credential, one line, a
 * bound on the length. Quoted training data is left out by {@link QuotedData}.
 */
public final class Redactor {
  /** Long enough for every message on record; a proxy's error page is longer. */
  private static final int MAX_LENGTH = 2_000;

  /**
   * The part that is searched: a job's error comes in messages of any size, and a megabyte of
   * half-begun URLs would keep these rules busy for hours.
   */
  private static final int MAX_READ = 4 * MAX_LENGTH;

  private static final String REMOVED = "(removed)";

  /** Causes can go in a circle. */
  private static final int MOST_CAUSES = 10;

  private record Rule(Pattern pattern, String replacement) {
    Rule(String regex, String replacement) {
      this(Pattern.compile(regex), replacement);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule("(?s)-----BEGIN [^-]*PRIVATE KEY-----.*?(-----END [^-]*-----|$)", REMOVED),
          new Rule("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}", "$1 " + REMOVED),
          // Google's access tokens, API keys and OAuth secrets; JSON Web Tokens.
          new Rule("\\bya29\\.[\\w.-]+", REMOVED),
          new Rule("\\bAIza[\\w-]{20,}", REMOVED),
          new Rule("\\bGOCSPX-[\\w-]+", REMOVED),
          new Rule("\\beyJ[\\w-]+\\.[\\w-]+(\\.[\\w-]*)?", REMOVED),
          // A signed URL is a credential in its query; the query of any other URL helps.
          new Rule(
              "(?i)(https?://[^\\s?#]+)\\?[^\\s]*"
                  + "(x-goog-|x-amz-|signature|googleaccessid|token|secret|key)[^\\s]*",
              "$1?" + REMOVED),
          new Rule("(?i)(https?://)[^\\s/@]+@", "$1" + REMOVED + "@"),
          new Rule(
              "(?i)([\"']?\\b(?:access_token|id_token|refresh_token|client_secret|private_key"
                  + "|api_key|password|assertion)\\b[\"']?\\s*[=:]\\s*)(\"[^\"]*\"?|[^\\s,;&}]+)",
              "$1" + REMOVED));

  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private Redactor() {}

  /**
   * Cleans a message.
   *
   * @param message anything
   * @return one line of at most 2,000 characters; empty for a blank message
   */
  public static String clean(String message) {
    String text = beginning(message);
    for (Rule rule : RULES) {
      text = rule.pattern().matcher(text).replaceAll(rule.replacement());
    }
    text = BLANKS.matcher(text).replaceAll(" ").strip();
    return text.length() <= MAX_LENGTH ? text : cut(text);
  }

  /** Cut between words: the half of a credential would not be known as one. */
  private static String beginning(String message) {
    if (message.length() <= MAX_READ) {
      return message;
    }
    int end = MAX_READ;
    while (end > MAX_LENGTH && !Character.isWhitespace(message.charAt(end - 1))) {
      end--;
    }
    return message.substring(0, end);
  }

  /**
   * An error as it may be logged: the library's exceptions hold the service's words as they came.
   *
   * @param e any error
   * @return another class with the error's own class name and cleaned message for a message, and
   *     its stack trace; its causes likewise
   */
  public static Throwable clean(Throwable e) {
    return clean(e, MOST_CAUSES);
  }

  private static Throwable clean(Throwable e, int causes) {
    Throwable cause = e.getCause();
    Throwable cleaned =
        new Cleaned(
            QuotedData.leftOutOf(clean(e.toString())),
            cause == null || causes == 0 ? null : clean(cause, causes - 1));
    cleaned.setStackTrace(e.getStackTrace());
    if (causes > 0) {
      for (Throwable suppressed : e.getSuppressed()) {
        cleaned.addSuppressed(clean(suppressed, causes - 1));
      }
    }
    return cleaned;
  }

  /** Stands for another error in a log, and is never thrown. */
  private static final class Cleaned extends Exception {
    private static final long serialVersionUID = 1L;

    Cleaned(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private static String cut(String text) {
    int end = MAX_LENGTH - 1;
    // Half a surrogate pair is not a character that JSON or Kubernetes would take.
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
