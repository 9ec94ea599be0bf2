package dev.tunesmith.lifecycle;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The labels that a job of ours carries. They are the only place in the service where we can write
 * down whose job it is: a create takes no id, and labels cannot be changed later.
 */
public final class OwnerLabels {
  /** The prefix that a user's labels may not begin with. */
  public static final String PREFIX = "tunesmith-";

  /** Whose job is this? A {@link Marker}. */
  public static final String MARKER = PREFIX + "marker";

  /** Which paid try of that run? 1, 2, … */
  public static final String ATTEMPT = PREFIX + "attempt";

  /** Did this very call go through? {@link Submission#id}. */
  public static final String SUBMISSION = PREFIX + "submission";

  /** For people: the resource's namespace, where it fits. */
  public static final String NAMESPACE = PREFIX + "namespace";

  /** For people: the resource's name, where it fits. */
  public static final String NAME = PREFIX + "name";

  private static final Pattern FITS = Pattern.compile("[a-z0-9_-]{1,63}");

  private OwnerLabels() {}

  /**
   * The labels of one create call, without the user's.
   *
   * @param resource the resource
   * @param marker its marker
   * @param submission the call's intent
   * @return three labels that decide, and up to two for people
   */
  public static Map<String, String> of(ResourceKey resource, Marker marker, Submission submission) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(MARKER, marker.value());
    labels.put(ATTEMPT, Integer.toString(submission.attempt()));
    labels.put(SUBMISSION, submission.id());
    putIfFits(labels, NAMESPACE, resource.namespace());
    putIfFits(labels, NAME, resource.name());
    return labels;
  }

  private static void putIfFits(Map<String, String> labels, String key, String value) {
    if (FITS.matcher(value).matches()) {
      labels.put(key, value);
    }
  }
}
