package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** {@code status.job.tuningDataStats}: {@code TuningDataStats} of google.cloud.aiplatform.v1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TuningDataStats(
    @JsonPropertyDescription("Counts of supervised tuning.")
        @Nullable DatasetStats supervisedTuningDataStats,
    @JsonPropertyDescription("Counts of preference tuning.")
        @Nullable DatasetStats preferenceOptimizationDataStats,
    @JsonPropertyDescription("Counts of distillation, without the teacher's answers.")
        @Nullable DistillationDataStats distillationDataStats,
    @JsonPropertyDescription("Counts of reinforcement tuning.")
        @Nullable DatasetStats reinforcementTuningDataStats) {}
