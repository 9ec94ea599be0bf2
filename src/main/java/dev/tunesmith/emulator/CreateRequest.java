package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.MapOf;
import dev.tunesmith.emulator.Shape.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The request of {@code tuningJobs.create}: what it may hold, and what the service checks before it
 * accepts a job, whatever the tuning method. First every field by itself, all violations reported
 * at once; then the location.
 */
final class CreateRequest {
  private static final Pattern LABEL_KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,64}");
  private static final Pattern KMS_KEY =
      Pattern.compile("projects/[^/]+/locations/([^/]+)/keyRings/[^/]+/cryptoKeys/[^/]+");
  private static final int LONGEST_DISPLAY_NAME = 128;
  private static final int MOST_LABELS = 64;
  private static final int LABEL_BYTES = 128;

  private static final Shape SHAPE =
      Shape.of(
              "TuningJob",
              Field.output("name"),
              Field.of("tunedModelDisplayName", Scalar.STRING),
              Field.of("description", Scalar.STRING),
              Field.of("baseModel", Scalar.STRING).in("source_model"),
              Field.of(
                      "preTunedModel",
                      Shape.of(
                          "PreTunedModel",
                          Field.of("tunedModelName", Scalar.STRING),
                          Field.of("checkpointId", Scalar.STRING),
                          Field.output("baseModel")))
                  .in("source_model"),
              Field.output("state"),
              Field.output("createTime"),
              Field.output("startTime"),
              Field.output("endTime"),
              Field.output("updateTime"),
              Field.output("error"),
              Field.of("labels", new MapOf(Scalar.STRING)),
              Field.output("experiment"),
              Field.output("tunedModel"),
              Field.output("tuningDataStats"),
              Field.of(
                  "encryptionSpec",
                  Shape.of("EncryptionSpec", Field.of("kmsKeyName", Scalar.STRING))),
              Field.of("serviceAccount", Scalar.STRING),
              Field.of("customBaseModel", Scalar.STRING).onlyBeta(),
              Field.of("outputUri", Scalar.STRING).onlyBeta(),
              Field.output("evaluateDatasetRuns"),
              Field.output("gcsMetricsUri"),
              Field.output("tuningJobState").onlyBeta(),
              Field.output("tuningJobMetadata").onlyBeta(),
              Field.output("pipelineJob").onlyBeta(),
              Field.output("satisfiesPzs").onlyBeta(),
              Field.output("satisfiesPzi").onlyBeta())
          .with(TuningMethod.ALL.stream().map(TuningMethod::field).toList());

  private CreateRequest() {}

  /** Reads a request and refuses one that is wrong in itself or wrong for its location. */
  static ObjectNode read(JsonNode body, ProjectLocation scope, ApiVersion version) {
    ObjectNode job = JsonShape.read(body, SHAPE, "tuning_job", version);
    FieldErrors errors = new FieldErrors();
    unions(job, errors);
    for (TuningMethod method : TuningMethod.ALL) {
      if (job.has(method.field().name())) {
        method.check(job.path(method.field().name()), errors);
      }
    }
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
    for (String uri : List.of("outputUri", "customBaseModel")) {
      if (job.has(uri) && !job.path(uri).asText().startsWith("gs://")) {
        errors.add(
            "tuning_job." + Field.snake(uri), Field.snake(uri) + " should be a Cloud Storage URI.");
      }
    }
    errors.throwIfAny();
    location(job, scope);
    return job;
  }

  /** Refuses fields of open models without one, and an open model without them. */
  static void checkOpen(ObjectNode job, BaseModel model) {
    if (model.open() != null && !job.has("outputUri")) {
      throw ApiError.invalid(
              "tuning_job.output_uri", "The output_uri field is required for this model.")
          .refused();
    }
    if (model.open() == null && job.has("customBaseModel")) {
      throw ApiError.invalid(
              "tuning_job.custom_base_model",
              "custom_base_model is only available for open source models.")
          .refused();
    }
  }

  private static void unions(ObjectNode job, FieldErrors errors) {
    if (job.path("baseModel").asText().isEmpty() && !job.has("preTunedModel")) {
      errors.add("tuning_job.source_model", "One of base_model and pre_tuned_model is required.");
    }
    if (job.has("preTunedModel") && !job.path("preTunedModel").has("tunedModelName")) {
      errors.add(
          "tuning_job.pre_tuned_model.tuned_model_name",
          "Required field is not set: tuned_model_name.");
    }
    if (TuningMethod.ALL.stream().noneMatch(method -> job.has(method.field().name()))) {
      errors.add("tuning_job.tuning_spec", "A tuning spec is required.");
    }
  }

  private static void labels(JsonNode labels, FieldErrors errors) {
    if (labels.size() > MOST_LABELS) {
      errors.add("tuning_job.labels", "At most 64 labels are allowed.");
    }
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      String value = label.getValue().asText();
      if (!LABEL_KEY.matcher(label.getKey()).matches()
          || !LABEL_VALUE.matcher(value).matches()
          || bytes(label.getKey()) >= LABEL_BYTES
          || bytes(value) >= LABEL_BYTES) {
        errors.add(
            "tuning_job.labels[" + label.getKey() + "]",
            "Label keys and values can have at most 64 characters and 127 bytes, and can only"
                + " contain lowercase letters, numeric characters, underscores and dashes; keys"
                + " begin with a letter.");
      }
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String kmsKey(ObjectNode job) {
    return job.path("encryptionSpec").path("kmsKeyName").asText();
  }

  private static void location(ObjectNode job, ProjectLocation scope) {
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
}
