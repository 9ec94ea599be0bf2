package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.Announcement;
import dev.tunesmith.reconcile.JobKind;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.sim.SimTime;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The kind TuningJob")
class TuningJobKindTest {
  private final List<String> counted = new ArrayList<>();
  private final TuningJobKind kind =
      new TuningJobKind(
          new DesiredJobs("my-project", "us-central1"), new SimTime(), new Counting(), true);

  private final class Counting implements TuningJobListener {
    @Override
    public void shows(ResourceKey key, TuningJob resource) {
      counted.add("shows " + key);
    }

    @Override
    public void created(TuningJob resource) {
      counted.add("created");
    }

    @Override
    public void ended(TuningJob resource) {
      counted.add("ended");
    }

    @Override
    public void gone(ResourceKey key) {
      counted.add("gone " + key);
    }
  }

  private static TuningJob resource(@Nullable TuningJobStatus status) {
    TuningJob resource = new TuningJob();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("team-a")
            .withName("support-tone")
            .withGeneration(1L)
            .build());
    resource.setStatus(status);
    return resource;
  }

  private static TuningJob status(String yaml) {
    return resource(Serialization.unmarshal(yaml, TuningJobStatus.class));
  }

  private TuningJob after(TuningJob before, Report report) {
    List<JobSnapshot> jobs =
        report instanceof Report.Followed followed ? List.of(followed.job()) : List.of();
    return kind.project(before, report, Reports.context(1, "1", jobs));
  }

  private static Report followed(String state) {
    return new Report.Followed(Snapshots.in(state), Reports.SCOPE, false, null);
  }

  @Nested
  @DisplayName("reads of a status")
  class Reading {
    @Test
    @DisplayName("nothing where there is none")
    void none() {
      JobKind.Recorded recorded = kind.recorded(resource(null));

      assertThat(recorded.submitted()).isZero();
      assertThat(recorded.scope()).isNull();
      assertThat(recorded.names()).isEmpty();
      assertThat(recorded.rejected()).isNull();
      assertThat(recorded.silent()).isTrue();
    }

    @Test
    @DisplayName("every job that it names anywhere, with the run that each stands for")
    void names() {
      JobKind.Recorded recorded =
          kind.recorded(
              status(
                  """
                  observedGeneration: 1
                  conditions: [{type: Ready, status: "False", reason: Running, message: m}]
                  run: "2"
                  projectId: old-project
                  location: europe-west4
                  submission: {attempt: 2, time: "2026-01-01T10:00:00Z"}
                  rejected: {run: "2", inputs: v1-x, message: no}
                  attempts:
                  - {run: "1", job: projects/1/locations/l/tuningJobs/1}
                  - {job: projects/1/locations/l/tuningJobs/2}
                  - {run: "1", job: no job at all}
                  - null
                  job: {name: projects/1/locations/l/tuningJobs/3}
                  """));

      assertThat(recorded.submitted()).isEqualTo(2);
      assertThat(recorded.scope()).isEqualTo(new Scope("old-project", "europe-west4"));
      assertThat(recorded.names())
          .containsEntry(name(1), "1")
          .containsEntry(name(2), null)
          .containsEntry(name(3), "2")
          .hasSize(3);
      assertThat(recorded.rejected()).isEqualTo(new JobKind.Rejected("2", "v1-x", "no"));
      assertThat(recorded.silent()).isFalse();
    }

    @Test
    @DisplayName("that it is silent, where it does not speak of this generation or has no Ready")
    void silent() {
      assertThat(kind.recorded(status("observedGeneration: 1\nconditions: [null]\n")).silent())
          .isTrue();
      assertThat(
              kind.recorded(
                      status(
                          """
                          observedGeneration: 0
                          conditions: [{type: Ready, status: "False", reason: R, message: m}]
                          """))
                  .silent())
          .isTrue();
    }

    @Test
    @DisplayName("no scope where half of it is missing or blank")
    void halfAScope() {
      assertThat(kind.recorded(status("projectId: p\n")).scope()).isNull();
      assertThat(kind.recorded(status("projectId: p\nlocation: ' '\n")).scope()).isNull();
    }

    private static JobName name(int id) {
      return new JobName("projects/1/locations/l/tuningJobs/" + id);
    }
  }

  @Nested
  @DisplayName("announces")
  class Announcing {
    private List<Announcement> between(TuningJob before, Report report) {
      return kind.announcements(before, after(before, report));
    }

    @Test
    @DisplayName("the states of a job that are worth it, once")
    void states() {
      TuningJob pending = after(resource(null), followed("JOB_STATE_PENDING"));
      assertThat(kind.announcements(resource(null), pending)).isEmpty();

      TuningJob running = after(pending, followed("JOB_STATE_RUNNING"));
      assertThat(kind.announcements(pending, running))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.warning()).isFalse();
                assertThat(event.reason()).isEqualTo("TuningJobRunning");
              });
      assertThat(kind.announcements(running, after(running, followed("JOB_STATE_RUNNING"))))
          .isEmpty();
      assertThat(reasons(between(running, followed("JOB_STATE_SUCCEEDED"))))
          .containsExactly("Normal TuningJobSucceeded");
    }

    @Test
    @DisplayName("that a job runs in words about the job, whatever Ready waits for")
    void running() {
      TuningJob pending = after(resource(null), followed("JOB_STATE_PENDING"));
      TuningJob unreadable =
          after(
              after(pending, followed("JOB_STATE_RUNNING")),
              new Report.Waiting(ConditionReason.SERVICE_UNAVAILABLE, "no listing", false));

      Announcement first = kind.announcements(pending, unreadable).getFirst();
      assertThat(first.reason()).isEqualTo("TuningJobRunning");
      assertThat(first.message()).endsWith(" is JOB_STATE_RUNNING.");
    }

    @Test
    @DisplayName("every end without a usable model as a Warning")
    void failures() {
      TuningJob running = after(resource(null), followed("JOB_STATE_RUNNING"));

      assertThat(reasons(between(running, followed("JOB_STATE_FAILED"))))
          .containsExactly("Warning TuningJobFailed");
      assertThat(reasons(between(running, followed("JOB_STATE_EXPIRED"))))
          .containsExactly("Warning TuningJobExpired");
      assertThat(reasons(between(running, followed("JOB_STATE_CANCELLED"))))
          .containsExactly("Warning TuningJobCancelled");
      assertThat(
              reasons(
                  between(
                      running,
                      new Report.Followed(Snapshots.succeeded(), Reports.SCOPE, true, null))))
          .as("its model is gone")
          .containsExactly("Warning TuningJobFailed");
    }

    @ParameterizedTest
    @EnumSource(
        names = {
          "REQUEST_REJECTED",
          "POLICY_VIOLATION",
          "INPUTS_CHANGED",
          "NOT_OWNED",
          "JOB_LOST",
          "MARKER_NOT_KEPT",
          "NOT_FOUND"
        })
    @DisplayName("each change to Stalled as a Warning with the condition's reason, once")
    void stalled(ConditionReason reason) {
      TuningJob before = resource(null);
      Report blocked = new Report.Blocked(reason, "a person has to act", null, true);

      assertThat(between(before, blocked))
          .containsExactly(new Announcement(true, reason.value(), "a person has to act"));
      TuningJob stalled = after(before, blocked);
      assertThat(between(stalled, blocked)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
        names = {
          "PERMISSION_DENIED",
          "QUOTA_EXCEEDED",
          "SERVICE_UNAVAILABLE",
          "METADATA_WRITE_REFUSED",
          "INTERNAL_ERROR"
        })
    @DisplayName("each failure that lasts as a Warning, though the operator goes on by itself")
    void lasting(ConditionReason reason) {
      assertThat(between(resource(null), new Report.Waiting(reason, "it is tried again", false)))
          .containsExactly(new Announcement(true, reason.value(), "it is tried again"));
    }

    @ParameterizedTest
    @EnumSource(
        names = {"LISTING_JOBS", "WAITING_FOR_LISTING", "WAITING_FOR_EARLIER_RUN", "CANCELLING"})
    @DisplayName("no ordinary waiting")
    void waiting(ConditionReason reason) {
      assertThat(between(resource(null), new Report.Waiting(reason, "wait", false))).isEmpty();
    }

    @Test
    @DisplayName("a run that was cancelled before a job was created for it, as no job's end")
    void cancelledBefore() {
      Report blocked =
          new Report.Blocked(ConditionReason.CANCELLED, "nothing is billed", null, true);
      assertThat(reasons(between(resource(null), blocked)))
          .containsExactly("Warning TuningJobCancelled");
    }

    @Test
    @DisplayName("the inputs' change beside a job that has ended")
    void inputsChangedAfterTheEnd() {
      TuningJob done = after(resource(null), followed("JOB_STATE_SUCCEEDED"));
      Report blocked =
          new Report.Blocked(
              ConditionReason.INPUTS_CHANGED, "other inputs", Snapshots.succeeded(), true);

      assertThat(reasons(between(done, blocked))).containsExactly("Warning InputsChanged");
    }

    private static List<String> reasons(List<Announcement> announcements) {
      return announcements.stream()
          .map(event -> (event.warning() ? "Warning " : "Normal ") + event.reason())
          .toList();
    }
  }

  @Test
  @DisplayName("counts an end once, and shows each status whether or not it is new")
  void counts() {
    TuningJob running = after(resource(null), followed("JOB_STATE_RUNNING"));
    TuningJob done = after(running, followed("JOB_STATE_SUCCEEDED"));

    kind.reported(running, done);
    kind.reported(done, done);
    kind.created(done);
    kind.gone(Reports.KEY);

    assertThat(counted)
        .containsExactly(
            "ended",
            "shows team-a/support-tone",
            "shows team-a/support-tone",
            "created",
            "gone team-a/support-tone");
  }

  @Test
  @DisplayName("projects a copy: the resource as it was read stays as it is")
  void copies() {
    TuningJob before = resource(null);
    TuningJob after = after(before, followed("JOB_STATE_RUNNING"));

    assertThat(before.getStatus()).isNull();
    assertThat(after.getMetadata())
        .isEqualTo(before.getMetadata())
        .isNotSameAs(before.getMetadata());
  }
}
