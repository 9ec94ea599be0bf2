package dev.tunesmith.kind.tuningjob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.api.v1alpha1.AcceptanceCheck;
import dev.tunesmith.api.v1alpha1.AcceptanceStatus;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.sim.SimTime;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One folder of the truth table: {@code in.yaml} says what happened, {@code seen.yaml} what each
 * tool has to show (written by hand), {@code out.yaml} the whole status.
 */
record GoldenCase(
    @Nullable Boolean deleting,
    @Nullable Long generation,
    @Nullable List<String> warnings,
    @Nullable TuningJobStatus before,
    List<Step> steps) {

  static GoldenCase read(Path folder) throws IOException {
    return Serialization.unmarshal(Files.readString(folder.resolve("in.yaml")), GoldenCase.class);
  }

  /**
   * What happened; a minute passes after each step.
   *
   * @param did the name of the report
   * @param run the wanted run; the first by default
   * @param checks the results of acceptance checks, of which there is one for each
   * @param forget whether the jobs that were seen before are not listed any more
   */
  record Step(
      String did,
      @Nullable String run,
      @Nullable Long generation,
      @Nullable ConditionReason reason,
      @Nullable String message,
      @Nullable String inputs,
      boolean stalled,
      boolean clears,
      boolean modelGone,
      boolean forget,
      Decision.@Nullable Remark remark,
      @Nullable ObjectNode job,
      @Nullable AcceptanceStatus checks) {

    Report report() {
      return switch (did) {
        case "submitting" -> new Report.Submitting(1, Reports.SCOPE);
        case "created" -> new Report.Created(snapshot(), Reports.SCOPE);
        case "refused" -> new Report.Refused(required(reason), required(message), stalled, inputs);
        case "followed" ->
            new Report.Followed(snapshot(), Reports.SCOPE, modelGone, remark, plan());
        case "unpublished" ->
            new Report.Unpublished(
                snapshot(), Reports.SCOPE, required(reason), required(message), plan());
        case "unseen" ->
            new Report.Unseen(snapshot(), Reports.SCOPE, required(reason), required(message));
        case "waiting" -> new Report.Waiting(required(reason), required(message), clears);
        case "blocked" ->
            new Report.Blocked(
                required(reason), required(message), job == null ? null : snapshot(), clears);
        case "removing" -> new Report.Removing(snapshot(), required(message));
        case "noted" -> new Report.Noted(required(message));
        default -> throw new IllegalArgumentException("no such step: " + did);
      };
    }

    private @Nullable AcceptancePlan plan() {
      return checks == null
          ? null
          : new AcceptancePlan(
              Snapshots.ENDPOINT,
              false,
              checks.checks().stream()
                  .map(
                      check ->
                          new AcceptancePlan.Item(
                              new AcceptanceCheck(check.name(), null, null),
                              "v1-0123456789abcdef0123456789abcdef",
                              required(check.requests()),
                              Arrays.stream(AcceptancePlan.Result.values())
                                  .filter(result -> result.value().equals(check.result()))
                                  .findFirst()
                                  .orElse(null),
                              check.message(),
                              check.time(),
                              null))
                  .toList());
    }

    private JobSnapshot snapshot() {
      return Snapshots.of(Objects.requireNonNull(job), Reports.labels(runName(), 1));
    }

    private String runName() {
      return Objects.requireNonNullElse(run, "1");
    }

    private static <T> T required(@Nullable T value) {
      return Objects.requireNonNull(value);
    }
  }

  long lastGeneration() {
    return Objects.requireNonNullElse(generation, 2L);
  }

  /** Projects all steps, one after the other; each one twice: the second time changes nothing. */
  @Nullable TuningJobStatus project(SimTime time) {
    StatusProjector projector = new StatusProjector(time);
    Map<JobName, JobSnapshot> jobs = new LinkedHashMap<>();
    TuningJobStatus status = before;
    for (Step step : steps) {
      Report report = step.report();
      if (step.forget()) {
        jobs.clear();
      } else if (step.job() != null) {
        JobSnapshot job = step.snapshot();
        jobs.put(job.name(), job);
      }
      Report.Context context =
          Reports.context(
              Objects.requireNonNullElse(step.generation(), lastGeneration()),
              step.runName(),
              Objects.requireNonNullElse(warnings, List.of()),
              new ArrayList<>(jobs.values()),
              unlisted(status, jobs.keySet()));
      status = projector.project(status, report, context, null);
      time.advance(Duration.ofMinutes(1));
      if (!(report instanceof Report.Submitting)) {
        TuningJobStatus again = projector.project(status, report, context, null);
        if (!again.equals(status)) {
          throw new AssertionError(
              step.did() + ", reported again, is written again: " + again + " after " + status);
        }
      }
    }
    return status;
  }

  private static Set<JobName> unlisted(@Nullable TuningJobStatus status, Set<JobName> listed) {
    Set<JobName> names = Reports.names(status);
    names.removeAll(listed);
    return names;
  }
}
