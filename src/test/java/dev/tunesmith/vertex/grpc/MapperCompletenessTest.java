package dev.tunesmith.vertex.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.tunesmith.lifecycle.HyperParameters;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
      base_model                                        | sent | shown |
      pre_tuned_model.tuned_model_name                  | sent | -     | shown in spec
      pre_tuned_model.checkpoint_id                     | sent | -     | shown in spec
      pre_tuned_model.base_model                        | -    | shown | output only
      supervised_tuning_spec.training_dataset_uri       | sent | -     | shown in spec
      supervised_tuning_spec.validation_dataset_uri     | sent | -     | shown in spec
      supervised_tuning_spec.hyper_parameters.epoch_count              | sent | shown |
      supervised_tuning_spec.hyper_parameters.learning_rate_multiplier | sent | shown |
      supervised_tuning_spec.hyper_parameters.adapter_size             | sent | shown |
      supervised_tuning_spec.export_last_checkpoint_only | sent | -    | shown in spec
      name                                              | -    | shown | output only
      tuned_model_display_name                          | sent | shown |
      description                                       | sent | -     | shown in spec
      state                                             | -    | shown | output only
      create_time                                       | -    | shown | output only
      start_time                                        | -    | shown | output only
      end_time                                          | -    | shown | output only
      update_time                                       | -    | shown | output only
      error.code                                        | -    | shown | output only
      error.message                                     | -    | shown | output only
      error.details                                     | -    | -     | of no known shape in tuning jobs
      labels                                            | sent | shown |
      experiment                                        | -    | shown | output only
      tuned_model.model                                 | -    | shown | output only
      tuned_model.endpoint                              | -    | shown | output only
      tuned_model.checkpoints.checkpoint_id             | -    | shown | output only
      tuned_model.checkpoints.epoch                     | -    | shown | output only
      tuned_model.checkpoints.step                      | -    | shown | output only
      tuned_model.checkpoints.endpoint                  | -    | shown | output only
      encryption_spec.kms_key_name                      | sent | -     | shown in spec
      service_account                                   | sent | -     | shown in spec
      STATS.tuning_dataset_example_count                | -    | shown | output only
      STATS.total_tuning_character_count                | -    | shown | output only
      STATS.total_billable_character_count              | -    | shown | output only
      STATS.total_billable_token_count                  | -    | shown | output only
      STATS.tuning_step_count                           | -    | shown | output only
      STATS.total_truncated_example_count               | -    | shown | output only
      STATS.user_dataset_examples                       | -    | -     | training data
      STATS.truncated_example_indices                   | -    | -     | a sample without a bound
      STATS.dropped_example_reasons                     | -    | -     | one per example, may quote it
      STATS.DISTRIBUTION.sum                            | -    | shown | output only
      STATS.DISTRIBUTION.billable_sum                   | -    | shown | output only
      STATS.DISTRIBUTION.min                            | -    | shown | output only
      STATS.DISTRIBUTION.max                            | -    | shown | output only
      STATS.DISTRIBUTION.mean                           | -    | shown | output only
      STATS.DISTRIBUTION.median                         | -    | shown | output only
      STATS.DISTRIBUTION.p5                             | -    | shown | output only
      STATS.DISTRIBUTION.p95                            | -    | shown | output only
      STATS.DISTRIBUTION.buckets                        | -    | -     | a histogram is no status
      """;

  private static final Set<String> OPAQUE =
      Set.of(
          "google.protobuf.Timestamp",
          "google.protobuf.Any",
          "google.cloud.aiplatform.v1.Content",
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
    String path = row.path.replace("STATS.", "tuning_data_stats.supervised_tuning_data_stats.");
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
  @DisplayName("a field marked sent is in the message of a full request, and no other is")
  void sent(Row row) {
    List<FieldDescriptor> path = field(row);

    boolean isSent =
        fullRequests()
            .map(request -> RequestMapper.toMessage(Requests.SCOPE, request, Map.of()))
            .anyMatch(message -> isSet(message.getTuningJob(), path));

    assertThat(isSent).isEqualTo(row.sent);
  }

  @ParameterizedTest
  @MethodSource("table")
  @DisplayName("a field marked shown changes the snapshot, and no other does")
  void shown(Row row) {
    List<FieldDescriptor> path = field(row);
    TuningJob without =
        TuningJob.newBuilder().setName("projects/p/locations/l/tuningJobs/1").build();
    // The messages around the field are there either way, so that it is the field that counts.
    JobSnapshot before = SnapshotMapper.toSnapshot(with(without, path, false));
    JobSnapshot after = SnapshotMapper.toSnapshot(with(without, path, true));

    assertThat(!after.equals(before)).isEqualTo(row.shown);
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

  private static boolean isSet(Message message, List<FieldDescriptor> path) {
    FieldDescriptor field = path.getFirst();
    boolean set =
        field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
    return path.size() == 1
        ? set
        : set && isSet((Message) message.getField(field), path.subList(1, path.size()));
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
            new JobRequest.BaseModel("gemini-2.5-flash"),
            new JobRequest.PreTunedModel("projects/p/locations/l/models/7", "3"))
        .map(
            source ->
                new JobRequest(
                    source,
                    new JobRequest.SupervisedTuning(
                        "gs://b/t.jsonl",
                        "gs://b/v.jsonl",
                        new HyperParameters(4L, 0.5, "ADAPTER_SIZE_TWO"),
                        true),
                    "name",
                    "description",
                    Map.of("team", "support"),
                    "projects/p/locations/l/keyRings/r/cryptoKeys/k",
                    "tuner@p.iam.gserviceaccount.com",
                    "{}"));
  }
}
