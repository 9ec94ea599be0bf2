package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.HyperParameters;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.OwnerLabels;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.support.VirtualTime;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The status")
class StatusProjectorTest {
  private static final String EMOJI = "🎵";

  private final VirtualTime time = new VirtualTime();
  private final StatusProjector projector = new StatusProjector(time);

  private TuningJobStatus project(@Nullable TuningJobStatus before, Progress progress) {
    return projector.project(before, subject(1, "1"), progress);
  }

  private static Subject subject(long generation, String run) {
    return new Subject(
        generation, run, run, "here", new Scope("my-project", "us-central1"), List.of());
  }

  private static Progress observed(JobSnapshot job) {
    return new Progress.Observed(job, false);
  }

  @Test
  @DisplayName("names run, instance and place of an observed job where they are missing")
  void missingParts() {
    JobStatus job =
        project(null, observed(Snapshots.with("JOB_STATE_RUNNING", at(1), null, null, null, null)))
            .job();
    TuningJobStatus earlier =
        new TuningJobStatus(1L, List.of(), null, null, null, null, null, List.of(), job);

    TuningJobStatus status = project(earlier, observed(Snapshots.succeeded()));

    assertThat(status.run()).isEqualTo("1");
    assertThat(status.instanceId()).isEqualTo("here");
    assertThat(status.projectId()).isEqualTo("my-project");
    assertThat(status.location()).isEqualTo("us-central1");
  }

  @Test
  @DisplayName("is not written when the service moved updateTime and nothing else")
  void updateTimeAlone() {
    TuningJobStatus before =
        project(null, observed(Snapshots.with("JOB_STATE_RUNNING", at(1), null, null, null, null)));

    assertThat(
            project(
                before,
                observed(Snapshots.with("JOB_STATE_RUNNING", at(2), null, null, null, null))))
        .isEqualTo(before);
  }

  @Test
  @DisplayName("is not written when the state that follows the name is the one told with it")
  void nameThenSameState() {
    TuningJobStatus named = project(null, new Progress.Named(Snapshots.in("JOB_STATE_PENDING")));

    assertThat(project(named, observed(Snapshots.in("JOB_STATE_PENDING")))).isEqualTo(named);
  }

  @Test
  @DisplayName("takes updateTime along when something else is new")
  void updateTimeGoesAlong() {
    TuningJobStatus before =
        project(null, observed(Snapshots.with("JOB_STATE_QUEUED", at(1), null, null, null, null)));
    TuningJobStatus after =
        project(
            before, observed(Snapshots.with("JOB_STATE_RUNNING", at(2), null, null, null, null)));

    assertThat(Objects.requireNonNull(after.job()).updateTime()).isEqualTo(at(2).toString());
  }

  @Test
  @DisplayName("keeps a condition's transition time while its status stays, and renews it with it")
  void transitionTimes() {
    TuningJobStatus queued = project(null, observed(Snapshots.in("JOB_STATE_QUEUED")));
    time.advance(Duration.ofMinutes(5));
    TuningJobStatus running = project(queued, observed(Snapshots.in("JOB_STATE_RUNNING")));
    assertThat(condition(running, "Ready").getLastTransitionTime())
        .isEqualTo("2026-01-01T10:00:00Z");
    assertThat(condition(running, "Ready").getReason()).isEqualTo("Running");
    time.advance(Duration.ofMinutes(5));

    TuningJobStatus done = project(running, observed(Snapshots.succeeded()));

    assertThat(condition(done, "Ready").getLastTransitionTime()).isEqualTo("2026-01-01T10:10:00Z");
    assertThat(condition(done, "Complete").getLastTransitionTime())
        .isEqualTo("2026-01-01T10:10:00Z");
  }

  @Test
  @DisplayName("speaks of the new generation in every condition, in an end state too")
  void observedGeneration() {
    TuningJobStatus done = project(null, observed(Snapshots.succeeded()));
    TuningJobStatus edited = projector.project(done, subject(7, "1"), new Progress.Unchanged());

    assertThat(edited.observedGeneration()).isEqualTo(7);
    assertThat(edited.conditions()).isNotEmpty();
    assertThat(edited.conditions()).allMatch(c -> c.getObservedGeneration() == 7L);
    assertThat(condition(edited, "Ready").getLastTransitionTime())
        .isEqualTo(condition(done, "Ready").getLastTransitionTime());
  }

  @Test
  @DisplayName("cuts what the service says to its bounds, counted in code points")
  void bounds() {
    String endless = EMOJI.repeat(20_000);
    JobSnapshot job =
        Snapshots.with(
            "JOB_STATE_" + endless,
            null,
            new JobSnapshot.JobError(Integer.MAX_VALUE, endless),
            new JobSnapshot.TunedModel(
                endless,
                endless,
                Collections.nCopies(
                    500, new JobSnapshot.Checkpoint(endless, Long.MAX_VALUE, -1L, endless))),
            null,
            new HyperParameters(Long.MAX_VALUE, Double.NaN, endless));
    TuningJobStatus status = project(null, observed(job));

    JobStatus told = Objects.requireNonNull(status.job());
    assertThat(length(told.state())).isEqualTo(Bounds.STATE);
    assertThat(length(Objects.requireNonNull(told.error()).message()))
        .isEqualTo(Bounds.ERROR_MESSAGE);
    TunedModel model = Objects.requireNonNull(told.tunedModel());
    assertThat(length(model.model())).isEqualTo(Bounds.RESOURCE_NAME);
    assertThat(length(model.endpoint())).isEqualTo(Bounds.RESOURCE_NAME);
    assertThat(model.endpoint()).endsWith("🎵…");
    assertThat(model.checkpoints()).hasSize(Bounds.CHECKPOINTS);
    assertThat(length(model.checkpoints().getFirst().checkpointId()))
        .isEqualTo(Bounds.CHECKPOINT_ID);
    assertThat(status.attempts().getFirst().endpoints()).hasSizeLessThanOrEqualTo(Bounds.ENDPOINTS);
    assertThat(condition(status, "Ready").getReason()).isEqualTo("UnknownState");
    assertThat(length(condition(status, "Ready").getMessage()))
        .isLessThanOrEqualTo(Bounds.CONDITION_MESSAGE);
    assertThat(Serialization.asJson(status)).doesNotContain("NaN").doesNotContain("\uFFFD");
    assertThat(Serialization.unmarshal(Serialization.asJson(status), TuningJobStatus.class))
        .isEqualTo(status);
  }

  @Test
  @DisplayName("leaves out numbers that JSON does not have, and keeps the largest that it has")
  void numbers() {
    JobSnapshot.Distribution odd =
        new JobSnapshot.Distribution(
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MAX_VALUE,
            -0.0,
            null);
    JobSnapshot.DataStats stats =
        new JobSnapshot.DataStats(Long.MAX_VALUE, null, null, -1L, 0L, null, odd, null, odd);
    TuningJobStatus status =
        project(null, observed(Snapshots.with("JOB_STATE_RUNNING", null, null, null, stats, null)));

    String json = Serialization.asJson(status);
    assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
    assertThat(json).contains("9223372036854775807");
    assertThat(Serialization.unmarshal(json, TuningJobStatus.class)).isEqualTo(status);
  }

  @Test
  @DisplayName("never shows training data that an error quotes")
  void quotedData() {
    String secret = "the patient said";
    String quoting = "Row 7: bad. JSON: {\"contents\": \"" + secret + "\"}";
    JobSnapshot failed =
        Snapshots.with(
            "JOB_STATE_FAILED", null, new JobSnapshot.JobError(3, quoting), null, null, null);
    Failure failure = new Failure(Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", quoting);

    for (Progress progress :
        List.of(
            observed(failed),
            new Progress.Refused(failure),
            new Progress.OutOfSight(Snapshots.in("JOB_STATE_RUNNING"), failure))) {
      assertThat(Serialization.asJson(project(null, progress))).doesNotContain(secret);
    }
  }

  @Test
  @DisplayName(
      "keeps the last ten attempts: finished ones of other runs go first, the present one never")
  void attemptsAreTrimmed() {
    TuningJobStatus status = null;
    for (int run = 1; run <= 15; run++) {
      Subject subject = subject(run, Integer.toString(run));
      JobSnapshot job = numbered(run);
      Submission submission = new Submission("s-" + run, 1, time.instant());
      status = projector.project(status, subject, new Progress.Intended(submission));
      if (run % 5 != 0) {
        status = projector.project(status, subject, new Progress.Named(job));
        status = projector.project(status, subject, observed(job));
      }
    }

    List<Attempt> attempts = Objects.requireNonNull(status).attempts();
    assertThat(attempts).hasSize(Bounds.ATTEMPTS);
    assertThat(attempts.stream().map(Attempt::run))
        .as("5 and 10 are still in doubt, so they stay")
        .containsExactly("5", "7", "8", "9", "10", "11", "12", "13", "14", "15");
  }

  @Test
  @DisplayName("drops what an earlier run ended with in the write of the next run's intent")
  void newRun() {
    TuningJobStatus done = project(null, observed(Snapshots.succeeded()));
    TuningJobStatus next =
        projector.project(
            done, subject(2, "2"), new Progress.Intended(new Submission("s-2", 1, time.instant())));

    assertThat(next.conditions().stream().map(Condition::getType))
        .containsExactlyInAnyOrder("Ready", "Reconciling");
    assertThat(next.job()).isNull();
    assertThat(next.attempts()).hasSize(2);
  }

  private static JobSnapshot numbered(int number) {
    return new JobSnapshot(
        new JobName("projects/6/locations/us-central1/tuningJobs/" + number),
        JobState.Known.JOB_STATE_SUCCEEDED,
        Snapshots.CREATED,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of("tunesmith-submission", "s-" + number),
        null,
        null,
        null);
  }

  private static Instant at(int second) {
    return Snapshots.CREATED.plusSeconds(second);
  }

  private static int length(@Nullable String text) {
    String present = Objects.requireNonNull(text);
    return present.codePointCount(0, present.length());
  }

  private static Condition condition(TuningJobStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @DisplayName(
      "keeps its own intent where the job's label can be no submission: the write must not fail")
  void oddSubmissionLabel() {
    for (String odd : List.of("x".repeat(1_000_000), "", "A b", "ü")) {
      TuningJobStatus intended =
          project(null, new Progress.Intended(new Submission("s-1", 1, at(1))));

      TuningJobStatus named =
          project(intended, new Progress.Named(Snapshots.labelled(OwnerLabels.SUBMISSION, odd)));

      assertThat(named.submission()).isEqualTo(intended.submission());
    }
  }

  @Test
  @DisplayName("holds no half of a surrogate pair: it would be written again and again")
  void halfOfAPair() {
    TuningJobStatus status =
        project(null, new Progress.Held("Reason", "a\uD800b" + EMOJI + "\uDC00"));

    assertThat(status.conditions().getFirst().getMessage())
        .isEqualTo("a\uFFFDb" + EMOJI + "\uFFFD");
  }
}
