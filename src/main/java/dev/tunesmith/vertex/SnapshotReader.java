package dev.tunesmith.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A {@code TuningJob} in its REST spelling to {@link JobSnapshot}, for every transport. Whatever
 * quotes training data is removed here, and so never reaches status, events or logs.
 */
public final class SnapshotReader {
  /** Members that quote, or point into, the training data, wherever they stand. */
  private static final Set<String> TRAINING_DATA =
      Set.of("userDatasetExamples", "droppedExampleIndices", "truncatedExampleIndices");

  /** One for each dropped example: of them the distinct ones are kept, without quotations. */
  private static final String REASONS = "droppedExampleReasons";

  private static final int MOST_REASONS = 10;

  /**
   * The codes of {@code google.rpc.Code} that a later try may not meet again: UNKNOWN,
   * DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL and UNAVAILABLE.
   */
  private static final Set<Integer> SERVICE_FAULTS = Set.of(2, 4, 8, 10, 13, 14);

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
        state.ended() ? ServiceTimes.read(job.path("endTime").textValue()) : null,
        isRetriable(state, job),
        job.path("outputUri").textValue(),
        job);
  }

  /**
   * What is not known to be the service's fault is not: the same request would be billed again. A
   * job that left a model has been trained.
   */
  private static boolean isRetriable(JobState state, JsonNode job) {
    return state == JobState.Known.JOB_STATE_FAILED
        && SERVICE_FAULTS.contains(job.path("error").path("code").asInt(0))
        && job.path("tunedModel").path("model").isMissingNode();
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
      if (object.path(REASONS) instanceof ArrayNode reasons) {
        object.set(REASONS, distinct(reasons));
      }
      if (object.path("error") instanceof ObjectNode error) {
        cleanError(error);
      }
    }
    node.forEach(SnapshotReader::removeTrainingData);
  }

  private static ArrayNode distinct(ArrayNode reasons) {
    Set<String> kept = new LinkedHashSet<>();
    for (JsonNode reason : reasons) {
      if (kept.size() < MOST_REASONS) {
        kept.add(QuotedData.everyQuoteLeftOutOf(Redactor.clean(reason.asText())));
      }
    }
    ArrayNode distinct = JsonNodeFactory.instance.arrayNode();
    kept.forEach(distinct::add);
    return distinct;
  }

  /** A {@code google.rpc.Status}: its details have no known shape in tuning jobs. */
  private static void cleanError(ObjectNode error) {
    error.remove("details");
    if (error.has("message")) {
      error.put("message", QuotedData.leftOutOf(Redactor.clean(error.path("message").asText())));
    }
  }
}
