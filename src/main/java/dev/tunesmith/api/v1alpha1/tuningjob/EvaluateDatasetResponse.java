package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** {@code EvaluateDatasetResponse} of google.cloud.aiplatform.v1beta1, without its data. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EvaluateDatasetResponse(
    @JsonPropertyDescription("Where the results are.") @Nullable EvaluationOutputInfo outputInfo) {}
