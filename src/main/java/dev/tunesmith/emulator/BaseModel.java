package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A base model: what holds for it whatever the tuning method. Which method tunes which model is in
 * the method's own file.
 *
 * @param id such as {@code gemini-3.5-flash}
 * @param regions where it can be tuned; empty for any region
 * @param multiRegion whether its tuned models are served in {@code us} or {@code eu} and not in the
 *     job's region
 * @param encryption whether it can be tuned with a customer's key
 * @param documented false for a model that only {@code --any-base-model} admits
 * @see <a
 *     href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/tuning/supervised-tuning">Supervised
 *     tuning, supported models (2026-09-25)</a>
 */
record BaseModel(
    String id, Set<String> regions, boolean multiRegion, boolean encryption, boolean documented) {
  private static final String PUBLISHER = "publishers/google/models/";
  private static final Set<String> ANY_REGION = Set.of();
  private static final Set<String> GEMINI_3_REGIONS = Set.of("us-central1", "europe-west4");

  private static final List<BaseModel> DOCUMENTED =
      List.of(
          gemini2("gemini-2.5-pro"),
          gemini2("gemini-2.5-flash"),
          gemini2("gemini-2.5-flash-lite"),
          gemini3("gemini-3.5-flash"),
          gemini3("gemini-3.5-flash-lite"),
          gemini3("gemini-3.1-flash-lite"),
          // Served, and documented for no tuning method.
          gemini3("gemini-3.1-pro"),
          gemini3("gemini-3.6-flash"),
          gemini3("gemini-3.7-flash"),
          gemini3("gemini-3.8-flash"),
          new BaseModel("translation-llm-002", Set.of("us-central1"), false, true, true));

  private static final List<String> RETIRED =
      List.of("gemini-1.0-", "gemini-1.5-", "gemini-2.0-", "text-bison", "translation-llm-001");

  private static BaseModel gemini2(String id) {
    return new BaseModel(id, ANY_REGION, false, true, true);
  }

  private static BaseModel gemini3(String id) {
    return new BaseModel(id, GEMINI_3_REGIONS, true, false, true);
  }

  /**
   * Finds a model by the name in a request, in the words of the service when there is none.
   *
   * @param any whether an unknown model is admitted: it is tuned in every region and served there
   */
  static BaseModel find(String name, ProjectLocation scope, boolean any) {
    String id = name.startsWith(PUBLISHER) ? name.substring(PUBLISHER.length()) : name;
    if (RETIRED.stream().anyMatch(id::startsWith)) {
      throw notSupported(id);
    }
    for (BaseModel model : DOCUMENTED) {
      if (model.id().equals(id)) {
        return model;
      }
    }
    if (any) {
      return new BaseModel(id, ANY_REGION, false, true, false);
    }
    if (id.contains("@")) {
      throw ApiError.of(INVALID_ARGUMENT, "The output_uri field is required for this model.")
          .refused();
    }
    if (id.contains("/")) {
      throw ApiError.of(INVALID_ARGUMENT, "Invalid open source publisher model resource name")
          .refused();
    }
    throw ApiError.of(
            NOT_FOUND, "Publisher Model `" + scope.name() + "/" + PUBLISHER + id + "` not found")
        .refused();
  }

  /** The answer to a method that does not tune the model. */
  static ApiError.Refused notSupported(String id) {
    return ApiError.of(INVALID_ARGUMENT, "Base model " + id + " is not supported").refused();
  }

  /** Refuses a region where the model cannot be tuned, and a customer's key that it cannot take. */
  void check(ProjectLocation scope, boolean customerKey) {
    if (!regions.isEmpty() && !regions.contains(scope.location())) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Tuning of base model "
                  + id
                  + " is not available in "
                  + scope.location()
                  + "; it is available in "
                  + new TreeSet<>(regions)
                  + ".")
          .refused();
    }
    if (customerKey && !encryption) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Customer-managed encryption keys are not supported for tuning of base model "
                  + id
                  + ".")
          .refused();
    }
  }

  /** Where the models and endpoints of a job in a region are. */
  ProjectLocation servedAt(ProjectLocation scope) {
    if (!multiRegion) {
      return scope;
    }
    return new ProjectLocation(
        scope.projectNumber(), scope.location().startsWith("europe-") ? "eu" : "us");
  }

  /**
   * The adapter sizes of a model under one method.
   *
   * @param sizes without their prefix
   * @param defaultSize when the request has none
   */
  record Adapters(Set<String> sizes, String defaultSize) {
    static final String PREFIX = "ADAPTER_SIZE_";

    Adapters {
      sizes = Set.copyOf(sizes);
    }

    boolean has(String size) {
      return sizes.contains(size.replace(PREFIX, ""));
    }
  }
}
