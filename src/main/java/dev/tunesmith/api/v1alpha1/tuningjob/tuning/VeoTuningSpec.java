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

/** {@code spec.tuning.veoTuningSpec}: {@code VeoTuningSpec} of google.cloud.aiplatform.v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record VeoTuningSpec(
    @JsonPropertyDescription(
            "Training data: a JSONL object in Cloud Storage, or the resource name of a Multimodal"
                + " Dataset.")
        @Required
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(value = DatasetUri.ANY, message = DatasetUri.ANY_MESSAGE)
        @ValidationRule(value = DatasetUri.BUCKET, message = DatasetUri.BUCKET_MESSAGE)
        @Nullable String trainingDatasetUri,
    @JsonPropertyDescription("Validation data, in the same two forms; none when absent.")
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(value = DatasetUri.ANY, message = DatasetUri.ANY_MESSAGE)
        @ValidationRule(value = DatasetUri.BUCKET, message = DatasetUri.BUCKET_MESSAGE)
        @Nullable String validationDatasetUri,
    @JsonPropertyDescription("Hyperparameters; the service chooses those that are absent.")
        @Nullable VeoHyperParameters hyperParameters,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public VeoTuningSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}
