package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Rejected;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobMetadata;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.sim.SimTime;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The status")
class StatusProjectorTest {
  private static final String EMOJI = "🎵";

  private final SimTime time = new SimTime();
  private final StatusProjector projector = new StatusProjector(time);

  private TuningJobStatus project(@Nullable TuningJobStatus before, Report report) {
    return project(before, 1, "1", report);
  }

  /** All jobs that a report is about are listed; the model is not known. */
  private TuningJobStatus project(
      @Nullable TuningJobStatus before, long generation, String run, Report report) {
    List<JobSnapshot> jobs =
        switch (report) {
          case Report.Created created -> List.of(created.job());
          case Report.Followed followed -> List.of(followed.job());
          case Report.Unseen unseen -> List.of(unseen.lastSeen());
          default -> List.of();
        };
    return projector.project(before, report, Reports.context(generation, run, jobs), null);
  }

  private static Report followed(JobSnapshot job) {
    return new Report.Followed(job, Reports.SCOPE, false, null);
  }

  private static Report created(JobSnapshot job) {
    return new Report.Created(job, Reports.SCOPE);
  }

  private static final Report SUBMITTING = new Report.Submitting(1, Reports.SCOPE);

  @Test
  @DisplayName("names run, instance and place of an observed job where they are missing")
  void missingParts() {
    JobStatus job = project(null, followed(Snapshots.with("JOB_STATE_RUNNING", at(1)))).job();
    TuningJobStatus earlier =
        new TuningJobStatus(
            1L, List.of(), null, null, null, null, null, null, null, null, null, null, null,
            List.of(), job, null, List.of());

    TuningJobStatus status = project(earlier, followed(Snapshots.succeeded()));

    assertThat(status.run()).isEqualTo("1");
    assertThat(status.instanceId()).isEqualTo("here");
    assertThat(status.projectId()).isEqualTo("my-project");
    assertThat(status.location()).isEqualTo("us-central1");
  }

  @Test
  @DisplayName("changes by a note also where it was empty: a write without a change locks nothing")
  void noteOnAnEmptyStatus() {
    TuningJobStatus noted = project(null, new Report.Noted("Requesting a cancellation."));

    assertThat(noted.conditions())
        .filteredOn(condition -> "Ready".equals(condition.getType()))
        .extracting(Condition::getMessage)
        .containsExactly("Requesting a cancellation.");
  }

  @Test
  @DisplayName("is not written when the service moved updateTime and nothing else")
  void updateTimeAlone() {
    TuningJobStatus before = project(null, followed(Snapshots.with("JOB_STATE_RUNNING", at(1))));

    assertThat(project(before, followed(Snapshots.with("JOB_STATE_RUNNING", at(2)))))
        .isEqualTo(before);
  }

  @Test
  @DisplayName("is not written when the state that follows the name is the one written with it")
  void nameThenSameState() {
    TuningJobStatus named =
        project(project(null, SUBMITTING), created(Snapshots.in("JOB_STATE_PENDING")));

    assertThat(project(named, followed(Snapshots.in("JOB_STATE_PENDING")))).isEqualTo(named);
  }

  @Test
  @DisplayName("keeps a condition's transition time while its status stays, and renews it with it")
  void transitionTimes() {
    TuningJobStatus queued = project(null, followed(Snapshots.in("JOB_STATE_QUEUED")));
    time.advance(Duration.ofMinutes(5));
    TuningJobStatus running = project(queued, followed(Snapshots.in("JOB_STATE_RUNNING")));
    assertThat(condition(running, "Ready").getLastTransitionTime())
        .isEqualTo("2026-01-01T10:00:00Z");
    assertThat(condition(running, "Ready").getReason()).isEqualTo("Running");
    time.advance(Duration.ofMinutes(5));

    TuningJobStatus done = project(running, followed(Snapshots.succeeded()));

    assertThat(condition(done, "Ready").getLastTransitionTime()).isEqualTo("2026-01-01T10:10:00Z");
    assertThat(condition(done, "Complete").getLastTransitionTime())
        .isEqualTo("2026-01-01T10:10:00Z");
  }

  @Test
  @DisplayName("speaks of the new generation in every condition, in an end state too")
  void observedGeneration() {
    TuningJobStatus done = project(null, followed(Snapshots.succeeded()));
    TuningJobStatus edited = project(done, 7, "1", followed(Snapshots.succeeded()));

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
    String checkpoints =
        IntStream.range(0, 50)
            .mapToObj(
                id ->
                    """
                    {"checkpointId": "%1$s%2$s", "step": -1, "endpoint": "%1$s%2$s"}\
                    """
                        .formatted(id, endless))
            .collect(Collectors.joining(","));
    JobSnapshot job =
        Snapshots.with(
            "JOB_STATE_" + endless,
            null,
            """
            {"error": {"code": 2147483647, "message": "%1$s"},
             "tunedModel": {"model": "%1$s", "endpoint": "%1$s", "checkpoints": [%2$s]},
             "supervisedTuningSpec": {"hyperParameters": {
               "epochCount": 9223372036854775807, "learningRateMultiplier": "NaN",
               "adapterSize": "%1$s"}}}
            """
                .formatted(endless, checkpoints));
    TuningJobStatus status = project(null, followed(job));

    JobStatus shown = Objects.requireNonNull(status.job());
    assertThat(length(shown.state())).isEqualTo(Bounds.STATE);
    assertThat(length(Objects.requireNonNull(shown.error()).message()))
        .isLessThanOrEqualTo(Bounds.ERROR_MESSAGE);
    TunedModel model = Objects.requireNonNull(shown.tunedModel());
    assertThat(length(model.model())).isEqualTo(Bounds.RESOURCE_NAME);
    assertThat(length(model.endpoint())).isEqualTo(Bounds.RESOURCE_NAME);
    assertThat(model.endpoint()).endsWith("🎵…");
    assertThat(model.checkpointEndpoints()).hasSize(Bounds.CHECKPOINTS);
    assertThat(model.checkpointEndpoints().keySet())
        .allMatch(id -> length(id) == Bounds.CHECKPOINT_ID);
    assertThat(length(status.state())).isLessThanOrEqualTo(Bounds.STATE);
    assertThat(condition(status, "Ready").getReason()).isEqualTo("UnknownState");
    assertThat(length(condition(status, "Ready").getMessage()))
        .isLessThanOrEqualTo(Bounds.CONDITION_MESSAGE);
    assertThat(Serialization.asJson(status)).doesNotContain("NaN").doesNotContain("\uFFFD");
    assertThat(Serialization.unmarshal(Serialization.asJson(status), TuningJobStatus.class))
        .isEqualTo(status);
  }

  @Test
  @DisplayName("shows progress and metrics where the transport has them, within bounds")
  void progress() {
    JobSnapshot job =
        Snapshots.with(
            "JOB_STATE_RUNNING",
            null,
            """
            {"tuningJobState": "TUNING_JOB_STATE_TUNING",
             "tuningJobMetadata": {"completedEpochCount": "2", "completedStepCount": 17},
             "gcsMetricsUri": "gs://b/%s"}
            """
                .formatted("x".repeat(10_000)));

    JobStatus shown = Objects.requireNonNull(project(null, followed(job)).job());
    assertThat(shown.tuningJobState()).isEqualTo("TUNING_JOB_STATE_TUNING");
    assertThat(shown.tuningJobMetadata()).isEqualTo(new TuningJobMetadata(2L, 17L));
    assertThat(shown.gcsMetricsUri()).startsWith("gs://b/x").hasSize(Bounds.DATASET_URI);
  }

  @Test
  @DisplayName("leaves out what has another type than the API record's, and nothing else")
  void illTyped() {
    JobSnapshot job =
        Snapshots.with(
            "JOB_STATE_RUNNING",
            null,
            """
            {"tuningJobState": ["x"], "tuningJobMetadata": "half", "baseModel": {"a": 1},
             "experiment": null, "gcsMetricsUri": 7,
             "tunedModel": {"model": "m", "checkpoints": {"0": {}}},
             "supervisedTuningSpec": {"hyperParameters": {"epochCount": "many"}},
             "tuningDataStats": {"supervisedTuningDataStats": {
               "tuningDatasetExampleCount": 1.5, "tuningStepCount": "160"}}}
            """);

    JobStatus shown = Objects.requireNonNull(project(null, followed(job)).job());
    assertThat(Jobs.object(Serialization.asJson(shown)))
        .isEqualTo(
            Jobs.object(
                """
                {"name": "%s", "state": "JOB_STATE_RUNNING", "gcsMetricsUri": "7",
                 "createTime": "%s", "tunedModel": {"model": "m"},
                 "tuningDataStats": {"supervisedTuningDataStats": {"tuningStepCount": 160}}}
                """
                    .formatted(Snapshots.NAME, Snapshots.CREATED)));
  }

  @Test
  @DisplayName("leaves out numbers that JSON does not have, and keeps the largest that it has")
  void numbers() {
    String stats =
        """
        {"supervisedTuningSpec": {"hyperParameters": {
          "learningRateMultiplier": "NaN", "beta": "-Infinity", "learningRate": 1.7976931348623157E308}},
         "tuningDataStats": {"supervisedTuningDataStats": {
          "tuningDatasetExampleCount": "9223372036854775807", "totalBillableTokenCount": "-1",
          "tuningStepCount": 0, "totalTruncatedExampleCount": "99999999999999999999"}}}
        """;
    TuningJobStatus status =
        project(null, followed(Snapshots.with("JOB_STATE_RUNNING", null, stats)));

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
            "JOB_STATE_FAILED",
            null,
            """
            {"error": {"code": 3, "message": "Row 7: bad. JSON: {\\"contents\\": \\"%1$s\\"}"},
             "tuningDataStats": {"supervisedTuningDataStats": {
               "userDatasetExamples": [{"parts": [{"text": "%1$s"}]}]}}}
            """
                .formatted(secret));
    Failure failure = new Failure(Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", quoting);

    for (Report report :
        List.of(
            followed(failed),
            new Report.Refused(failure.kind().reason(), failure.message(), true, "v1-0"),
            new Report.Unseen(
                Snapshots.in("JOB_STATE_RUNNING"),
                Reports.SCOPE,
                failure.kind().reason(),
                failure.message()))) {
      assertThat(Serialization.asJson(project(null, report))).doesNotContain(secret);
    }
  }

  @Test
  @DisplayName("drops what an earlier run ended with in the write of the next run's submission")
  void newRun() {
    TuningJobStatus done = project(null, followed(Snapshots.succeeded()));
    TuningJobStatus next =
        projector.project(
            done, SUBMITTING, Reports.context(2, "2", List.of(Snapshots.succeeded())), null);

    assertThat(next.conditions().stream().map(Condition::getType))
        .containsExactlyInAnyOrder("Ready", "Reconciling");
    assertThat(next.job()).isNull();
    assertThat(next.state()).isNull();
    assertThat(next.attempts())
        .as("the earlier run's job, with its result")
        .singleElement()
        .satisfies(
            attempt -> {
              assertThat(attempt.run()).isEqualTo("1");
              assertThat(attempt.model()).isEqualTo(Snapshots.MODEL);
              assertThat(attempt.endpoints()).containsExactly(Snapshots.ENDPOINT);
            });
  }

  @Test
  @DisplayName("clears a submission only where the report is certain that no create is open")
  void clears() {
    TuningJobStatus submitted = project(null, SUBMITTING);
    for (boolean clears : new boolean[] {false, true}) {
      Report waiting = new Report.Waiting(ConditionReason.WAITING_FOR_LISTING, "wait", clears);
      Report blocked = new Report.Blocked(ConditionReason.POLICY_VIOLATION, "no", null, clears);
      assertThat(project(submitted, waiting).submission() == null).isEqualTo(clears);
      assertThat(project(submitted, blocked).submission() == null).isEqualTo(clears);
    }
  }

  @Test
  @DisplayName("names the last attempt while another one is waited for, whatever the status said")
  void waitsForAnotherAttempt() {
    Report suspended = new Report.Waiting(ConditionReason.SUSPENDED, "is suspended", true);
    JobSnapshot failed =
        Snapshots.of(Jobs.object("{\"state\": \"JOB_STATE_FAILED\"}"), Reports.labels("1", 1));

    assertThat(project(null, suspended).job()).isNull();
    assertThat(Reports.project(null, suspended, List.of(failed), Set.of()).job())
        .isEqualTo(JobProjection.nameOf(failed));
  }

  @Test
  @DisplayName("records a refusal for good with the run and the inputs, until the next submission")
  void rejected() {
    TuningJobStatus refused =
        project(
            project(null, SUBMITTING),
            new Report.Refused(ConditionReason.REQUEST_REJECTED, "too small", true, "v1-inputs"));

    assertThat(refused.submission()).isNull();
    assertThat(refused.rejected()).isEqualTo(new Rejected("1", "v1-inputs", "too small"));
    assertThat(project(refused, SUBMITTING).rejected()).isNull();
    Report refusedForNow = new Report.Refused(ConditionReason.QUOTA_EXCEEDED, "later", false, null);
    assertThat(project(project(null, SUBMITTING), refusedForNow).rejected()).isNull();
  }

  @Test
  @DisplayName("keeps the scope of the last submission when the resource wants another")
  void scopeIsTheLastSubmissions() {
    TuningJobStatus elsewhere =
        project(null, new Report.Submitting(1, new Scope("old-project", "europe-west4")));

    TuningJobStatus waiting =
        project(elsewhere, new Report.Waiting(ConditionReason.LISTING_JOBS, "wait", true));

    assertThat(waiting.projectId()).isEqualTo("old-project");
    assertThat(waiting.location()).isEqualTo("europe-west4");
    assertThat(
            project(null, new Report.Waiting(ConditionReason.LISTING_JOBS, "w", true)).projectId())
        .as("never the merely wanted one")
        .isNull();
  }

  @Test
  @DisplayName("never takes an end back because something is not known")
  void unknownIsNoNews() {
    TuningJobStatus done = project(null, followed(Snapshots.succeeded()));

    for (ConditionReason reason :
        List.of(
            ConditionReason.LISTING_JOBS,
            ConditionReason.WAITING_FOR_LISTING,
            ConditionReason.CREATE_OUTCOME_UNKNOWN,
            ConditionReason.SERVICE_UNAVAILABLE,
            ConditionReason.QUOTA_EXCEEDED,
            ConditionReason.PERMISSION_DENIED,
            ConditionReason.INTERNAL_ERROR)) {
      TuningJobStatus still = project(done, new Report.Waiting(reason, "not known", false));
      assertThat(still.conditions()).as(reason.value()).isEqualTo(done.conditions());
      assertThat(still.job()).isEqualTo(done.job());
    }
    TuningJobStatus cancelling =
        project(done, new Report.Waiting(ConditionReason.CANCELLING, "being deleted", false));
    assertThat(condition(cancelling, "Ready").getReason()).isEqualTo("Cancelling");
  }

  @Test
  @DisplayName("shows the model's short name: the resource's, else the job's, else the last known")
  void model() {
    JobSnapshot job =
        Snapshots.with(
            "JOB_STATE_RUNNING",
            null,
            "{\"baseModel\": \"publishers/google/models/gemini-3.5-flash\"}");
    TuningJobStatus shown = project(null, followed(job));
    assertThat(shown.model()).isEqualTo("gemini-3.5-flash");
    assertThat(project(shown, 1, "2", SUBMITTING).model()).isEqualTo("gemini-3.5-flash");
    assertThat(
            projector
                .project(shown, SUBMITTING, Reports.context(1, "1", List.of()), "gemini-4")
                .model())
        .isEqualTo("gemini-4");
  }

  @Test
  @DisplayName("shows states of people and a reason only where it differs")
  void columns() {
    assertThat(StatusProjector.shortState("JOB_STATE_PARTIALLY_SUCCEEDED"))
        .isEqualTo("PartiallySucceeded");
    assertThat(StatusProjector.shortState("SOMETHING_ELSE")).isEqualTo("SOMETHING_ELSE");
    assertThat(StatusProjector.shortState(null)).isNull();
    TuningJobStatus running = project(null, followed(Snapshots.in("JOB_STATE_RUNNING")));
    assertThat(running.state()).isEqualTo("Running");
    assertThat(running.reason()).isNull();
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
  @DisplayName("holds no half of a surrogate pair: it would be written again and again")
  void halfOfAPair() {
    TuningJobStatus status =
        project(
            null,
            new Report.Waiting(
                ConditionReason.INTERNAL_ERROR, "a\uD800b" + EMOJI + "\uDC00", false));

    assertThat(status.conditions().getFirst().getMessage())
        .isEqualTo("a\uFFFDb" + EMOJI + "\uFFFD");
  }
}
