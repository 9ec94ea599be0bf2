package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.Recorded;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.support.VirtualTime;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a status is read as")
class StatusReaderTest {
  private final VirtualTime time = new VirtualTime();
  private final StatusProjector projector = new StatusProjector(time);

  @Test
  @DisplayName("nothing, when there is none or only the schema's default")
  void nothing() {
    assertThat(StatusReader.read(null)).isEqualTo(Recorded.NOTHING);
    assertThat(read("observedGeneration: -1")).isEqualTo(Recorded.NOTHING);
  }

  @Test
  @DisplayName("an intent, then a name, then an end: each is read back as it was written")
  void roundTrip() {
    TuningJobStatus status = project(null, new Progress.Intended(submission("s-1")));
    Recorded intent = StatusReader.read(status);
    assertThat(intent.inDoubt()).isTrue();
    assertThat(Objects.requireNonNull(intent.submission()).id()).isEqualTo("s-1");
    assertThat(intent.doubted()).as("the present call is not an earlier one").isFalse();
    assertThat(intent.scope()).isEqualTo(new Scope("my-project", "us-central1"));

    status = project(status, new Progress.Named(Snapshots.in("JOB_STATE_PENDING")));
    Recorded named = StatusReader.read(status);
    assertThat(named.unfinished()).isTrue();
    assertThat(named.inDoubt()).isFalse();

    status = project(status, new Progress.Named(Snapshots.succeeded()));
    assertThat(StatusReader.read(status).finished()).as("named, not yet told").isFalse();

    status = project(status, new Progress.Observed(Snapshots.succeeded(), false));
    assertThat(StatusReader.read(status).finished()).isTrue();
    assertThat(StatusReader.read(status).unfinished()).isFalse();
  }

  @Test
  @DisplayName("an earlier call in doubt is remembered when another intent follows, and only then")
  void doubted() {
    TuningJobStatus status = project(null, new Progress.Intended(submission("s-0")));
    status = project(status, new Progress.Intended(submission("s-1")));
    assertThat(StatusReader.read(status).doubted()).isTrue();
    status = project(status, new Progress.Named(Snapshots.in("JOB_STATE_PENDING")));
    assertThat(StatusReader.read(status).doubted()).isTrue();

    status = project(null, new Progress.Intended(submission("s-0")));
    status =
        project(
            status,
            new Progress.Refused(new Failure(Failure.Kind.QUOTA_EXCEEDED, "CODE", "not now")));
    status = project(status, new Progress.Intended(submission("s-1")));
    assertThat(StatusReader.read(status).doubted()).as("refused is not in doubt").isFalse();
  }

  @Test
  @DisplayName("the generation that the service refused, but not one that we refused ourselves")
  void rejected() {
    Failure failure = new Failure(Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", "no");
    TuningJobStatus byService = project(null, new Progress.Refused(failure));
    TuningJobStatus byUs =
        project(null, new Progress.Stalled("RequestRejected", "unknown field spec.tuning.x"));

    assertThat(StatusReader.read(byService).rejectedGeneration()).isEqualTo(1);
    assertThat(StatusReader.read(byUs).rejectedGeneration()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "job: {name: 'projects/p/locations/l/tuningJobs/1/../2'}",
        "job: {name: 'https://evil/projects/p/locations/l/tuningJobs/1'}",
        "job: {name: ''}",
        "job: {}",
        "submission: {}",
        "submission: {id: 'has space'}",
        "submission: {id: ''}",
        "projectId: p",
        "projectId: ' '\nlocation: l",
        "attempts: [null, {}, {job: null, reason: null}]",
        "conditions: [null, {}, {type: Stalled, reason: RequestRejected}]"
      })
  @DisplayName("garbage reads as not there")
  void garbage(String yaml) {
    assertThat(read(yaml)).isEqualTo(Recorded.NOTHING);
  }

  @Test
  @DisplayName("an intent whose number or time is garbage is still an intent")
  void halfGarbage() {
    Recorded recorded = read("submission: {id: s-1, attempt: -7, time: yesterday}");

    assertThat(recorded.inDoubt()).as("a create may have been sent for it").isTrue();
    assertThat(Objects.requireNonNull(recorded.submission()).attempt()).isOne();
  }

  @Test
  @DisplayName("the run of a job whose status does not name it, from the attempts")
  void runOfTheAttempt() {
    TuningJobStatus told = project(null, new Progress.Observed(Snapshots.succeeded(), false));
    TuningJobStatus wiped =
        new TuningJobStatus(
            told.observedGeneration(),
            told.conditions(),
            null,
            told.instanceId(),
            told.projectId(),
            told.location(),
            told.submission(),
            told.attempts(),
            told.job());

    assertThat(StatusReader.read(wiped)).isEqualTo(StatusReader.read(told));
    assertThat(StatusReader.read(wiped).run()).isEqualTo("1");
  }

  @Test
  @DisplayName("an end without conditions was not told: it is told again")
  void endWithoutConditions() {
    TuningJobStatus told = project(null, new Progress.Observed(Snapshots.succeeded(), false));
    TuningJobStatus damaged =
        new TuningJobStatus(
            told.observedGeneration(),
            List.of(),
            told.run(),
            told.instanceId(),
            told.projectId(),
            told.location(),
            told.submission(),
            told.attempts(),
            told.job());

    assertThat(StatusReader.read(told).finished()).isTrue();
    assertThat(StatusReader.read(damaged).finished()).isFalse();
  }

  private Submission submission(String id) {
    return new Submission(id, 1, time.instant());
  }

  private TuningJobStatus project(@Nullable TuningJobStatus before, Progress progress) {
    Scope scope = new Scope("my-project", "us-central1");
    Subject subject = new Subject(1, "1", "1", "here", scope, List.of());
    return projector.project(before, subject, progress);
  }

  private static Recorded read(String yaml) {
    return StatusReader.read(Serialization.unmarshal(yaml, TuningJobStatus.class));
  }
}
