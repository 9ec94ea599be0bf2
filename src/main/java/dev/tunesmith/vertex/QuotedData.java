package dev.tunesmith.vertex;

import java.util.regex.Pattern;

/**
 * Leaves quoted training data out of the service's messages. The service names the fault of a data
 * set by quoting the example ({@code … field, …. JSON: {…}}); status, events and logs are read by
 * people who may not read the data.
 */
public final class QuotedData {
  private static final Pattern QUOTED = Pattern.compile("(?s)\\bJSON:\\s*[\\[{\"].*");

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
}
