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
  private static final String VERTEX = "v1|v1beta1";
  private static final String GEMINI = "v1|v1beta";
  private static final String GEMINI_BETA = "v1beta";
  private static final String STORAGE = "storage/v1";
  private static final String SCOPE = "{projects/*/locations/*}";
  private static final String STORE = "{projects/*/locations/*/metadataStores/*}";
  private static final String CONTEXT = "{projects/*/locations/*/metadataStores/*/contexts/*}";
  private static final String TUNED_MODEL = "{tunedModels/*}";
  private static final String OPERATION = "{tunedModels/*/operations/*}";

  private static final List<Entry> TABLE =
      List.of(
          vertex("POST", SCOPE + "/tuningJobs", RpcMethod.CREATE_TUNING_JOB),
          vertex("GET", SCOPE + "/tuningJobs", RpcMethod.LIST_TUNING_JOBS),
          vertex("GET", name("tuningJobs"), RpcMethod.GET_TUNING_JOB),
          vertex("POST", name("tuningJobs") + ":cancel", RpcMethod.CANCEL_TUNING_JOB),
          new Entry(
              "POST",
              "v1beta1",
              SCOPE + "/tuningJobs:validateReinforcementTuningReward",
              RpcMethod.VALIDATE_REWARD),
          vertex("GET", SCOPE + "/models", RpcMethod.LIST_MODELS),
          vertex("GET", name("models"), RpcMethod.GET_MODEL),
          vertex("PATCH", name("models"), RpcMethod.UPDATE_MODEL),
          vertex("DELETE", name("models"), RpcMethod.DELETE_MODEL),
          vertex("GET", name("models") + ":listVersions", RpcMethod.LIST_MODEL_VERSIONS),
          vertex("GET", name("models") + ":listCheckpoints", RpcMethod.LIST_MODEL_CHECKPOINTS),
          vertex("POST", name("models") + ":mergeVersionAliases", RpcMethod.MERGE_VERSION_ALIASES),
          vertex("DELETE", name("models") + ":deleteVersion", RpcMethod.DELETE_MODEL_VERSION),
          vertex("GET", SCOPE + "/endpoints", RpcMethod.LIST_ENDPOINTS),
          vertex("GET", name("endpoints"), RpcMethod.GET_ENDPOINT),
          vertex("PATCH", name("endpoints"), RpcMethod.UPDATE_ENDPOINT),
          vertex("DELETE", name("endpoints"), RpcMethod.DELETE_ENDPOINT),
          vertex("POST", name("endpoints") + ":undeployModel", RpcMethod.UNDEPLOY_MODEL),
          // Any name is routed: the service itself reports what is wrong with a model's name.
          vertex("POST", "{projects/**}:generateContent", RpcMethod.GENERATE_CONTENT),
          vertex("POST", "{projects/**}:streamGenerateContent", RpcMethod.STREAM_GENERATE_CONTENT),
          vertex("POST", "{projects/**}:countTokens", RpcMethod.COUNT_TOKENS),
          vertex("POST", "{projects/**}:computeTokens", RpcMethod.COMPUTE_TOKENS),
          vertex("GET", "{publishers/*/models/*}", RpcMethod.GET_PUBLISHER_MODEL),
          new Entry("GET", "v1beta1", "{publishers/*}/models", RpcMethod.LIST_PUBLISHER_MODELS),
          vertex("GET", STORE, RpcMethod.GET_METADATA_STORE),
          vertex("GET", STORE + "/contexts", RpcMethod.LIST_CONTEXTS),
          vertex("GET", CONTEXT, RpcMethod.GET_CONTEXT),
          vertex("GET", "{projects/*}/locations", RpcMethod.LIST_LOCATIONS),
          vertex("GET", SCOPE, RpcMethod.GET_LOCATION),
          vertex("GET", "{projects/**}/operations", RpcMethod.LIST_OPERATIONS),
          vertex("GET", "{projects/**/operations/*}", RpcMethod.GET_OPERATION),
          vertex("DELETE", "{projects/**/operations/*}", RpcMethod.DELETE_OPERATION),
          vertex("POST", "{projects/**/operations/*}:cancel", RpcMethod.CANCEL_OPERATION),
          vertex("POST", "{projects/**/operations/*}:wait", RpcMethod.WAIT_OPERATION),
          // As the published protocol has it, v1 knows no tuned models but for asking them.
          new Entry("POST", GEMINI_BETA, "{tunedModels}", RpcMethod.CREATE_TUNED_MODEL),
          new Entry("GET", GEMINI_BETA, "{tunedModels}", RpcMethod.LIST_TUNED_MODELS),
          new Entry("GET", GEMINI_BETA, TUNED_MODEL, RpcMethod.GET_TUNED_MODEL),
          new Entry("PATCH", GEMINI_BETA, TUNED_MODEL, RpcMethod.UPDATE_TUNED_MODEL),
          new Entry("DELETE", GEMINI_BETA, TUNED_MODEL, RpcMethod.DELETE_TUNED_MODEL),
          gemini("POST", TUNED_MODEL + ":generateContent", RpcMethod.ASK_TUNED_MODEL),
          gemini("POST", TUNED_MODEL + ":streamGenerateContent", RpcMethod.ASK_TUNED_MODEL),
          gemini("GET", TUNED_MODEL + "/operations", RpcMethod.LIST_TUNING_OPERATIONS),
          gemini("GET", OPERATION, RpcMethod.GET_TUNING_OPERATION),
          new Entry("POST", "v1", OPERATION + ":cancel", RpcMethod.CANCEL_TUNING_OPERATION),
          gemini("GET", "{models}", RpcMethod.LIST_BASE_MODELS),
          gemini("GET", "{models/*}", RpcMethod.GET_BASE_MODEL),
          new Entry("GET", STORAGE, "{b/*}/o", RpcMethod.LIST_OBJECTS),
          new Entry("GET", STORAGE, "{b/*/o/**}", RpcMethod.GET_OBJECT),
          new Entry("DELETE", STORAGE, "{b/*/o/**}", RpcMethod.DELETE_OBJECT),
          new Entry("POST", "upload/" + STORAGE, "{b/*}/o", RpcMethod.INSERT_OBJECT));

  /**
   * A route; {@code *} in the template is one segment of a name, {@code **} any number.
   *
   * @param versions those that have it, separated by {@code |}
   */
  private record Entry(
      String verb, String versions, String template, RpcMethod method, Pattern path) {

    Entry(String verb, String versions, String template, RpcMethod method) {
      this(
          verb,
          versions,
          template,
          method,
          Pattern.compile(
              "/("
                  + versions
                  + ")/"
                  + template
                      .replace("{", "(")
                      .replace("}", ")")
                      // The name of an object may be anything.
                      .replace("**", versions.contains(STORAGE) ? ".+" : "[^:]+")
                      // A project's id may have a colon in it, an id of another resource has none.
                      .replaceAll("(projects|locations)/\\*", "$1/[^/]+")
                      .replaceAll("/\\*", "/[^/:]+")));
    }

    String text() {
      return verb
          + " /"
          + (versions.contains("|") ? "{" + versions + "}" : versions)
          + "/"
          + template;
    }
  }

  private static Entry vertex(String verb, String template, RpcMethod method) {
    return new Entry(verb, VERTEX, template, method);
  }

  private static Entry gemini(String verb, String template, RpcMethod method) {
    return new Entry(verb, GEMINI, template, method);
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
                version(matcher.group(1), entry.method().isGemini()),
                matcher.group(2),
                entry.template().contains(":stream")));
      }
    }
    return Optional.empty();
  }

  private static ApiVersion version(String segment, boolean gemini) {
    if (segment.endsWith(STORAGE)) {
      return ApiVersion.REST_V1;
    }
    if (segment.equals("v1")) {
      return gemini ? ApiVersion.GEMINI_V1 : ApiVersion.REST_V1;
    }
    return gemini ? ApiVersion.GEMINI_V1BETA : ApiVersion.REST_V1BETA1;
  }

  /** Every route, for people. */
  static List<String> all() {
    return TABLE.stream().map(Entry::text).toList();
  }
}
