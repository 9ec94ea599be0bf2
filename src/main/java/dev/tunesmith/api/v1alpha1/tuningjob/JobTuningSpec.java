package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * A tuning spec in {@code status.job}: of what the service returns, only what it may have filled
 * in.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobTuningSpec(
    @JsonPropertyDescription("Hyperparameters that the job runs with.")
        @Nullable JobHyperParameters hyperParameters) {}
