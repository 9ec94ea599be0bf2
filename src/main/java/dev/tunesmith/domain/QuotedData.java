package dev.tunesmith.domain;

import java.util.regex.Pattern;

/**
 * Leaves quoted training data out of the service's messages. The service names the fault of a data
 * set by quoting the example ({@code … field, …. JSON: {…}}); status, events and logs are read by
 * people who may not read the data.
 */
final class QuotedData {
  private static final Pattern QUOTED = Pattern.compile("(?s)\\bJSON:\\s*[\\[{\"].*");

  private QuotedData() {}

  static String leftOutOf(String message) {
    return QUOTED.matcher(message).replaceFirst("JSON: (training data, left out here)");
  }
}
