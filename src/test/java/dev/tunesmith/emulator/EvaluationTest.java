package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_TRAINING;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"v1", "v1beta1"})
@DisplayName("The evaluation of a supervised job")
class EvaluationTest {
  private static final String EVALUATION = "tuning_job.supervised_tuning_spec.evaluation_config";

  @RegisterExtension final RunningEmulator running = new RunningEmulator();
  @Parameter String version = "v1";

  @Test
  @DisplayName("comes back in the spec, and runs once for each checkpoint")
  void runs() throws JsonProcessingException {
    ObjectNode job =
        evaluated(
            """
            {"metrics": [{"rougeSpec": {"rougeType": "rougeLsum"}, "aggregationMetrics": ["MEDIAN"]},
                         {"predefined_metric_spec": {"metricSpecName": "general_quality_v1"}}],
             "outputConfig": {"gcsDestination": {"outputUriPrefix": "gs://my-bucket/evaluations/"}},
             "autoraterConfig": {"samplingCount": 4, "flipEnabled": true}}
            """);
    Result created = wire().create(PARENT, job);
    assertThat(created.code()).as(created.message()).isEqualTo(CanonicalCode.OK);
    assertThat(created.body().at("/supervisedTuningSpec/evaluationConfig/metrics/1").toString())
        .isEqualTo("{\"predefinedMetricSpec\":{\"metricSpecName\":\"general_quality_v1\"}}");
    running.clock().advance(UNTIL_TRAINING);
    assertThat(wire().get(created.name()).body().has("evaluateDatasetRuns")).isFalse();

    running.clock().advance(ALL_OVER);
    ObjectNode ended = wire().get(created.name()).body();
    assertThat(ended.path("evaluateDatasetRuns"))
        .hasSize(4)
        .extracting(run -> run.path("checkpointId").asText())
        .containsExactly("1", "2", "3", "4");
    ObjectNode run = (ObjectNode) ended.at("/evaluateDatasetRuns/3");
    assertThat(run.path("evaluationRun").asText())
        .startsWith(ended.path("name").asText().replaceFirst("tuningJobs/.*", "evaluationRuns/"));
    assertThat(run.at("/evaluateDatasetResponse/outputInfo/gcsOutputDirectory").asText())
        .startsWith("gs://my-bucket/evaluations/evaluation-");
    assertThat(run.at("/evaluateDatasetResponse/aggregationOutput/aggregationResults/0").toString())
        .isEqualTo("{\"aggregationMetric\":\"MEDIAN\",\"rougeMetricValue\":{\"score\":0.75}}");
    assertThat(running.grpc().get(created.name()).code()).isEqualTo(CanonicalCode.OK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | .metrics",
        "{'metrics': [{}]} | .metrics[0].metric_spec",
        "{'metrics': [{'bleuSpec': {}, 'exactMatchSpec': {}}]} | .metrics[0]",
        "{'metrics': [{'bleuSpec': {}}]} | .output_config.gcs_destination.output_uri_prefix",
        "{'metrics': [{'bleuSpec': {}, 'aggregationMetrics': ['MIDDLE']}]} |"
            + " .metrics[0].aggregation_metrics[0]",
        "{'metric': []} | ''",
        "{'autoraterConfig': {'samplingCount': 33}} | .autorater_config.sampling_count",
      })
  @DisplayName("is refused where it is not complete, or not as documented")
  void refused(String config, String field) throws JsonProcessingException {
    Result refused = wire().create(PARENT, evaluated(config.replace('\'', '"')));
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).contains(EVALUATION + field);
  }

  @Test
  @DisplayName("is documented for 2.5 models in us-central1 only")
  void documented() throws JsonProcessingException {
    String config =
        """
        {"metrics": [{"bleuSpec": {}}],
         "outputConfig": {"gcsDestination": {"outputUriPrefix": "gs://my-bucket/e"}}}
        """;
    assertThat(wire().create(PARENT, evaluated(config).put("baseModel", "gemini-3.5-flash")).code())
        .isEqualTo(CanonicalCode.FAILED_PRECONDITION);
    assertThat(wire().create("projects/p/locations/europe-west4", evaluated(config)).code())
        .isEqualTo(CanonicalCode.FAILED_PRECONDITION);
  }

  private static ObjectNode evaluated(String config) throws JsonProcessingException {
    ObjectNode job = request("demo").put("baseModel", "gemini-2.5-flash");
    job.withObjectProperty("supervisedTuningSpec")
        .set("evaluationConfig", Json.MAPPER.readTree(config));
    return job;
  }

  private RestWire wire() {
    return new RestWire(running.emulator().httpPort(), version);
  }
}
