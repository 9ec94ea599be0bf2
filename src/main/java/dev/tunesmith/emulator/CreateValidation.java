package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the service checks before it takes a job. The order is: every field by itself, all mistakes
 * told at once; then the place.
 */
final class CreateValidation {
  private static final String SPEC = "tuning_job.supervised_tuning_spec";
  private static final Pattern JSONL =
      Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]/.+\\.jsonl");
  private static final Pattern DATASET =
      Pattern.compile("projects/[^/]+/locations/[^/]+/datasets/[^/]+");
  private static final Pattern REGION = Pattern.compile("[a-z]+-[a-z]+[0-9]{1,2}");
  private static final Pattern LABEL_KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,64}");
  private static final Pattern KMS_KEY =
      Pattern.compile("projects/[^/]+/locations/([^/]+)/keyRings/[^/]+/cryptoKeys/[^/]+");
  private static final int LONGEST_DISPLAY_NAME = 128;
  private static final int MOST_LABELS = 64;
  // Not the service's limit, which is not known: what can be counted with.
  private static final int MOST_EPOCHS = 1_000_000;

  private CreateValidation() {}

  /** Refuses a job that is wrong in itself or wrong for its place. */
  static void check(ObjectNode job, ProjectLocation scope) {
    FieldErrors errors = new FieldErrors();
    union(job, errors);
    datasets(job.path("supervisedTuningSpec"), errors);
    hyperParameters(job.path("supervisedTuningSpec").path("hyperParameters"), errors);
    String displayName = job.path("tunedModelDisplayName").asText();
    if (displayName.codePointCount(0, displayName.length()) > LONGEST_DISPLAY_NAME) {
      errors.add(
          "tuning_job.tuned_model_display_name",
          "tuned_model_display_name should be at most 128 characters long.");
    }
    labels(job.path("labels"), errors);
    if (job.has("encryptionSpec") && !KMS_KEY.matcher(kmsKey(job)).matches()) {
      errors.add(
          "tuning_job.encryption_spec.kms_key_name",
          "kms_key_name should be of the form"
              + " projects/{project}/locations/{location}/keyRings/{ring}/cryptoKeys/{key}.");
    }
    errors.throwIfAny();
    place(job, scope);
  }

  private static void union(ObjectNode job, FieldErrors errors) {
    if (job.path("baseModel").asText().isEmpty() && !job.has("preTunedModel")) {
      errors.add("tuning_job.source_model", "One of base_model and pre_tuned_model is required.");
    }
    if (job.has("preTunedModel") && !job.path("preTunedModel").has("tunedModelName")) {
      errors.add(
          "tuning_job.pre_tuned_model.tuned_model_name",
          "Required field is not set: tuned_model_name.");
    }
    if (!job.has("supervisedTuningSpec")) {
      errors.add("tuning_job.tuning_spec", "A tuning spec is required.");
    }
  }

  private static void datasets(JsonNode spec, FieldErrors errors) {
    if (spec.isMissingNode()) {
      return;
    }
    if (!isDataset(spec.path("trainingDatasetUri").asText())) {
      errors.add(
          SPEC + ".training_dataset_uri",
          "training_dataset_uri should be a GCS object of type JSONL.");
    }
    if (spec.has("validationDatasetUri")
        && !isDataset(spec.path("validationDatasetUri").asText())) {
      errors.add(
          SPEC + ".validation_dataset_uri",
          "validation_dataset_uri should be a GCS object of type JSONL.");
    }
  }

  private static boolean isDataset(String uri) {
    return JSONL.matcher(uri).matches() || DATASET.matcher(uri).matches();
  }

  private static void hyperParameters(JsonNode parameters, FieldErrors errors) {
    long epochs = parameters.path("epochCount").asLong(1);
    if (epochs < 1 || epochs > MOST_EPOCHS) {
      errors.add(
          SPEC + ".hyper_parameters.epoch_count", "epoch_count should be between 1 and 1000000.");
    }
    if (parameters.path("learningRateMultiplier").asDouble(1) <= 0) {
      errors.add(
          SPEC + ".hyper_parameters.learning_rate_multiplier",
          "learning_rate_multiplier should be positive.");
    }
  }

  private static void labels(JsonNode labels, FieldErrors errors) {
    if (labels.size() > MOST_LABELS) {
      errors.add("tuning_job.labels", "At most 64 labels are allowed.");
    }
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      if (!LABEL_KEY.matcher(label.getKey()).matches()
          || !LABEL_VALUE.matcher(label.getValue().asText()).matches()) {
        errors.add(
            "tuning_job.labels[" + label.getKey() + "]",
            "Label keys and values can have at most 64 characters and can only contain lowercase"
                + " letters, numeric characters, underscores and dashes; keys begin with a"
                + " letter.");
      }
    }
  }

  private static String kmsKey(ObjectNode job) {
    return job.path("encryptionSpec").path("kmsKeyName").asText();
  }

  private static void place(ObjectNode job, ProjectLocation scope) {
    if (!REGION.matcher(scope.location()).matches()) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Tuning of this model is not supported in location "
                  + scope.location()
                  + ": create the job in a region.")
          .refused();
    }
    Matcher key = KMS_KEY.matcher(kmsKey(job));
    if (key.matches() && !key.group(1).equals(scope.location())) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "The key "
                  + kmsKey(job)
                  + " is not in the location of the tuning job, "
                  + scope.location()
                  + ".")
          .refused();
    }
  }

  /** Refuses a customer's key on a model that is tuned without. */
  static void checkEncryption(ObjectNode job, BaseModels.Family family) {
    if (job.has("encryptionSpec") && !family.encryption()) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Customer-managed encryption keys are not supported for tuning of this base model.")
          .refused();
    }
  }
}
