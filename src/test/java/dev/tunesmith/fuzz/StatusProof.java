package dev.tunesmith.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.tuningjob.Progress;
import dev.tunesmith.kind.tuningjob.StatusProjector;
import dev.tunesmith.kind.tuningjob.StatusReader;
import dev.tunesmith.kind.tuningjob.Subject;
import dev.tunesmith.kind.tuningjob.Wish;
import dev.tunesmith.kube.ClusterJson;
import dev.tunesmith.lifecycle.Decider;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.Memory;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Situation;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.View;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of any status: the schema takes it, it is read as it was written, it has a
 * Ready with a reason, and once told nothing is left to tell: a loop would be hot.
 */
final class StatusProof {
  static final Scope SCOPE = new Scope("my-project", "us-central1");
  static final Marker MARKER = new Marker("v1-0123456789abcdef0123456789abcdef");
  static final String SUBMISSION = "11111111-2222-3333-4444-555555555555";

  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final int MOST_ROUNDS = 8;

  private final KubernetesSerialization serialization = ClusterJson.serialization();
  private final Schema schema = Schema.of("status");
  private final StatusProjector projector = new StatusProjector(Clock.fixed(NOW, ZoneOffset.UTC));
  private final Decider decider =
      new Decider(new Timing(Duration.ofMinutes(2), Duration.ofMinutes(10)));

  /** The status of a manifest that is refused. */
  TuningJobStatus refused(Wish wish, Situation.Refusal refusal) {
    Situation situation =
        new Situation(
            1,
            "1",
            false,
            wish.scope() == null ? null : new Situation.Target(wish.scope(), MARKER, null),
            refusal,
            StatusReader.read(null),
            View.NOTHING,
            memory(),
            Duration.ofHours(1));
    Decision decision = decider.decide(situation);
    assertThat(decision).isEqualTo(new Decision.Stall(refusal.reason(), refusal.message(), null));
    return told(null, new Progress.Stalled(refusal.reason(), refusal.message()));
  }

  /**
   * A job is bought, and the service shows it as this snapshot from then on.
   *
   * @return the statuses that are written
   */
  List<TuningJobStatus> bought(JobSnapshot job) {
    List<TuningJobStatus> written = new ArrayList<>();
    written.add(told(null, new Progress.Intended(new Submission(SUBMISSION, 1, NOW))));
    written.add(told(written.getLast(), new Progress.Named(job)));
    for (int rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      Progress progress = progress(decide(written.getLast(), job, false));
      TuningJobStatus next =
          progress == null ? written.getLast() : told(written.getLast(), progress);
      if (next.equals(written.getLast())) {
        deletedAndOutOfSight(written, job);
        return written;
      }
      written.add(next);
    }
    throw new AssertionError("the status never comes to rest: " + written);
  }

  private void deletedAndOutOfSight(List<TuningJobStatus> written, JobSnapshot job) {
    TuningJobStatus last = written.getLast();
    assertThat(decide(last, job, true)).isNotNull();
    if (!job.state().ended()) {
      Failure failure = new Failure(Failure.Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE", "no answer");
      written.add(told(last, new Progress.OutOfSight(job, failure)));
    }
    written.add(told(last, new Progress.Observed(job, true)));
  }

  private Decision decide(TuningJobStatus status, JobSnapshot job, boolean deleting) {
    return decider.decide(
        new Situation(
            1,
            "1",
            deleting,
            new Situation.Target(SCOPE, MARKER, null),
            null,
            StatusReader.read(status),
            new View(job, null, null, null, List.of(job), Duration.ofHours(1)),
            memory(),
            Duration.ofHours(1)));
  }

  private static Memory memory() {
    return new Memory(Duration.ZERO, null, null, null, Set.of(), Map.of(), false, null, null);
  }

  /** What a round tells of a decision; null for one that tells nothing or has another effect. */
  private static @Nullable Progress progress(Decision decision) {
    return switch (decision) {
      case Decision.Stall stall -> new Progress.Stalled(stall.reason(), stall.message());
      case Decision.Hold hold -> new Progress.Held(hold.reason(), hold.message());
      case Decision.Adopt adopt -> new Progress.Named(adopt.job());
      case Decision.Follow follow -> new Progress.Observed(follow.job(), false);
      case Decision.GiveUp giveUp -> new Progress.GivenUp();
      case Decision.Finished finished -> new Progress.Unchanged();
      case Decision.Await await -> new Progress.Unchanged();
      case Decision.Look look -> null;
      case Decision.Cancel cancel -> null;
      case Decision.Submit submit -> throw new AssertionError("bought again: " + submit);
      case Decision.Release release -> throw new AssertionError("let go: " + release);
    };
  }

  private TuningJobStatus told(@Nullable TuningJobStatus before, Progress progress) {
    Subject subject = new Subject(1, "1", "1", "fuzz", SCOPE, List.of());
    TuningJobStatus status = projector.project(before, subject, progress);
    String json = serialization.asJson(status);
    JsonNode tree = SpecProof.tree(json);
    assertThat(schema.violations(tree)).as("violations").isEmpty();
    TuningJobStatus read = serialization.unmarshal(json, TuningJobStatus.class);
    assertThat(read).as("as read back").isEqualTo(status);
    if (!(progress instanceof Progress.Intended)) { // each intent is another
      assertThat(projector.project(read, subject, progress)).as("told again").isEqualTo(read);
    }
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
