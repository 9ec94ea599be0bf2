package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.lifecycle.HyperParameters;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes snapshots, for tests: from {@code tuningJobs.get} in its REST spelling, or by parts. */
final class Snapshots {
  static final String NAME = "projects/646700000009/locations/us-central1/tuningJobs/12345";
  static final String MODEL = "projects/646700000009/locations/us-central1/models/77@1";
  static final String ENDPOINT = "projects/646700000009/locations/us-central1/endpoints/88";
  static final Instant CREATED = Instant.parse("2026-01-01T10:00:00.123456Z");

  private Snapshots() {}

  static JobSnapshot of(JobStatus rest, Map<String, String> labels) {
    dev.tunesmith.api.v1alpha1.tuningjob.JobError error = rest.error();
    dev.tunesmith.api.v1alpha1.tuningjob.TunedModel model = rest.tunedModel();
    return new JobSnapshot(
        new JobName(Objects.requireNonNullElse(rest.name(), NAME)),
        JobState.of(Objects.requireNonNull(rest.state())),
        time(rest.createTime()),
        time(rest.startTime()),
        time(rest.endTime()),
        time(rest.updateTime()),
        error == null
            ? null
            : new JobSnapshot.JobError(
                Objects.requireNonNull(error.code()), Objects.requireNonNull(error.message())),
        rest.experiment(),
        model == null
            ? null
            : new JobSnapshot.TunedModel(
                model.model(),
                model.endpoint(),
                model.checkpoints().stream()
                    .map(
                        c ->
                            new JobSnapshot.Checkpoint(
                                c.checkpointId(), c.epoch(), c.step(), c.endpoint()))
                    .toList()),
        null,
        labels,
        rest.baseModel(),
        rest.tunedModelDisplayName(),
        null);
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  static JobSnapshot in(String state) {
    return with(state, null, null, null, null, null);
  }

  static JobSnapshot labelled(String label, String value) {
    JobSnapshot plain = in("JOB_STATE_PENDING");
    return of(JobProjection.nameOf(plain), Map.of(label, value));
  }

  static JobSnapshot with(
      String state,
      @Nullable Instant updated,
      JobSnapshot.@Nullable JobError error,
      JobSnapshot.@Nullable TunedModel model,
      JobSnapshot.@Nullable DataStats stats,
      @Nullable HyperParameters parameters) {
    return new JobSnapshot(
        new JobName(NAME),
        JobState.of(state),
        CREATED,
        null,
        null,
        updated,
        error,
        null,
        model,
        stats,
        Map.of("tunesmith-submission", "s-1", "tunesmith-attempt", "1"),
        null,
        null,
        parameters);
  }

  static JobSnapshot succeeded() {
    return with(
        "JOB_STATE_SUCCEEDED",
        null,
        null,
        new JobSnapshot.TunedModel(MODEL, ENDPOINT, List.of()),
        null,
        null);
  }
}
