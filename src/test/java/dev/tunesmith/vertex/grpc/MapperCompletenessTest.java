package dev.tunesmith.vertex.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.TunedModelCheckpoint;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import dev.tunesmith.kind.tuningjob.Reports;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of the {@code TuningJob} message, down to the last one of the messages that we map,
 * stands in one table; a new version of the client library that adds one fails here. The table is
 * no mere claim: each row is tried out.
 */
@DisplayName("Every field of TuningJob is mapped, or left out for a reason")
class MapperCompletenessTest {

  /**
   * Field; whether we send it; whether we show it; why not. A message whose fields follow is not a
   * row of its own.
   */
  private static final String TABLE =
      """
      base_model                                        | sent | -     | shown in spec
      pre_tuned_model.tuned_model_name                  | sent | -     | shown in spec
      pre_tuned_model.checkpoint_id                     | sent | -     | shown in spec
      pre_tuned_model.base_model                        | -    | -     | shown as status.model
      supervised_tuning_spec.training_dataset_uri       | sent | -     | shown in spec
      supervised_tuning_spec.validation_dataset_uri     | sent | -     | shown in spec
      supervised_tuning_spec.hyper_parameters.epoch_count              | sent | shown |
      supervised_tuning_spec.hyper_parameters.learning_rate_multiplier | sent | shown |
      supervised_tuning_spec.hyper_parameters.adapter_size             | sent | shown |
      supervised_tuning_spec.export_last_checkpoint_only | sent | -    | shown in spec
      EVALUATION.output_config.gcs_destination.output_uri_prefix | sent | - | shown in spec
      EVALUATION.autorater_config.sampling_count        | sent | -     | shown in spec
      EVALUATION.autorater_config.flip_enabled          | sent | -     | shown in spec
      EVALUATION.autorater_config.autorater_model       | sent | -     | shown in spec
      EVALUATION.autorater_config.generation_config | sent | - | shown in spec
      EVALUATION.inference_generation_config | sent | - | shown in spec
      METRIC.aggregation_metrics                        | sent | -     | shown in spec
      METRIC.predefined_metric_spec.metric_spec_name    | sent | -     | shown in spec
      METRIC.predefined_metric_spec.metric_spec_parameters | sent | - | shown in spec
      METRIC.computation_based_metric_spec.type         | sent | -     | shown in spec
      METRIC.computation_based_metric_spec.parameters | sent | - | shown in spec
      METRIC.llm_based_metric_spec.metric_prompt_template | sent | -   | shown in spec
      METRIC.llm_based_metric_spec.system_instruction   | sent | -     | shown in spec
      METRIC.llm_based_metric_spec.rubric_group_key     | sent | -     | shown in spec
      METRIC.llm_based_metric_spec.predefined_rubric_generation_spec.metric_spec_name | sent | - | shown in spec
      METRIC.llm_based_metric_spec.predefined_rubric_generation_spec.metric_spec_parameters | sent | - | shown in spec
      METRIC.llm_based_metric_spec.judge_autorater_config.sampling_count    | sent | - | shown in spec
      METRIC.llm_based_metric_spec.judge_autorater_config.flip_enabled      | sent | - | shown in spec
      METRIC.llm_based_metric_spec.judge_autorater_config.autorater_model   | sent | - | shown in spec
      METRIC.llm_based_metric_spec.judge_autorater_config.generation_config | sent | - | shown in spec
      METRIC.llm_based_metric_spec.additional_config | sent | - | shown in spec
      METRIC.pointwise_metric_spec.metric_prompt_template | sent | -   | shown in spec
      METRIC.pointwise_metric_spec.system_instruction   | sent | -     | shown in spec
      METRIC.pointwise_metric_spec.custom_output_format_config | sent | - | shown in spec
      METRIC.pairwise_metric_spec.metric_prompt_template | sent | -    | shown in spec
      METRIC.pairwise_metric_spec.system_instruction    | sent | -     | shown in spec
      METRIC.pairwise_metric_spec.candidate_response_field_name | sent | - | shown in spec
      METRIC.pairwise_metric_spec.baseline_response_field_name  | sent | - | shown in spec
      METRIC.pairwise_metric_spec.custom_output_format_config | sent | - | shown in spec
      METRIC.exact_match_spec                           | sent | -     | shown in spec
      METRIC.bleu_spec.use_effective_order              | sent | -     | shown in spec
      METRIC.rouge_spec.rouge_type                      | sent | -     | shown in spec
      METRIC.rouge_spec.use_stemmer                     | sent | -     | shown in spec
      METRIC.rouge_spec.split_summaries                 | sent | -     | shown in spec
      evaluate_dataset_runs                             | -    | shown | output only
      name                                              | -    | shown | output only
      tuned_model_display_name                          | sent | -     | shown in spec
      description                                       | sent | -     | shown in spec
      state                                             | -    | shown | output only
      create_time                                       | -    | shown | output only
      start_time                                        | -    | shown | output only
      end_time                                          | -    | shown | output only
      update_time                                       | -    | -     | says when, and not what
      error.code                                        | -    | shown | output only
      error.message                                     | -    | shown | output only
      error.details                                     | -    | -     | of no known shape in tuning jobs
      labels                                            | sent | shown |
      experiment                                        | -    | -     | a key of the metadata store, found by the name of the job
      tuned_model.model                                 | -    | shown | output only
      tuned_model.endpoint                              | -    | shown | output only
      tuned_model.checkpoints.checkpoint_id             | -    | shown | output only
      tuned_model.checkpoints.epoch                     | -    | -     | in the result's ConfigMap
      tuned_model.checkpoints.step                      | -    | -     | in the result's ConfigMap
      tuned_model.checkpoints.endpoint                  | -    | shown | output only
      encryption_spec.kms_key_name                      | sent | -     | shown in spec
      service_account                                   | sent | -     | shown in spec
      STATS.tuning_dataset_example_count                | -    | shown | output only
      STATS.total_tuning_character_count                | -    | -     | tokens are billed
      STATS.total_billable_character_count              | -    | -     | tokens are billed
      STATS.total_billable_token_count                  | -    | shown | output only
      STATS.tuning_step_count                           | -    | shown | output only
      STATS.total_truncated_example_count               | -    | shown | output only
      STATS.user_dataset_examples                       | -    | -     | training data
      STATS.truncated_example_indices                   | -    | -     | a sample without a bound
      STATS.dropped_example_reasons                     | -    | shown | output only
      STATS.DISTRIBUTION.sum                            | -    | -     | of the user's own data, and nothing reads it
      STATS.DISTRIBUTION.billable_sum                   | -    | -     | of the user's own data, and nothing reads it
      STATS.DISTRIBUTION.min                            | -    | -     | of the user's own data, and nothing reads it
      STATS.DISTRIBUTION.max                            | -    | -     | of the user's own data, and nothing reads it
      STATS.DISTRIBUTION.mean                           | -    | -     | of the user's own data, and nothing reads it
      STATS.DISTRIBUTION.median                         | -    | -     | of the user's own data, and nothing reads it
      STATS.DISTRIBUTION.p5                             | -    | -     | of the user's own data, and nothing reads it
      STATS.DISTRIBUTION.p95                            | -    | -     | of the user's own data, and nothing reads it
      STATS.DISTRIBUTION.buckets                        | -    | -     | a histogram is no status
      """;

  private static final Set<String> OPAQUE =
      Set.of(
          "google.protobuf.Timestamp",
          "google.protobuf.Any",
          "google.protobuf.Struct",
          "google.cloud.aiplatform.v1.Content",
          "google.cloud.aiplatform.v1.CustomOutputFormatConfig",
          "google.cloud.aiplatform.v1.EvaluateDatasetRun",
          "google.cloud.aiplatform.v1.ExactMatchSpec",
          "google.cloud.aiplatform.v1.GenerationConfig",
          "google.cloud.aiplatform.v1.SupervisedTuningDatasetDistribution.DatasetBucket");

  record Row(String path, boolean sent, boolean shown, String reason) {}

  static Stream<Row> table() {
    return TABLE
        .lines()
        .map(line -> Arrays.stream(line.split("[|]", -1)).map(String::strip).toList())
        .map(
            cells ->
                new Row(
                    cells.get(0),
                    cells.get(1).equals("sent"),
                    cells.get(2).equals("shown"),
                    cells.get(3)))
        .flatMap(MapperCompletenessTest::expand);
  }

  /** Writes out the three distributions, which are one message. */
  private static Stream<Row> expand(Row row) {
    String path =
        row.path
            .replace("STATS.", "tuning_data_stats.supervised_tuning_data_stats.")
            .replace("METRIC.", "EVALUATION.metrics.")
            .replace("EVALUATION.", "supervised_tuning_spec.evaluation_config.");
    return Stream.of(
            "user_input_token_distribution",
            "user_output_token_distribution",
            "user_message_per_example_distribution")
        .map(name -> new Row(path.replace("DISTRIBUTION", name), row.sent, row.shown, row.reason))
        .distinct();
  }

  @Test
  @DisplayName("the table and the message have the same fields")
  void complete() {
    assertThat(table().map(Row::path))
        .containsExactlyInAnyOrderElementsOf(leaves(TuningJob.getDescriptor()).keySet());
  }

  @Test
  @DisplayName("whatever is not both sent and shown has a reason, and output only is never sent")
  void reasons() {
    assertThat(table())
        .allSatisfy(row -> assertThat(row.reason.isEmpty()).isEqualTo(row.sent && row.shown));
  }

  @ParameterizedTest
  @MethodSource("table")
  @DisplayName(
      "a field marked sent is a component of the API record of spec.tuning, and no other is")
  void sent(Row row) {
    Class<?> type = Tuning.class;
    for (FieldDescriptor field : field(row)) {
      type = type == null ? null : component(type, field.getJsonName());
    }

    assertThat(type != null).isEqualTo(row.sent);
  }

  private static @Nullable Class<?> component(Class<?> type, String name) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents())
            .filter(component -> component.getName().equals(name))
            .findFirst()
            .<Class<?>>map(MapperCompletenessTest::elementType)
            .orElse(null)
        : null;
  }

  private static Class<?> elementType(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> element
        ? element
        : component.getType();
  }

  @Test
  @DisplayName("a full request is a message, field by field")
  void fullRequest() {
    assertThat(fullRequests())
        .allSatisfy(
            request ->
                assertThat(
                        Jobs.object(
                            JsonFormat.printer()
                                .print(
                                    RequestMapper.toMessage(Requests.SCOPE, request, Map.of())
                                        .getTuningJob())))
                    .hasSameSizeAs(Jobs.object(request.json())));
  }

  @ParameterizedTest
  @MethodSource("table")
  @DisplayName("a field marked shown changes the labels or status.job, and no other does")
  void shown(Row row) {
    List<FieldDescriptor> path = field(row);
    TuningJob without =
        TuningJob.newBuilder().setName("projects/p/locations/l/tuningJobs/1").build();
    // The messages around the field are there either way, so that it is the field that counts.
    JobSnapshot before = SnapshotMapper.toSnapshot(with(without, path, false));
    JobSnapshot after = SnapshotMapper.toSnapshot(with(without, path, true));

    boolean isShown =
        !after.labels().equals(before.labels()) || !status(after).equals(status(before));
    assertThat(isShown).isEqualTo(row.shown);
  }

  private static JobStatus status(JobSnapshot job) {
    return Objects.requireNonNull(Reports.followed(job).job());
  }

  private static List<FieldDescriptor> field(Row row) {
    return Objects.requireNonNull(
        leaves(TuningJob.getDescriptor()).get(row.path), "TuningJob has no " + row.path);
  }

  private static Map<String, List<FieldDescriptor>> leaves(Descriptor message) {
    Map<String, List<FieldDescriptor>> leaves = new LinkedHashMap<>();
    collect(message, List.of(), leaves);
    return leaves;
  }

  private static void collect(
      Descriptor message, List<FieldDescriptor> path, Map<String, List<FieldDescriptor>> leaves) {
    for (FieldDescriptor field : message.getFields()) {
      List<FieldDescriptor> longer = new ArrayList<>(path);
      longer.add(field);
      boolean inner =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && !field.isMapField()
              && !OPAQUE.contains(field.getMessageType().getFullName());
      if (inner) {
        collect(field.getMessageType(), longer, leaves);
      } else {
        leaves.put(
            String.join(".", longer.stream().map(FieldDescriptor::getName).toList()), longer);
      }
    }
  }

  private static <M extends Message> M with(M message, List<FieldDescriptor> path, boolean leaf) {
    Message.Builder builder = message.toBuilder();
    FieldDescriptor field = path.getFirst();
    if (path.size() > 1) {
      Message inner = builder.newBuilderForField(field).build();
      set(builder, field, with(inner, path.subList(1, path.size()), leaf));
    } else if (leaf) {
      set(builder, field, Samples.value(builder, field));
    } else if (path.getFirst().isMapField() || !field.isRepeated()) {
      builder.clearField(field);
    }
    // A name is what every snapshot has.
    if (!leaf && field.getFullName().equals("google.cloud.aiplatform.v1.TuningJob.name")) {
      builder.setField(field, "projects/p/locations/l/tuningJobs/1");
    }
    // An id is what every checkpoint has.
    if (builder instanceof TunedModelCheckpoint.Builder one && one.getCheckpointId().isEmpty()) {
      one.setCheckpointId(field.getName().equals("checkpoint_id") ? "" : "1");
    }
    @SuppressWarnings("unchecked")
    M built = (M) builder.build();
    return built;
  }

  private static void set(Message.Builder builder, FieldDescriptor field, Object value) {
    if (field.isRepeated()) {
      builder.addRepeatedField(field, value);
    } else {
      builder.setField(field, value);
    }
  }

  private static Stream<JobRequest> fullRequests() {
    return Stream.of(
            """
            "baseModel": "gemini-2.5-flash"
            """,
            """
            "preTunedModel": {"tunedModelName": "projects/p/locations/l/models/7", "checkpointId": "3"}
            """)
        .map(
            source ->
                Jobs.request(
                    """
                    {%s,
                     "supervisedTuningSpec": {
                       "trainingDatasetUri": "gs://b/t.jsonl",
                       "validationDatasetUri": "gs://b/v.jsonl",
                       "hyperParameters": {
                         "epochCount": 4, "learningRateMultiplier": 0.5,
                         "adapterSize": "ADAPTER_SIZE_TWO"},
                       "exportLastCheckpointOnly": true,
                       "evaluationConfig": {
                         "metrics": [
                           {"aggregationMetrics": ["AVERAGE"],
                            "rougeSpec": {"rougeType": "rougeL", "useStemmer": true}},
                           {"exactMatchSpec": {}}],
                         "outputConfig": {"gcsDestination": {"outputUriPrefix": "gs://b/e"}}}},
                     "tunedModelDisplayName": "name",
                     "description": "description",
                     "labels": {"team": "support"},
                     "encryptionSpec": {"kmsKeyName": "projects/p/locations/l/keyRings/r/cryptoKeys/k"},
                     "serviceAccount": "tuner@p.iam.gserviceaccount.com"}
                    """
                        .formatted(source)));
  }
}
