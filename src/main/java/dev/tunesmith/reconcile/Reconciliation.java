package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.Deletion;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.LogKeys;
import dev.tunesmith.lifecycle.Now;
import dev.tunesmith.lifecycle.ObservedJobs;
import dev.tunesmith.lifecycle.ObservedJobs.Answer;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reconciliation of one resource whose run is a tuning job. The process may die before and
 * after every effect: what the status says is true at each of these moments, and the next process
 * goes on from the service's jobs.
 */
final class Reconciliation<R extends HasMetadata> extends Attempt<R> {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

  /** A resource says what it waits for within a second of being seen. */
  private static final Duration SILENCE = Duration.ofMillis(800);

  static final Duration NEVER = Duration.ofDays(1);
  private static final Duration CANCEL_AGAIN = Duration.ofMinutes(1);

  private final JobController.Parts<R> parts;
  private final ResourceKey key;
  private final String label;
  private final ResourceState state;
  private final JobController.Family<R> family;
  private @Nullable Situation situation;

  Reconciliation(
      JobController.Parts<R> parts,
      ResourceKey key,
      ResourceState state,
      Writes<R> writes,
      JobController.Family<R> family,
      R resource) {
    super(parts, parts.kind().finalizer(), state.metadata(), writes, resource);
    this.parts = parts;
    this.key = key;
    this.label = parts.label(key);
    this.state = state;
    this.family = family;
  }

  @Override
  protected Optional<Duration> step() {
    Situation in = gather();
    if (Situation.isPaused(resource)) {
      report(in, Situation.PAUSED);
      return Optional.of(NEVER);
    }
    Now now = new Now(now(), parts.clock().instant());
    Decision decision = parts.rules().decide(in.desired(), in.jobs(), state.tenure(), now);
    parts.listener().decided(ReconcileListener.Outcome.of(decision));
    LOG.debug("{}", decision);
    return act(in, decision).map(again -> untilDeadline(in, again));
  }

  /** The deletion's deadline must not depend on the service having something to say. */
  private Duration untilDeadline(Situation in, Duration again) {
    Duration seen = state.tenure().deletionSeen();
    if (!in.desired().deleted() || !in.desired().finalizer() || seen == null) {
      return again;
    }
    Duration left = seen.plus(parts.settings().timing().deletionDeadline()).minus(now());
    return left.compareTo(again) < 0 ? left : again;
  }

  @Override
  protected String runName() {
    return situation == null ? "" : situation.job().run();
  }

  /** In the status as it was last read or written. */
  @Override
  protected void waiting(ConditionReason reason, String message) {
    report(gather(), new Report.Waiting(reason, message, false));
  }

  private Situation gather() {
    Situation gathered = Situation.of(parts, label, state, resource, family.peers());
    situation = gathered;
    return gathered;
  }

  // ---- act

  /** Carries a decision out; empty when the next one is to be made at once. */
  private Optional<Duration> act(Situation in, Decision decision) {
    return switch (decision) {
      case Decision.Ignore ignore -> Optional.of(NEVER);
      case Decision.ListJobs list -> Optional.of(list(in, list));
      case Decision.ReadJob read -> read(in, read.name());
      case Decision.AddFinalizer add -> addFinalizer(in);
      case Decision.Submit submit -> submit(in, submit.attempt());
      case Decision.Follow follow -> Optional.of(follow(in, follow));
      case Decision.Expire expire -> {
        Duration again = follow(in, expire.end());
        yield state.isSettled(expire.end(), generation())
            ? Optional.of(expire())
            : Optional.of(again);
      }
      case Decision.Cancel cancel -> cancel(in, cancel);
      case Decision.Wait wait when wait.reason() == ConditionReason.CHECKING_REWARD -> {
        RewardDryRun.of(in, parts, state, generation())
            .ifPresent(rewards -> event(false, EventReason.REWARD_CHECKED, rewards));
        yield Optional.empty();
      }
      case Decision.Wait wait -> {
        if (!in.requestedEveryCancel(wait, state)) {
          report(in, new Report.Waiting(wait.reason(), wait.message(), wait.clears()));
        }
        yield Optional.of(nextTry(wait.again()));
      }
      case Decision.Block block -> {
        JobSnapshot job = block.job() == null ? null : in.snapshot(block.job().name());
        report(in, new Report.Blocked(block.reason(), block.message(), job, block.clears()));
        yield Optional.of(nextTry(block.again()));
      }
      case Decision.RemoveArtifacts remove ->
          removal(in, remove.job().name()).step(remove.job().name());
      case Decision.Release release -> release(in, release.unconfirmed());
    };
  }

  private Duration nextTry(@Nullable Duration again) {
    Duration untilCancel =
        state.cancels().waiting(now()).values().stream().min(Duration::compareTo).orElse(NEVER);
    return again != null && again.compareTo(untilCancel) < 0 ? again : untilCancel;
  }

  private Duration list(Situation in, Decision.ListJobs list) {
    parts.informer().request(label, in.scopes(), list.since());
    Duration wait = list.since().minus(now());
    Optional<Report> says = ListingReport.of(in, list.why());
    if (says.isPresent()) {
      report(in, says.get());
    } else if (in.recorded().silent()) {
      Duration silent = now().minus(state.tenure().since());
      if (silent.compareTo(SILENCE) < 0) {
        return SILENCE.minus(silent);
      }
      report(in, ListingReport.begun());
    }
    return wait.isPositive() ? wait : NEVER;
  }

  /** H: a name that no listing shows is read. */
  private Optional<Duration> read(Situation in, JobName name) {
    Duration wait = state.untilRead(name, now());
    if (wait.isPositive()) {
      return Optional.of(nextTry(wait));
    }
    switch (parts.service().get(parts.informer().scopeOf(name), name)) {
      case TuningJobs.Found found -> {
        JobLabels labels = parts.informer().found(found.job());
        if (labels == null || !labels.resource().equals(label)) {
          state.notOwned(name);
        } else if (!found.job().name().equals(name)) {
          state.otherName(name);
        }
      }
      case TuningJobs.Absent absent -> {
        state.missing(name, now());
        if (state.answer(name) == Answer.UNKNOWN) {
          report(
              in,
              new Report.Waiting(
                  ConditionReason.LISTING_JOBS,
                  "Vertex AI says that "
                      + name
                      + " does not exist. It is read once more in "
                      + Timing.LOST_AFTER.toSeconds()
                      + "s before the operator acts on that.",
                  false));
        }
      }
      case TuningJobs.Unknown unknown -> {
        Failure failure = unknown.failure();
        Duration pause = parts.pause(failure.kind(), 3);
        state.unreadable(name, now().plus(pause));
        report(
            in,
            new Report.Waiting(
                failure.kind().reason(),
                name
                    + " cannot be read, and nothing is created until it can be: "
                    + failure.message(),
                false));
      }
    }
    return Optional.empty();
  }

  private Optional<Duration> addFinalizer(Situation in) {
    Optional<Duration> refused = finalizer(true);
    if (refused.isEmpty()) {
      state.addedFinalizer(in.recorded().submitted() > 0);
    }
    return refused;
  }

  /** B: locked write of the submission, one create within the window, its name first and alone. */
  private Optional<Duration> submit(Situation in, int attempt) {
    if (!parts.mayAct().getAsBoolean()) {
      return Optional.of(AT_ONCE);
    }
    Scope scope = in.scope();
    JobRequest request = Objects.requireNonNull(in.job().request());
    if (!locked(in, new Report.Submitting(attempt, scope))) {
      LOG.warn("No create call was sent: its status write was not in time");
      return Optional.of(AT_ONCE);
    }
    Map<String, String> labels =
        new JobLabels(
                parts.settings().instanceId(),
                label,
                in.desired().run(),
                Objects.requireNonNull(in.desired().inputs()),
                attempt)
            .toMap(key);
    Duration sent = now();
    state.sending(sent);
    switch (parts.service().create(scope, request, labels)) {
      case TuningJobs.Created created -> {
        JobSnapshot job = created.job();
        parts.informer().created(scope, job, labels);
        state.replied(sent);
        state.created(job.name(), in.job().run());
        // In the log before it is in the status: the resource may be gone.
        LOG.atInfo()
            .addKeyValue(LogKeys.RUN, runName())
            .addKeyValue(LogKeys.JOB, job.name())
            .log("{} was created", job.name());
        // Gathered again: the job is in the attempts, and the next report has nothing to add.
        report(gather(), new Report.Created(job, scope));
        parts.kind().created(resource);
        event(
            false,
            EventReason.TUNING_JOB_CREATED,
            job.name() + " was created" + (attempt == 1 ? "." : ", attempt " + attempt + "."));
      }
      case TuningJobs.Refused refused -> {
        state.replied(sent);
        refused(in, refused.failure());
      }
      case TuningJobs.OutcomeUnknown unknown -> {
        parts.listener().count(Occurrence.CREATE_OUTCOME_UNKNOWN);
        event(true, ConditionReason.CREATE_OUTCOME_UNKNOWN.value(), unknown.failure().message());
      }
    }
    return Optional.empty();
  }

  private void refused(Situation in, Failure failure) {
    Duration pause = parts.pause(failure.kind(), state.failures(generation()));
    Refusal refusal = Refusal.of("Vertex AI", failure, pause, parts.clock().instant());
    state.refused(refusal.verdict(), now().plus(pause), generation());
    report(
        in,
        new Report.Refused(
            failure.kind().reason(),
            refusal.message(),
            refusal.stalled(),
            refusal.forGood() ? in.desired().inputs() : null));
  }

  /** F: the job that counts is reported; of an ended one, once. */
  private Duration follow(Situation in, Decision.Follow follow) {
    JobSnapshot job = in.snapshot(follow.job().name());
    Scope scope = parts.informer().scopeOf(job.name());
    if (!job.state().ended()) {
      Failure failure = in.observed().readFailure();
      adopted(in, job);
      report(
          in,
          failure == null
              ? new Report.Followed(job, scope, false, follow.remark())
              : new Report.Unseen(job, scope, failure.kind().reason(), failure.message()));
      return nextTry(follow.again());
    }
    if (state.isSettled(follow, generation())) {
      return nextTry(follow.again());
    }
    return new Completion<>(parts, label, state, this, in)
        .step(follow, job)
        .map(this::nextTry)
        .orElseGet(() -> nextTry(null));
  }

  /** Notes that a job exists that this process did not create. */
  void adopted(Situation in, JobSnapshot job) {
    if (!in.names(job) && !state.createdHere(job.name())) {
      state.created(job.name(), in.job().run());
      parts.listener().count(Occurrence.ADOPTED);
      event(
          false,
          EventReason.TUNING_JOB_ADOPTED,
          job.name() + " (" + job.state().raw() + ") exists already; nothing was created.");
    }
  }

  /** C, D, F under rule L: a locked write, then the request within the window. */
  private Optional<Duration> cancel(Situation in, Decision.Cancel cancel) {
    if (!parts.mayAct().getAsBoolean()) {
      return Optional.of(AT_ONCE);
    }
    JobName name = cancel.job().name();
    Decision.Cause cause = cancel.cause();
    boolean duplicate = cause == Decision.Cause.DUPLICATE;
    int request = state.cancels().calls(name.value()) + 1;
    String why =
        "Requesting the cancellation of "
            + name
            + " because "
            + cause.words()
            // Differs each time: a write that changes nothing would prove nothing.
            + " (request "
            + request
            + " at "
            + parts.clock().instant().truncatedTo(ChronoUnit.SECONDS)
            + ")."
            + (cause == Decision.Cause.DELETION
                ? " The finalizer is removed when it has ended, or at the deletion's deadline."
                : "");
    if (!locked(
        in,
        duplicate
            ? new Report.Noted(why)
            : new Report.Waiting(ConditionReason.CANCELLING, why, false))) {
      return Optional.of(AT_ONCE);
    }
    switch (parts.service().cancel(parts.informer().scopeOf(name), name)) {
      case TuningJobs.CancelAccepted accepted -> {
        state.cancels().tried(name.value(), now().plus(CANCEL_AGAIN));
        if (request == 1) {
          if (duplicate) {
            parts.listener().count(Occurrence.DUPLICATE_CANCELLED);
          }
          event(
              duplicate,
              duplicate ? EventReason.DUPLICATE_JOB_CANCELLED : EventReason.CANCEL_REQUESTED,
              "Requested the cancellation of " + name + " because " + cause.words() + ".");
        }
      }
      case TuningJobs.Unknown unknown -> {
        Duration pause = parts.pause(unknown.failure().kind(), request);
        state.cancels().tried(name.value(), now().plus(pause));
        event(
            true,
            EventReason.CANCEL_FAILED,
            "The cancellation of "
                + name
                + " could not be requested and is tried again: "
                + unknown.failure().message());
      }
    }
    return Optional.empty();
  }

  /** Rule L: whether an irreversible call may be sent now, after this write of the status. */
  boolean locked(Situation in, Report report) {
    Duration written = now();
    return parts.mayAct().getAsBoolean() && report(in, report) && !isLate(written);
  }

  private ArtifactRemoval<R> removal(Situation in, JobName job) {
    return new ArtifactRemoval<>(
        parts,
        label,
        this,
        in,
        (message, about) ->
            about == null
                ? new Report.Waiting(ConditionReason.DELETING_ARTIFACTS, message, false)
                : new Report.Removing(about, message),
        state.removal(job),
        parts.kind().deletesObjects(resource)
            ? ArtifactRemoval.Extent.ALL_AND_OBJECTS
            : ArtifactRemoval.Extent.ALL);
  }

  private Optional<Duration> release(Situation in, @Nullable String unconfirmed) {
    state.releasing();
    Optional<Duration> refused = finalizer(false);
    if (refused.isPresent()) {
      state.notReleased();
      return refused;
    }
    if (unconfirmed != null) {
      parts.listener().count(Occurrence.RELEASED_UNCONFIRMED);
      event(
          true,
          EventReason.RELEASED_UNCONFIRMED,
          "The finalizer was removed at the deletion's deadline. "
              + unconfirmed
              + state.remaining(
                  in.desired().controls().deletion() == Deletion.DELETE
                      ? in.jobs().jobs()
                      : List.of()));
    }
    if (in.desired().controls().deletion() == Deletion.ORPHAN) {
      in.jobs().jobs().stream()
          .filter(ObservedJobs.Job::active)
          .forEach(
              job ->
                  event(
                      true,
                      EventReason.JOB_LEFT,
                      job.name()
                          + " runs on and is billed until it ends: spec.deletionPolicy is"
                          + " Orphan."));
    }
    in.jobs().named().stream()
        .filter(named -> named.answer() == Answer.NOT_OWNED)
        .forEach(
            named ->
                event(
                    true,
                    EventReason.JOB_LEFT,
                    named.name() + " is not this resource's job and was left as it is."));
    return Optional.of(NEVER);
  }

  /** X: the deletion carries the version at which the end was reported. */
  private Duration expire() {
    String over = "spec.ttlSecondsAfterFinished is over: the resource ";
    if (!parts.mayAct().getAsBoolean()) {
      return AT_ONCE;
    }
    Optional<Duration> refused = delete(over + "cannot be deleted: ");
    if (refused.isEmpty()) {
      event(false, EventReason.TIME_TO_LIVE_OVER, over + "is deleted.");
    }
    return refused.orElse(NEVER);
  }

  // ---- report

  /** As it was last read or written. */
  R resource() {
    return resource;
  }

  /**
   * Writes the status where it says something new, and nothing else.
   *
   * @return whether it was written
   */
  boolean report(Situation in, Report report) {
    R before = resource;
    R after = parts.kind().project(before, report, in.context());
    boolean changed = !Objects.equals(parts.kind().status(after), parts.kind().status(before));
    if (changed) {
      resource = writes.status(after);
      state.wrote(parts.kind().status(resource));
      state.unsettle();
      parts.kind().announcements(before, resource).forEach(this::announce);
      family.changed().run();
    }
    parts.kind().reported(before, resource);
    return changed;
  }
}
