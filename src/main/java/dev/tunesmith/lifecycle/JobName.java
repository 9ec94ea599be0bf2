package dev.tunesmith.lifecycle;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The resource name of a tuning job, kept as the service gave it. The service answers with the
 * project's number where it was asked with an id, so names are never built here, only read.
 *
 * @param value {@code projects/{project}/locations/{location}/tuningJobs/{id}}
 */
public record JobName(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("projects/[^/\\s]{1,128}/locations/[^/\\s]{1,48}/tuningJobs/[^/\\s]{1,48}");

  /** Rejects a string that no tuning job can be called; see {@link #parse}. */
  public JobName {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a tuning job's name: " + value);
    }
  }

  /**
   * Reads a name that may be anything, such as one that a person wrote into a status.
   *
   * @param value the string; null and malformed ones give nothing
   * @return the name, or nothing when no tuning job can be called so
   */
  public static Optional<JobName> parse(@Nullable String value) {
    return value != null && SHAPE.matcher(value).matches()
        ? Optional.of(new JobName(value))
        : Optional.empty();
  }

  /**
   * The last segment.
   *
   * @return the id that the service chose
   */
  public String id() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** The project's segment: a number, where the service answers. */
  public String project() {
    return value.substring("projects/".length(), value.indexOf("/locations/"));
  }

  /**
   * Where the job is.
   *
   * @return the location's segment
   */
  public String location() {
    int begin = value.indexOf("/locations/") + "/locations/".length();
    return value.substring(begin, value.indexOf('/', begin));
  }

  @Override
  public String toString() {
    return value;
  }
}
