package dev.tunesmith.vertex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host of Vertex AI that knows a location's jobs and models.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/docs/reference/rest#service-endpoint">Service
 *     endpoints</a>
 */
public final class ServiceHost {
  // The location becomes part of a host name that is sent a credential: nothing in it may end that
  // name early, so no dot, slash, colon or at sign.
  private static final Pattern LOCATION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private static final Pattern RESOURCE = Pattern.compile("projects/[^/]+/locations/([^/]+)/.+");

  private ServiceHost() {}

  /**
   * The host of a location.
   *
   * @throws IllegalArgumentException when the text is no location
   */
  public static String of(String location) {
    if (!LOCATION.matcher(location).matches()) {
      throw new IllegalArgumentException("not a location: " + location);
    }
    return switch (location) {
      case "global" -> "aiplatform.googleapis.com";
      // Multi-regions, which serve the tuned models of Gemini 3.
      case "us", "eu" -> "aiplatform." + location + ".rep.googleapis.com";
      default -> location + "-aiplatform.googleapis.com";
    };
  }

  /**
   * The location in a resource name. A job or a model may be in another location than the one that
   * the job was created in, and only that location's host knows it.
   *
   * @param name such as {@code projects/1/locations/us/models/2@1}
   * @throws IllegalArgumentException when the name has no location
   */
  public static String locationOf(String name) {
    Matcher matcher = RESOURCE.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a resource's name: " + name);
    }
    return matcher.group(1);
  }
}
