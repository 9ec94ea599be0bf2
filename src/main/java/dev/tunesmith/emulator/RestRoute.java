package dev.tunesmith.emulator;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request of the REST API goes.
 *
 * @param method what is asked
 * @param resource the parent or name in the path
 * @param streamed whether the answer is wanted as a stream
 */
record RestRoute(RpcMethod method, String resource, boolean streamed) {
  private static final String SCOPE = "(projects/[^/]+/locations/[^/]+)";
  private static final String ID = "/[^/:]+)";

  private record Entry(String verb, Pattern path, RpcMethod method, boolean streamed) {}

  private static final List<Entry> TABLE =
      List.of(
          entry("POST", SCOPE + "/tuningJobs", RpcMethod.CREATE_TUNING_JOB),
          entry("GET", SCOPE + "/tuningJobs", RpcMethod.LIST_TUNING_JOBS),
          entry("GET", named("tuningJobs"), RpcMethod.GET_TUNING_JOB),
          entry("POST", named("tuningJobs") + ":cancel", RpcMethod.CANCEL_TUNING_JOB),
          entry("GET", SCOPE + "/models", RpcMethod.LIST_MODELS),
          entry("GET", named("models"), RpcMethod.GET_MODEL),
          entry("GET", SCOPE + "/endpoints", RpcMethod.LIST_ENDPOINTS),
          entry("GET", named("endpoints"), RpcMethod.GET_ENDPOINT),
          // Any name is let through: what is wrong with a model's name the service says itself.
          entry("POST", "(projects/[^:]+):generateContent", RpcMethod.GENERATE_CONTENT),
          new Entry(
              "POST",
              path("(projects/[^:]+):streamGenerateContent"),
              RpcMethod.GENERATE_CONTENT,
              true));

  /**
   * Finds the route of a request.
   *
   * @param verb the HTTP method
   * @param path the decoded path
   * @return empty when the service has nothing there
   */
  static Optional<RestRoute> of(String verb, String path) {
    for (Entry entry : TABLE) {
      Matcher matcher = entry.path().matcher(path);
      if (entry.verb().equals(verb) && matcher.matches()) {
        return Optional.of(new RestRoute(entry.method(), matcher.group(1), entry.streamed()));
      }
    }
    return Optional.empty();
  }

  private static Entry entry(String verb, String path, RpcMethod method) {
    return new Entry(verb, path(path), method, false);
  }

  private static Pattern path(String path) {
    return Pattern.compile("/(?:v1|v1beta1)/" + path);
  }

  /** A name in a collection, as one group. */
  private static String named(String collection) {
    return SCOPE.substring(0, SCOPE.length() - 1) + "/" + collection + ID;
  }
}
