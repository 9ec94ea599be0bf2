package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.sim.SimTime;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.JobSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("status.attempts")
class AttemptsTest {
  private static final Report WAITING =
      new Report.Waiting(ConditionReason.LISTING_JOBS, "Listing.", false);

  private final StatusProjector projector = new StatusProjector(new SimTime());

  private TuningJobStatus project(
      @Nullable TuningJobStatus before,
      String run,
      Report report,
      List<JobSnapshot> jobs,
      Set<JobName> keep) {
    return projector.project(before, report, Reports.context(1, run, List.of(), jobs, keep), null);
  }

  private static Report followed(JobSnapshot job) {
    return new Report.Followed(job, Reports.SCOPE, false, null);
  }

  /** The job of a run, created at that second. */
  private static JobSnapshot job(int number, String run, int attempt, String state) {
    String parent = "projects/6/locations/us-central1/";
    var body =
        Jobs.object("{}")
            .put("name", parent + "tuningJobs/" + number)
            .put("state", state)
            .put("createTime", Snapshots.CREATED.plusSeconds(number).toString())
            .put("startTime", Snapshots.CREATED.plusSeconds(number + 100).toString());
    if (state.equals("JOB_STATE_SUCCEEDED")) {
      body.put("endTime", Snapshots.CREATED.plusSeconds(number + 1000).toString());
      body.putObject("tunedModel")
          .put("model", parent + "models/" + number)
          .put("endpoint", parent + "endpoints/" + number)
          .putArray("checkpoints")
          .add(checkpoint("1", parent + "endpoints/" + number))
          .add(checkpoint("2", parent + "endpoints/" + number + "-2"));
    }
    Reports.labels(run, attempt).forEach(body.putObject("labels")::put);
    return Jobs.snapshot(body);
  }

  private static ObjectNode checkpoint(String id, String endpoint) {
    return Jobs.object("{}").put("checkpointId", id).put("endpoint", endpoint);
  }

  @Test
  @DisplayName("are the listed jobs but the current one, oldest first, in whatever order they came")
  void order() {
    JobSnapshot third = job(3, "1", 3, "JOB_STATE_RUNNING");
    JobSnapshot second = job(2, "1", 2, "JOB_STATE_EXPIRED");
    JobSnapshot first = job(1, "1", 1, "JOB_STATE_FAILED");

    List<Attempt> attempts =
        project(null, "1", followed(third), List.of(second, third, first), Set.of()).attempts();

    assertThat(attempts).extracting(Attempt::number).containsExactly(1, 2);
    assertThat(attempts).extracting(Attempt::run).containsExactly("1", "1");
    assertThat(attempts)
        .extracting(Attempt::state)
        .containsExactly("JOB_STATE_FAILED", "JOB_STATE_EXPIRED");
    assertThat(attempts).extracting(Attempt::reason).containsExactly("Failed", "Expired");
    assertThat(attempts.getFirst().startTime()).isEqualTo(first.body().path("startTime").asText());
  }

  @Test
  @DisplayName("are the last ten before the current job")
  void lastTen() {
    List<JobSnapshot> jobs = new ArrayList<>();
    TuningJobStatus status = null;
    for (int run = 1; run <= 15; run++) {
      JobSnapshot job = job(run, Integer.toString(run), 1, "JOB_STATE_SUCCEEDED");
      jobs.add(job);
      status = project(status, Integer.toString(run), followed(job), jobs, Set.of());
    }

    List<Attempt> attempts = Objects.requireNonNull(status).attempts();
    assertThat(attempts).hasSize(Bounds.ATTEMPTS);
    assertThat(attempts)
        .extracting(Attempt::run)
        .isEqualTo(IntStream.rangeClosed(5, 14).mapToObj(Integer::toString).toList());
  }

  @Test
  @DisplayName("keep the names that the service has not answered for, also beyond ten jobs (H)")
  void unanswered() {
    JobSnapshot lost = job(99, "0", 1, "JOB_STATE_RUNNING");
    TuningJobStatus before = project(null, "0", followed(lost), List.of(lost), Set.of());
    List<JobSnapshot> jobs =
        IntStream.rangeClosed(1, 12)
            .mapToObj(i -> job(i, Integer.toString(i), 1, "JOB_STATE_SUCCEEDED"))
            .toList();

    TuningJobStatus after = project(before, "13", WAITING, jobs, Set.of(lost.name()));
    TuningJobStatus again = project(after, "13", WAITING, jobs, Set.of(lost.name()));

    assertThat(again).as("written again").isEqualTo(after);
    assertThat(after.attempts()).hasSize(Bounds.ATTEMPTS);
    assertThat(after.attempts().getFirst().job()).isEqualTo(lost.name().value());
    assertThat(after.attempts().getFirst().run()).isEqualTo("0");
    assertThat(after.attempts()).extracting(Attempt::job).contains(jobs.getLast().name().value());
    assertThat(project(after, "13", WAITING, jobs, Set.of()).attempts())
        .as("answered, and not listed: it goes")
        .extracting(Attempt::job)
        .doesNotContain(lost.name().value());
  }

  @Test
  @DisplayName("keep a name that only status.job had when the run changes")
  void jobOfAnotherRun() {
    JobName name = new JobName(Snapshots.NAME);
    TuningJobStatus copied =
        new TuningJobStatus(
            1L,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            "1",
            null,
            null,
            null,
            null,
            null,
            List.of(),
            JobProjection.nameOf(Snapshots.in("JOB_STATE_RUNNING")),
            null,
            List.of());

    TuningJobStatus next = project(copied, "2", WAITING, List.of(), Set.of(name));

    assertThat(next.job()).isNull();
    assertThat(next.attempts())
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.job()).isEqualTo(Snapshots.NAME);
              assertThat(attempt.run()).isEqualTo("1");
              assertThat(attempt.state()).isEqualTo("JOB_STATE_RUNNING");
            });
  }

  @Test
  @DisplayName("begin with the second job, and name each model and endpoint once")
  void endpointsOnce() {
    JobSnapshot first = job(1, "1", 1, "JOB_STATE_SUCCEEDED");
    JobSnapshot second = job(2, "2", 1, "JOB_STATE_SUCCEEDED");

    TuningJobStatus one = project(null, "1", followed(first), List.of(first), Set.of());
    assertThat(one.attempts()).isEmpty();

    TuningJobStatus two = project(one, "2", followed(second), List.of(first, second), Set.of());
    assertThat(two.attempts().getFirst().model())
        .isEqualTo("projects/6/locations/us-central1/models/1");
    assertThat(two.attempts().getFirst().endpoints())
        .as("the default one first, then the other checkpoints'")
        .containsExactly(
            "projects/6/locations/us-central1/endpoints/1",
            "projects/6/locations/us-central1/endpoints/1-2");
    assertThat(two.attempts()).hasSize(1);

    List<JobSnapshot> withoutBodies = List.of(first.withoutBody(), second.withoutBody());
    assertThat(project(two, "2", WAITING, withoutBodies, Set.of()).attempts())
        .as("when the bodies were dropped")
        .isEqualTo(two.attempts());
  }
}
