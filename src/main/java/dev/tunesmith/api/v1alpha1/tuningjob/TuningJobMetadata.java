package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** {@code status.job.tuningJobMetadata}: {@code TuningJobMetadata} of the REST API, v1beta1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TuningJobMetadata(
    @JsonPropertyDescription("Epochs that are complete.") @Nullable Long completedEpochCount,
    @JsonPropertyDescription("Steps that are complete.") @Nullable Long completedStepCount) {}
