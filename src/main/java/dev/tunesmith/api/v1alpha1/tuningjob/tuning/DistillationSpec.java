package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.tuning.distillationSpec}: {@code DistillationSpec} of
 * google.cloud.aiplatform.v1beta1, without its deprecated fields: the student is {@code baseModel}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value = "has(self.baseTeacherModel) != has(self.tunedTeacherModelSource)",
    message = "exactly one of `baseTeacherModel` and `tunedTeacherModelSource` must be set")
public record DistillationSpec(
    @JsonPropertyDescription("Prompts, which the teacher answers: a JSONL object in Cloud Storage.")
        @Required
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(value = DatasetUri.OBJECT, message = DatasetUri.OBJECT_MESSAGE)
        @ValidationRule(value = DatasetUri.BUCKET, message = DatasetUri.BUCKET_MESSAGE)
        @Nullable String promptDatasetUri,
    @JsonPropertyDescription(
            "Validation data, prompts with answers: a JSONL object in Cloud Storage; none when"
                + " absent.")
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(value = DatasetUri.OBJECT, message = DatasetUri.OBJECT_MESSAGE)
        @ValidationRule(value = DatasetUri.BUCKET, message = DatasetUri.BUCKET_MESSAGE)
        @Nullable String validationDatasetUri,
    @JsonPropertyDescription(
            "Foundation model that teaches, such as deepseek-ai/deepseek-v3.2-maas. Exactly one"
                + " teacher must be set.")
        @Size(min = 1, max = Bounds.MODEL)
        @Nullable String baseTeacherModel,
    @JsonPropertyDescription("Resource name of a tuned model that teaches.")
        @Size(max = Bounds.RESOURCE_NAME)
        @ValidationRule(
            value = DistillationSpec.TEACHER,
            message = DistillationSpec.TEACHER_MESSAGE)
        @Nullable String tunedTeacherModelSource,
    @JsonPropertyDescription(
            "All weights or an adapter; for open models only, and not every one takes both.")
        @SchemaFrom(type = TuningMode.class)
        @Nullable String tuningMode,
    @JsonPropertyDescription(
            "Hyperparameters; the service chooses those that are absent and reports them in"
                + " status.job.distillationSpec.hyperParameters.")
        @Nullable DistillationHyperParameters hyperParameters,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {
  static final String TEACHER =
      "self.matches(r'^projects/[^/\\s]+/locations/[^/\\s]+/models/[^/\\s]+$')";

  static final String TEACHER_MESSAGE =
      "must be a model's resource name, such as"
          + " projects/my-project/locations/us-central1/models/1234567890";

  /** Absent unknown fields read as empty. */
  public DistillationSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}
