package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import java.util.List;
import java.util.Set;

/**
 * What can be tuned, where and how. A Gemini model that nobody knows yet is taken for one that can
 * be tuned like its siblings, so that the emulator does not age with the list.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-supervised-tuning">Supervised
 *     tuning, supported models</a>
 */
final class BaseModels {
  private static final String PUBLISHER = "publishers/google/models/";
  private static final Set<String> ANYWHERE = Set.of();
  private static final Set<String> SMALL = Set.of("ONE", "TWO", "FOUR", "EIGHT");
  private static final Set<String> USUAL = Set.of("ONE", "TWO", "FOUR", "EIGHT", "SIXTEEN");

  /**
   * A family of models.
   *
   * @param prefix what their names begin with
   * @param adapterSizes the sizes that may be asked for
   * @param defaultAdapterSize what the service takes when none is asked for
   * @param regions where they can be tuned; empty for anywhere
   * @param encryption whether they can be tuned with a customer's key
   */
  record Family(
      String prefix,
      Set<String> adapterSizes,
      String defaultAdapterSize,
      Set<String> regions,
      boolean encryption) {}

  private static final List<String> RETIRED =
      List.of("gemini-1.0-", "gemini-1.5-", "gemini-2.0-", "text-bison", "translation-llm-001");

  // The first whose prefix fits.
  private static final List<Family> FAMILIES =
      List.of(
          new Family("gemini-2.5-pro", SMALL, "FOUR", ANYWHERE, true),
          new Family("gemini-2.5-", USUAL, "FOUR", ANYWHERE, true),
          new Family("gemini-3", USUAL, "TWO", Set.of("us-central1", "europe-west4"), false),
          new Family("gemini-", USUAL, "FOUR", ANYWHERE, true),
          new Family("translation-llm-", Set.of("FOUR"), "FOUR", Set.of("us-central1"), true));

  private BaseModels() {}

  /** The family of a model; refuses one that cannot be tuned. */
  static Family family(String baseModel, ProjectLocation scope) {
    String name =
        baseModel.startsWith(PUBLISHER) ? baseModel.substring(PUBLISHER.length()) : baseModel;
    if (RETIRED.stream().anyMatch(name::startsWith)) {
      throw ApiError.of(INVALID_ARGUMENT, "Base model " + name + " is not supported").refused();
    }
    for (Family family : FAMILIES) {
      if (name.startsWith(family.prefix())) {
        return family;
      }
    }
    if (name.contains("@")) {
      throw ApiError.of(INVALID_ARGUMENT, "The output_uri field is required for this model.")
          .refused();
    }
    if (name.contains("/")) {
      throw ApiError.of(INVALID_ARGUMENT, "Invalid open source publisher model resource name")
          .refused();
    }
    throw ApiError.of(
            NOT_FOUND, "Publisher Model `" + scope.name() + "/" + PUBLISHER + name + "` not found")
        .refused();
  }

  /** Refuses a place where the model cannot be tuned. */
  static void requireRegion(Family family, ProjectLocation scope) {
    if (!family.regions().isEmpty() && !family.regions().contains(scope.location())) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Tuning of this base model is not available in "
                  + scope.location()
                  + "; it is in "
                  + family.regions().stream().sorted().toList()
                  + ".")
          .refused();
    }
  }

  /** Refuses an adapter size that the model cannot have; {@code size} as in the enumeration. */
  static void requireAdapterSize(Family family, String size) {
    if (!family.adapterSizes().contains(size.replace(JobDefaults.ADAPTER_SIZE, ""))) {
      throw ApiError.invalid(
              "tuning_job.supervised_tuning_spec.hyper_parameters.adapter_size",
              "The adapter size is not supported for this base model.")
          .refused();
    }
  }
}
