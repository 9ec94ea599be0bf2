package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A base model: what holds for it whatever the tuning method. Which method tunes which model is in
 * the method's own file.
 *
 * @param id such as {@code gemini-3.5-flash}
 * @param regions where it can be tuned; empty for any region
 * @param multiRegion whether its tuned models are served in {@code us} or {@code eu} and not in the
 *     job's region
 * @param encryption whether it can be tuned with a customer's key
 * @param open how an open model is tuned; null for a model of Google's
 * @param documented false for a model that only {@code --any-base-model} admits
 * @see <a
 *     href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/tuning/supervised-tuning">Supervised
 *     tuning, supported models (2026-09-25)</a>
 */
record BaseModel(
    String id,
    Set<String> regions,
    boolean multiRegion,
    boolean encryption,
    @Nullable OpenModel open,
    boolean documented) {
  private static final String PUBLISHER = "publishers/google/models/";
  private static final String GLOBAL = "global";
  private static final String REGION_OF_GLOBAL = "us-central1";
  private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+[0-9]{1,2}");
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
          new BaseModel("translation-llm-002", Set.of("us-central1"), false, true, null, true));

  private static final List<String> RETIRED =
      List.of("gemini-1.0-", "gemini-1.5-", "gemini-2.0-", "text-bison", "translation-llm-001");

  private static BaseModel gemini2(String id) {
    return new BaseModel(id, ANY_REGION, false, true, null, true);
  }

  private static BaseModel gemini3(String id) {
    return new BaseModel(id, GEMINI_3_REGIONS, true, false, null, true);
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
    Optional<OpenModel> open = OpenModel.named(id, any);
    if (open.isPresent()) {
      return new BaseModel(
          id, OpenModel.LOCATIONS, false, true, open.get(), OpenModel.named(id, false).isPresent());
    }
    if (any) {
      return new BaseModel(id, ANY_REGION, false, true, null, false);
    }
    if (id.contains("/")) {
      throw ApiError.of(INVALID_ARGUMENT, "Invalid open source publisher model resource name")
          .refused();
    }
    throw ApiError.of(
            NOT_FOUND, "Publisher Model `" + scope.name() + "/" + PUBLISHER + id + "` not found")
        .refused();
  }

  /** The ids of the models of Google's that are known. */
  static List<String> ids() {
    return DOCUMENTED.stream().map(BaseModel::id).toList();
  }

  /** The answer to a method that does not tune the model. */
  static ApiError.Refused notSupported(String id) {
    return ApiError.of(INVALID_ARGUMENT, "Base model " + id + " is not supported").refused();
  }

  /** Refuses a region where the model cannot be tuned, and a customer's key that it cannot take. */
  void check(ProjectLocation scope, boolean customerKey) {
    boolean global = scope.location().equals(GLOBAL);
    if (open == null && !REGION.matcher(scope.location()).matches()) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Tuning of this model is not supported in location "
                  + scope.location()
                  + ": create the job in a region.")
          .refused();
    }
    if (global && customerKey) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Customer-managed encryption keys are not supported in location global.")
          .refused();
    }
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
    if (scope.location().equals(GLOBAL)) {
      return new ProjectLocation(scope.projectNumber(), REGION_OF_GLOBAL);
    }
    if (!multiRegion) {
      return scope;
    }
    return new ProjectLocation(
        scope.projectNumber(), scope.location().startsWith("europe-") ? "eu" : "us");
  }

  /**
   * The models that a method tunes, with their adapter sizes; sizes without their prefix. A model
   * that is not documented is tuned with every size.
   *
   * @param defaults by model, the size when the request has none
   * @param sizes by model, where they are not 1 to 16
   */
  record Adapters(Map<String, String> defaults, Map<String, Set<String>> sizes) {
    private static final String PREFIX = "ADAPTER_SIZE_";
    private static final Set<String> USUAL = Set.of("ONE", "TWO", "FOUR", "EIGHT", "SIXTEEN");
    private static final String USUAL_DEFAULT = "FOUR";

    Adapters {
      defaults = Map.copyOf(defaults);
      sizes = Map.copyOf(sizes);
    }

    /** Models with the usual sizes and one default. */
    static Adapters of(String defaultSize, String... models) {
      return new Adapters(
          Arrays.stream(models).collect(Collectors.toMap(model -> model, model -> defaultSize)),
          Map.of());
    }

    /** Sets size and multiplier where the request has none; refuses a model of another method. */
    void fillIn(ObjectNode parameters, BaseModel model) {
      if (model.documented() && !defaults.containsKey(model.id())) {
        throw notSupported(model.id());
      }
      if (!parameters.has("learningRateMultiplier")) {
        parameters.put("learningRateMultiplier", 1);
      }
      if (!parameters.has("adapterSize")) {
        parameters.put("adapterSize", PREFIX + defaults.getOrDefault(model.id(), USUAL_DEFAULT));
      }
    }

    /** Refuses a size that the model does not have. */
    void check(Field method, JsonNode spec, BaseModel model) {
      String size = spec.path("hyperParameters").path("adapterSize").asText().replace(PREFIX, "");
      if (model.documented() && !sizes.getOrDefault(model.id(), USUAL).contains(size)) {
        throw ApiError.invalid(
                "tuning_job." + method.snakeName() + ".hyper_parameters.adapter_size",
                "The adapter size is not supported for this base model.")
            .refused();
      }
    }
  }
}
