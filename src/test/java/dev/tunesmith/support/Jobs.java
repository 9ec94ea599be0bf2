package dev.tunesmith.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.SnapshotReader;
import dev.tunesmith.vertex.TuningMethod;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and snapshots of jobs, in the service's REST spelling. */
public final class Jobs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Jobs() {}

  /** The smallest request that the service accepts. */
  public static JobRequest request() {
    return request(
        """
        {"baseModel": "gemini-2.5-flash",
         "supervisedTuningSpec": {"trainingDatasetUri": "gs://bucket/train.jsonl"}}
        """);
  }

  /** A request of supervised tuning with this body. */
  public static JobRequest request(String json) {
    return new JobRequest(TuningMethod.SUPERVISED, json);
  }

  /** A JSON object. */
  public static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The snapshot of a job that the service shows so. */
  public static JobSnapshot snapshot(ObjectNode body) {
    return SnapshotReader.read(body.deepCopy());
  }

  /** The snapshot of a job that shows nothing else. */
  public static JobSnapshot snapshot(
      JobName name, JobState state, Map<String, String> labels, @Nullable Instant created) {
    ObjectNode body = JSON.createObjectNode().put("name", name.value()).put("state", state.raw());
    labels.forEach(body.putObject("labels")::put);
    if (created != null) {
      body.put("createTime", created.toString());
    }
    return snapshot(body);
  }

  /** The body of a snapshot, to be changed. */
  public static ObjectNode body(JobSnapshot job) {
    return job.body().deepCopy();
  }
}
