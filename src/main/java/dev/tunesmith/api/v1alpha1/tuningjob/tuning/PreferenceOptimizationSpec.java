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
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.tuning.preferenceOptimizationSpec}: {@code PreferenceOptimizationSpec} of
 * google.cloud.aiplatform.v1, REST only.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record PreferenceOptimizationSpec(
    @JsonPropertyDescription(
            "Training data: a JSONL object in Cloud Storage. Each line has contents that end with a"
                + " user turn, and two completions with the scores 1 and 0.")
        @Required
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(value = DatasetUri.OBJECT, message = DatasetUri.OBJECT_MESSAGE)
        @ValidationRule(value = DatasetUri.BUCKET, message = DatasetUri.BUCKET_MESSAGE)
        @Nullable String trainingDatasetUri,
    @JsonPropertyDescription("Validation data: a JSONL object in Cloud Storage; none when absent.")
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(value = DatasetUri.OBJECT, message = DatasetUri.OBJECT_MESSAGE)
        @ValidationRule(value = DatasetUri.BUCKET, message = DatasetUri.BUCKET_MESSAGE)
        @Nullable String validationDatasetUri,
    @JsonPropertyDescription(
            "Hyperparameters; the service chooses those that are absent and reports them in"
                + " status.job.preferenceOptimizationSpec.hyperParameters.")
        @Nullable PreferenceHyperParameters hyperParameters,
    @JsonPropertyDescription(
            "True to export the last checkpoint only; by default the service exports about ten,"
                + " each with an endpoint of its own.")
        @Nullable Boolean exportLastCheckpointOnly,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public PreferenceOptimizationSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}
