package dev.tunesmith.emulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a resource.
 *
 * @param scope its project and location
 * @param collection such as {@code tuningJobs}
 * @param id the last segment, without a version
 * @param version a number or an alias, after {@code @}; empty when there is none
 */
record ResourceName(ProjectLocation scope, String collection, String id, String version) {
  static final String JOBS = "tuningJobs";
  static final String MODELS = "models";
  static final String ENDPOINTS = "endpoints";
  private static final Pattern NAME =
      Pattern.compile(
          "(projects/[^/]+/locations/[^/]+)/([A-Za-z]+)/([A-Za-z0-9._-]{1,128})(?:@([A-Za-z0-9-]{1,63}))?");

  /** Reads a name; refuses a malformed one, or one of another collection. */
  static ResourceName parse(String name, String collection) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches() || !matcher.group(2).equals(collection)) {
      throw ApiError.of(
              CanonicalCode.INVALID_ARGUMENT,
              "Invalid resource name '"
                  + name
                  + "': expected projects/{project}/locations/{location}/"
                  + collection
                  + "/{id}.")
          .refused();
    }
    String version = matcher.group(4);
    return new ResourceName(
        ProjectLocation.parse(matcher.group(1)),
        collection,
        matcher.group(3),
        version == null ? "" : version);
  }

  static String of(ProjectLocation scope, String collection, String id) {
    return scope.name() + "/" + collection + "/" + id;
  }

  /** The name as the service writes it: with the project's number. */
  String canonical() {
    return of(scope, collection, id) + (version.isEmpty() ? "" : "@" + version);
  }
}
