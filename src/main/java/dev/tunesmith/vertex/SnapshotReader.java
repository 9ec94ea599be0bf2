package dev.tunesmith.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A {@code TuningJob} in its REST spelling to {@link JobSnapshot}, for every transport. Whatever
 * quotes training data is removed here, and so never reaches status, events or logs.
 */
public final class SnapshotReader {
  /** Members that quote, or point into, the training data, wherever they stand. */
  private static final Set<String> TRAINING_DATA =
      Set.of(
          "userDatasetExamples",
          "droppedExampleReasons",
          "droppedExampleIndices",
          "truncatedExampleIndices");

  private SnapshotReader() {}

  /**
   * Reads a job.
   *
   * @param job any object that the service may answer, also with fields and values that this
   *     version does not know; it becomes the snapshot's body and must not be used afterwards
   * @throws MalformedReplyException when the name is no tuning job's; nothing else throws
   */
  public static JobSnapshot read(ObjectNode job) {
    JobName name =
        JobName.parse(job.path("name").textValue())
            .orElseThrow(() -> new MalformedReplyException("a job without a usable name"));
    removeTrainingData(job);
    JobState state = state(job.path("state"));
    job.put("state", state.raw());
    ServiceTimes.normalize(job, "createTime", "startTime", "endTime", "updateTime");
    return new JobSnapshot(
        name,
        state,
        labels(job.path("labels")),
        ServiceTimes.read(job.path("createTime").textValue()),
        ServiceTimes.read(job.path("updateTime").textValue()),
        job);
  }

  private static JobState state(JsonNode state) {
    if (state.isNumber()) {
      return JobState.of("JOB_STATE_UNRECOGNIZED_" + state.asText());
    }
    return state.isTextual() && !state.textValue().isEmpty()
        ? JobState.of(state.textValue())
        : JobState.Known.JOB_STATE_UNSPECIFIED;
  }

  private static Map<String, String> labels(JsonNode given) {
    Map<String, String> labels = new HashMap<>();
    given
        .properties()
        .forEach(
            label -> {
              if (label.getValue().isTextual()) {
                labels.put(label.getKey(), label.getValue().textValue());
              }
            });
    return labels;
  }

  private static void removeTrainingData(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(TRAINING_DATA);
      if (object.path("error") instanceof ObjectNode error) {
        cleanError(error);
      }
    }
    node.forEach(SnapshotReader::removeTrainingData);
  }

  /** A {@code google.rpc.Status}: its details have no known shape in tuning jobs. */
  private static void cleanError(ObjectNode error) {
    error.remove("details");
    if (error.has("message")) {
      error.put("message", QuotedData.leftOutOf(Redactor.clean(error.path("message").asText())));
    }
  }
}
