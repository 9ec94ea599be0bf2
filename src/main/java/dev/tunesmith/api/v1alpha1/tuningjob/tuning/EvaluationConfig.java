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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code evaluationConfig}: {@code EvaluationConfig} of google.cloud.aiplatform.v1, the evaluation
 * of the checkpoints after tuning.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record EvaluationConfig(
    @JsonPropertyDescription("Metrics to evaluate by, 1 to 4.")
        @Required
        @Size(min = 1, max = Bounds.METRICS)
        List<EvaluationMetric> metrics,
    @JsonPropertyDescription("Where the results are written.") @Required
        @Nullable EvaluationOutput outputConfig,
    @JsonPropertyDescription("Model that judges, and how.")
        @Nullable AutoraterConfig autoraterConfig,
    @JsonPropertyDescription(
            "Settings of the tuned model while it is evaluated: the service's GenerationConfig.")
        @Nullable FreeForm inferenceGenerationConfig,
    @JsonPropertyDescription("Summaries over all results, by Python functions.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.METRICS)
        List<DatasetCustomMetric> datasetCustomMetrics,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public EvaluationConfig {
    metrics = ImmutableCopies.asEmpty(metrics);
    datasetCustomMetrics = ImmutableCopies.asEmpty(datasetCustomMetrics);
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}
