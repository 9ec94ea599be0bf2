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
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of {@code evaluationConfig.metrics}: {@code Metric} of google.cloud.aiplatform.v1. Exactly
 * one of the specs is set.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(
    value =
        "[has(self.predefinedMetricSpec),"
            + "has(self.computationBasedMetricSpec),"
            + "has(self.llmBasedMetricSpec),"
            + "has(self.pointwiseMetricSpec),"
            + "has(self.pairwiseMetricSpec),"
            + "has(self.exactMatchSpec),"
            + "has(self.bleuSpec),"
            + "has(self.rougeSpec),"
            + "has(self.customCodeExecutionSpec),"
            + "has(self.stepBasedLlmMetricSpec)"
            + "].exists_one(set, set)",
    message = "exactly one metric must be set, such as `rougeSpec`")
public record EvaluationMetric(
    @JsonPropertyDescription(
            "How scores are summed up, such as AVERAGE or PERCENTILE_P90; the service chooses when"
                + " absent.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = 10)
        List<@Size(max = Bounds.STATE) String> aggregationMetrics,
    @JsonPropertyDescription("A metric that the service defines.")
        @Nullable PredefinedMetricSpec predefinedMetricSpec,
    @JsonPropertyDescription("A computed metric.")
        @Nullable ComputationBasedMetricSpec computationBasedMetricSpec,
    @JsonPropertyDescription("A metric that a model judges by rubrics.")
        @Nullable LlmBasedMetricSpec llmBasedMetricSpec,
    @JsonPropertyDescription("A metric that a model judges for each answer.")
        @Nullable PointwiseMetricSpec pointwiseMetricSpec,
    @JsonPropertyDescription("A metric that a model judges for pairs of answers.")
        @Nullable PairwiseMetricSpec pairwiseMetricSpec,
    @JsonPropertyDescription("Whether the answer is the reference, letter by letter.")
        @Nullable ExactMatchSpec exactMatchSpec,
    @JsonPropertyDescription("Overlap with the reference by BLEU.") @Nullable BleuSpec bleuSpec,
    @JsonPropertyDescription("Overlap with the reference by ROUGE.") @Nullable RougeSpec rougeSpec,
    @JsonPropertyDescription("A metric that Python code computes.")
        @Nullable CustomCodeExecutionSpec customCodeExecutionSpec,
    @JsonPropertyDescription(
            "A metric that a model judges in steps: the service's StepBasedLlmMetricSpec.")
        @Nullable FreeForm stepBasedLlmMetricSpec,
    @JsonPropertyDescription("Title and range of scores for charts: the service's MetricMetadata.")
        @Nullable FreeForm metadata,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent lists and unknown fields read as empty. */
  public EvaluationMetric {
    aggregationMetrics = ImmutableCopies.asEmpty(aggregationMetrics);
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}
