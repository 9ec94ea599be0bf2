package dev.tunesmith.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One job of {@link SimService}, and what a state brings along: the facts of the lifecycle without
 * the bookkeeping.
 *
 * @param scope where it was created
 * @param snapshot what the service shows
 * @param listedFrom from when a listing shows it
 * @param vanished whether the service pretends that it never was
 */
record SimJob(Scope scope, JobSnapshot snapshot, Instant listedFrom, boolean vanished) {
  private static final Map<String, String> STATISTICS =
      Map.of(
          "supervisedTuningSpec", "supervisedTuningDataStats",
          "preferenceOptimizationSpec", "preferenceOptimizationDataStats",
          "distillationSpec", "distillationDataStats/trainingDatasetStats",
          "reinforcementTuningSpec", "reinforcementTuningDataStats");

  boolean isListed(Scope where, Instant now) {
    return !vanished && scope.equals(where) && !listedFrom.isAfter(now);
  }

  SimJob showing(JobSnapshot changed) {
    return new SimJob(scope, changed, listedFrom, vanished);
  }

  /** As an answer that leaves the labels out shows it. */
  SimJob unlabelled() {
    ObjectNode body = Jobs.body(snapshot);
    body.remove("labels");
    return showing(Jobs.snapshot(body));
  }

  SimJob gone(boolean gone) {
    return new SimJob(scope, snapshot, listedFrom, gone);
  }

  /** A job as the reply of a create shows it; null labels for a service that drops them. */
  static JobSnapshot accepted(
      JobName name, JobRequest request, @Nullable Map<String, String> ownerLabels, Instant now) {
    ObjectNode body = Jobs.object(request.json());
    if (ownerLabels == null) {
      body.remove("labels");
    } else {
      ownerLabels.forEach(body.withObjectProperty("labels")::put);
    }
    body.put("name", name.value())
        .put("state", JobState.Known.JOB_STATE_PENDING.raw())
        .put("createTime", now.toString())
        .put("updateTime", now.toString());
    return Jobs.snapshot(body);
  }

  /** The state that follows when nothing goes wrong; an ended job stays. */
  static JobState after(JobState state) {
    if (!(state instanceof JobState.Known known)) {
      return JobState.Known.JOB_STATE_RUNNING;
    }
    return switch (known) {
      case JOB_STATE_UNSPECIFIED, JOB_STATE_QUEUED -> JobState.Known.JOB_STATE_PENDING;
      case JOB_STATE_PENDING, JOB_STATE_PAUSED, JOB_STATE_UPDATING ->
          JobState.Known.JOB_STATE_RUNNING;
      case JOB_STATE_RUNNING -> JobState.Known.JOB_STATE_SUCCEEDED;
      case JOB_STATE_CANCELLING -> JobState.Known.JOB_STATE_CANCELLED;
      case JOB_STATE_SUCCEEDED,
          JOB_STATE_FAILED,
          JOB_STATE_CANCELLED,
          JOB_STATE_EXPIRED,
          JOB_STATE_PARTIALLY_SUCCEEDED ->
          state;
    };
  }

  /** The job in a state, with the times, result or error that the service shows there. */
  static JobSnapshot in(JobState state, JobSnapshot job, Instant now) {
    if (state.equals(job.state())) {
      return job;
    }
    ObjectNode body = Jobs.body(job).put("state", state.raw()).put("updateTime", now.toString());
    if (state == JobState.Known.JOB_STATE_RUNNING && !body.has("startTime")) {
      body.put("startTime", now.toString());
    }
    body.remove(List.of("endTime", "error"));
    if (state.ended()) {
      body.put("endTime", now.toString());
    }
    switch (state) {
      case JobState.Known.JOB_STATE_CANCELLED ->
          body.putObject("error").put("code", 1).put("message", "the job was cancelled");
      case JobState.Known.JOB_STATE_FAILED ->
          body.putObject("error").put("code", 13).put("message", "the job failed");
      case JobState.Known.JOB_STATE_SUCCEEDED -> putResult(body, job.name());
      default -> {}
    }
    return Jobs.snapshot(body);
  }

  private static void putResult(ObjectNode body, JobName name) {
    String parent = name.value().substring(0, name.value().indexOf("/tuningJobs/"));
    ObjectNode made =
        body.putObject("tunedModel").put("model", parent + "/models/7" + name.id() + "@1");
    if (!body.has("outputUri")) {
      putEndpoints(made, parent, name);
    }
    STATISTICS.forEach(
        (spec, statistics) -> {
          if (body.has(spec)) {
            body.withObject("/tuningDataStats/" + statistics)
                .put("totalBillableTokenCount", "1000");
          }
        });
  }

  /** An open model is not deployed. */
  private static void putEndpoints(ObjectNode made, String parent, JobName name) {
    made.put("endpoint", parent + "/endpoints/8" + name.id());
    ArrayNode checkpoints = made.putArray("checkpoints");
    for (int id = 1; id <= 2; id++) {
      checkpoints
          .addObject()
          .put("checkpointId", Integer.toString(id))
          .put("epoch", id)
          .put("step", 10L * id)
          .put("endpoint", parent + "/endpoints/" + (id == 2 ? "8" : "9") + name.id());
    }
  }
}
