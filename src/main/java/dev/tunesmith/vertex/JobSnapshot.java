package dev.tunesmith.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tuning job as the service showed it at one moment: what decisions need, and the service's own
 * answer for the status.
 *
 * @param labels all labels, the operator's included
 * @param createTime when the service accepted the job
 * @param updateTime when the service last changed the job
 * @param endTime when the job came to its end; null while it has not, and where it is not said
 * @param retriable whether it failed by the service's fault and left no model: the same request may
 *     succeed
 * @param outputUri the folder in Cloud Storage that it writes to; null where it names none
 * @param body the answer of {@code tuningJobs.get} in its REST spelling (proto3 JSON, so an int64
 *     may be a string), without anything that quotes training data; never modified
 */
public record JobSnapshot(
    JobName name,
    JobState state,
    Map<String, String> labels,
    @Nullable Instant createTime,
    @Nullable Instant updateTime,
    @Nullable Instant endTime,
    boolean retriable,
    @Nullable String outputUri,
    JsonNode body) {

  private static final String UPDATE_TIME = "updateTime";
  private static final String ENDPOINT = "endpoint";

  /** Copies the labels. */
  public JobSnapshot {
    labels = Map.copyOf(labels);
  }

  /** The resource name of the tuned model; empty while the job has none. */
  public Optional<String> model() {
    return Optional.ofNullable(body.path("tunedModel").path("model").textValue());
  }

  /** The resource names of the endpoints that it made, the default one first. */
  public List<String> endpoints() {
    JsonNode made = body.path("tunedModel");
    Set<String> endpoints = new LinkedHashSet<>();
    endpoints.add(made.path(ENDPOINT).asText(""));
    made.path("checkpoints")
        .forEach(checkpoint -> endpoints.add(checkpoint.path(ENDPOINT).asText("")));
    endpoints.remove("");
    return List.copyOf(endpoints);
  }

  /** The endpoints of the checkpoints that it kept, by their ids; empty for one without. */
  public Map<String, String> checkpoints() {
    Map<String, String> checkpoints = new LinkedHashMap<>();
    body.path("tunedModel")
        .path("checkpoints")
        .forEach(
            checkpoint ->
                checkpoints.put(
                    checkpoint.path("checkpointId").asText(""),
                    checkpoint.path(ENDPOINT).asText("")));
    checkpoints.remove("");
    return checkpoints;
  }

  /** Whether an endpoint is its tuned model's: the default checkpoint's. */
  public boolean isDefault(String endpoint) {
    return endpoint.equals(body.path("tunedModel").path(ENDPOINT).asText(""));
  }

  /** The same job with another endpoint of its tuned model. */
  public JobSnapshot withEndpoint(String endpoint) {
    ObjectNode changed = body.deepCopy();
    changed.withObject("/tunedModel").put(ENDPOINT, endpoint);
    return with(labels, changed);
  }

  /** All that it made, in the order in which it can be deleted: the endpoints, then the model. */
  public List<String> artifacts() {
    return Stream.concat(endpoints().stream(), model().stream()).toList();
  }

  /**
   * Whether both may have written to Cloud Storage at one place and time. A time that is not known
   * may be any.
   */
  boolean sharesFolder(JobSnapshot other) {
    return folder().flatMap(one -> other.folder().filter(one::overlaps)).isPresent()
        && !isBefore(other)
        && !other.isBefore(this);
  }

  private boolean isBefore(JobSnapshot other) {
    return endTime != null && other.createTime != null && endTime.isBefore(other.createTime);
  }

  /** The folder in Cloud Storage that it writes to; empty where it names none. */
  public Optional<StorageFolder> folder() {
    return Optional.ofNullable(outputUri).flatMap(StorageFolder::parse);
  }

  /** Whether the service's answer is at hand; of an ended job it may have been dropped. */
  public boolean hasBody() {
    return !body.isMissingNode();
  }

  /** The same job without the service's answer. */
  public JobSnapshot withoutBody() {
    return with(labels, MissingNode.getInstance());
  }

  /** The same job with other labels. */
  public JobSnapshot withLabels(Map<String, String> others) {
    return with(others, body);
  }

  private JobSnapshot with(Map<String, String> newLabels, JsonNode newBody) {
    return new JobSnapshot(
        name, state, newLabels, createTime, updateTime, endTime, retriable, outputUri, newBody);
  }

  /**
   * Whether another snapshot of this job says the same, apart from {@code updateTime}, which the
   * service changes without any other change.
   */
  public boolean equalsIgnoringUpdateTime(JobSnapshot other) {
    return name.equals(other.name)
        && state.equals(other.state)
        && labels.equals(other.labels)
        && (body.equals(other.body) || fields(body).equals(fields(other.body)));
  }

  private static Map<String, JsonNode> fields(JsonNode body) {
    Map<String, JsonNode> fields = new HashMap<>();
    body.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.remove(UPDATE_TIME);
    return fields;
  }
}
