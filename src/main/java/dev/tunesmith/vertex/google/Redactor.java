package dev.tunesmith.vertex.google;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes other people's messages fit for status, events and logs: no credential, one line, a bound
 * on the length. Quoted training data is left out by the domain's own types.
 */
final class Redactor {
  /** Long enough for every message on record; a proxy's error page is longer. */
  private static final int MAX_LENGTH = 2_000;

  /**
   * What is looked at: a job's error comes in messages of any size, and a megabyte of half-begun
   * URLs would keep these rules busy for hours.
   */
  private static final int MAX_READ = 4 * MAX_LENGTH;

  private static final String REMOVED = "(removed)";

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
  static String clean(String message) {
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

  private static String cut(String text) {
    int end = MAX_LENGTH - 1;
    // Half a surrogate pair is not a character that JSON or Kubernetes would take.
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
