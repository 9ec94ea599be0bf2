package dev.tunesmith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.kind.tuningjob.Reports;
import dev.tunesmith.kube.ClusterJson;
import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.Decider;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.Desired;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.Now;
import dev.tunesmith.lifecycle.ObservedJobs;
import dev.tunesmith.lifecycle.Tenure;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of any status: the schema takes it, it is read as it was written, it has a
 * Ready with a reason, and once written it is not written again: a loop would be hot.
 */
final class StatusProof {
  private static final Duration LATER = Duration.ofHours(1);
  private static final Now NOW = new Now(LATER, Instant.EPOCH);
  private static final int MOST_WRITES = 8;

  private final KubernetesSerialization serialization = ClusterJson.serialization();
  private final Schema schema = Schema.of("status");
  private final Decider decider = new Decider(Timing.DEFAULTS);

  /** The status of a resource that the gates refuse. */
  TuningJobStatus refused(DesiredJob job, Verdict.Refuse refusal) {
    Desired desired =
        new Desired(
            job.run(),
            JobLabels.run(job.run()),
            JobLabels.inputs(Objects.requireNonNull(job.inputs())),
            false,
            false,
            0,
            null,
            refusal,
            Controls.NONE);
    assertThat(decider.decide(desired, observed(List.of()), tenure(), NOW))
        .isEqualTo(
            new Decision.Block(refusal.reason(), refusal.message(), null, true, refusal.again()));
    return written(
        null, new Report.Blocked(refusal.reason(), refusal.message(), null, true), List.of());
  }

  /** A job is created, and the service shows it as this snapshot from then on. */
  List<TuningJobStatus> created(JobSnapshot shown) {
    // What a reply does not give back, the informer takes from the call.
    JobSnapshot job = shown.withLabels(Reports.labels("1", 1));
    List<TuningJobStatus> written = new ArrayList<>();
    written.add(written(null, new Report.Submitting(1, Reports.SCOPE), List.of()));
    written.add(written(written.getLast(), new Report.Created(job, Reports.SCOPE), List.of(job)));
    for (int writes = 0; writes < MOST_WRITES; writes++) {
      assertThat(decide(job, false)).isInstanceOf(Decision.Follow.class);
      TuningJobStatus next =
          written(
              written.getLast(),
              new Report.Followed(job, Reports.SCOPE, false, null),
              List.of(job));
      if (next.equals(written.getLast())) {
        deletedAndUnseen(written, job);
        return written;
      }
      written.add(next);
    }
    throw new AssertionError("the status never comes to rest: " + written);
  }

  private void deletedAndUnseen(List<TuningJobStatus> written, JobSnapshot job) {
    TuningJobStatus last = written.getLast();
    assertThat(decide(job, true))
        .isInstanceOfAny(Decision.Cancel.class, Decision.Wait.class, Decision.Release.class);
    if (!job.state().ended()) {
      Report unseen =
          new Report.Unseen(job, Reports.SCOPE, ConditionReason.SERVICE_UNAVAILABLE, "no answer");
      written.add(written(last, unseen, List.of(job)));
    }
    written.add(written(last, new Report.Followed(job, Reports.SCOPE, true, null), List.of(job)));
  }

  private Decision decide(JobSnapshot job, boolean deleted) {
    JobLabels labels = JobLabels.read(job.labels()).orElseThrow();
    Desired desired =
        new Desired(
            "1",
            labels.run(),
            labels.inputs(),
            deleted,
            true,
            1,
            null,
            new Verdict.Pass(),
            Controls.NONE);
    return decider.decide(
        desired,
        observed(
            List.of(
                new ObservedJobs.Job(
                    job.name(), job.state(), labels, job.createTime(), null, false))),
        tenure(),
        NOW);
  }

  private static ObservedJobs observed(List<ObservedJobs.Job> jobs) {
    return new ObservedJobs(LATER, jobs, List.of(), Set.of(), Set.of(), true);
  }

  private static Tenure tenure() {
    return new Tenure(Duration.ZERO, true, null, null);
  }

  private TuningJobStatus written(
      @Nullable TuningJobStatus before, Report report, List<JobSnapshot> jobs) {
    TuningJobStatus status = Reports.project(before, report, jobs, Set.of());
    String json = serialization.asJson(status);
    JsonNode tree = SpecProof.tree(json);
    assertThat(schema.violations(tree)).as("violations").isEmpty();
    TuningJobStatus read = serialization.unmarshal(json, TuningJobStatus.class);
    assertThat(read).as("as read back").isEqualTo(status);
    assertThat(Reports.project(read, report, jobs, Set.of())).as("written again").isEqualTo(read);
    assertThat(ready(status)).hasNoNullFieldsOrPropertiesExcept("additionalProperties");
    return read;
  }

  private static Condition ready(TuningJobStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.getType().equals(Conditions.READY))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Ready in " + status));
  }
}
