package dev.tunesmith.emulator;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request of the REST API goes.
 *
 * @param method the method called
 * @param version from the path
 * @param resource the parent or name in the path
 * @param streamed whether the answer is a stream
 */
record RestRoute(RpcMethod method, ApiVersion version, String resource, boolean streamed) {
  private static final String VERSIONS = "/{v1|v1beta1}/";
  private static final String SCOPE = "{projects/*/locations/*}";

  private static final List<Entry> TABLE =
      List.of(
          new Entry("POST", SCOPE + "/tuningJobs", RpcMethod.CREATE_TUNING_JOB),
          new Entry("GET", SCOPE + "/tuningJobs", RpcMethod.LIST_TUNING_JOBS),
          new Entry("GET", name("tuningJobs"), RpcMethod.GET_TUNING_JOB),
          new Entry("POST", name("tuningJobs") + ":cancel", RpcMethod.CANCEL_TUNING_JOB),
          new Entry("GET", SCOPE + "/models", RpcMethod.LIST_MODELS),
          new Entry("GET", name("models"), RpcMethod.GET_MODEL),
          new Entry("GET", SCOPE + "/endpoints", RpcMethod.LIST_ENDPOINTS),
          new Entry("GET", name("endpoints"), RpcMethod.GET_ENDPOINT),
          // Any name is routed: the service itself reports what is wrong with a model's name.
          new Entry("POST", "{projects/**}:generateContent", RpcMethod.GENERATE_CONTENT),
          new Entry("POST", "{projects/**}:streamGenerateContent", RpcMethod.GENERATE_CONTENT));

  /** A route; {@code *} in the template is one segment of a name, {@code **} any number. */
  private record Entry(String verb, String template, RpcMethod method, Pattern path) {

    Entry(String verb, String template, RpcMethod method) {
      this(
          verb,
          template,
          method,
          Pattern.compile(
              "/(v1|v1beta1)/"
                  + template
                      .replace("{", "(")
                      .replace("}", ")")
                      .replace("**", "[^:]+")
                      // A project's id may have a colon in it, an id of another resource has none.
                      .replaceAll("(projects|locations)/\\*", "$1/[^/]+")
                      .replaceAll("/\\*", "/[^/:]+")));
    }
  }

  private static String name(String collection) {
    return "{projects/*/locations/*/" + collection + "/*}";
  }

  /**
   * Finds the route of a request.
   *
   * @param verb the HTTP method
   * @param path the decoded path
   * @return empty when the service has no such method
   */
  static Optional<RestRoute> of(String verb, String path) {
    for (Entry entry : TABLE) {
      Matcher matcher = entry.path().matcher(path);
      if (entry.verb().equals(verb) && matcher.matches()) {
        return Optional.of(
            new RestRoute(
                entry.method(),
                matcher.group(1).equals("v1") ? ApiVersion.REST_V1 : ApiVersion.REST_V1BETA1,
                matcher.group(2),
                entry.template().contains(":stream")));
      }
    }
    return Optional.empty();
  }

  /** Every route, for people. */
  static List<String> all() {
    return TABLE.stream().map(entry -> entry.verb() + " " + VERSIONS + entry.template()).toList();
  }
}
