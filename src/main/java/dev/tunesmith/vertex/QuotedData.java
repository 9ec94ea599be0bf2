package dev.tunesmith.vertex;

import java.util.regex.Pattern;

/**
 * Leaves quoted training data out of the service's messages. The service names the fault of a data
 * set by quoting the example ({@code … field, …. JSON: {…}}); status, events and logs are read by
 * people who may not read the data.
 */
public final class QuotedData {
  private static final Pattern QUOTED = Pattern.compile("(?s)\\bJSON:\\s*[\\[{\"].*");

  /** Between quotation marks of any kind, or from where an object begins; and which example. */
  private static final Pattern ANY_QUOTE =
      Pattern.compile("(?s)\"[^\"]*+\"?|“[^”]*+”?|`[^`]*+`?|(?<![\\p{L}\\p{N}])'[^']*+'?|\\{.*");

  private static final Pattern NUMBERED =
      Pattern.compile("(?i)\\b(example|row|line|index):? *#?\\d+( of \\d+)?");

  private QuotedData() {}

  /**
   * Cuts a message where a quote begins.
   *
   * @param message as the service gave it
   * @return the message without the quote, and with a word in its place
   */
  public static String leftOutOf(String message) {
    return QUOTED.matcher(message).replaceFirst("JSON: (training data, left out here)");
  }

  /**
   * Leaves out whatever is quoted, and the numbers of examples: for a text that is about one
   * example each, such as the reason why it was dropped.
   */
  public static String everyQuoteLeftOutOf(String message) {
    String text = ANY_QUOTE.matcher(leftOutOf(message)).replaceAll("(…)");
    return NUMBERED.matcher(text).replaceAll("$1");
  }
}
