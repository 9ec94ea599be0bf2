package dev.tunesmith.reconcile;

import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What follows the end of the job that counts: it is read whole, its model is made sure of, its
 * default checkpoint set, its model accepted, its result published, the end reported, and the
 * endpoints of other checkpoints deleted. Each step is read before it is done, so that all of it
 * may be done again after a death.
 *
 * @param label the resource's
 * @param attempt the reconciliation that it is a part of, and which does what it says
 * @param in what that one gathered
 */
record Completion<R extends HasMetadata>(
    JobController.Parts<R> parts,
    String label,
    ResourceState state,
    Reconciliation<R> attempt,
    Situation in) {
  /** Effects in one go, as of any reconciliation. */
  private static final int MOST_EFFECTS = 8;

  /**
   * All of it that can be done now.
   *
   * @return when to go on; empty where all is done and reported, and nothing is to come
   */
  Optional<Duration> step(Decision.Follow follow, JobSnapshot seen) {
    JobSnapshot job = seen;
    Scope scope = parts.informer().scopeOf(job.name());
    if (!job.hasBody()) {
      switch (parts.service().get(scope, job.name())) {
        case TuningJobs.Found found -> job = found.job();
        case TuningJobs.Absent absent -> {
          return wait(job, "it cannot be read");
        }
        case TuningJobs.Unknown unknown -> {
          return wait(job, unknown.failure().message());
        }
      }
    }
    TuningJobs.ModelReply model = model(scope, job);
    if (model instanceof TuningJobs.Unknown unknown && unknown.failure().passes()) {
      return wait(
          job, "whether its model still exists is not known: " + unknown.failure().message());
    }
    attempt.adopted(in, job);
    boolean modelGone = model instanceof TuningJobs.Absent;
    Checkpoints checkpoints =
        modelGone ? Checkpoints.NONE : parts.kind().checkpoints(attempt.resource(), job);
    String wanted = checkpoints.defaultId();
    if (wanted != null) {
      switch (new DefaultCheckpoint<>(parts, attempt, in, state.defaultCheckpoints(), job, wanted)
          .step()) {
        case DefaultCheckpoint.Done done -> job = done.job();
        case DefaultCheckpoint.Gone gone -> modelGone = true;
        case DefaultCheckpoint.Open open -> {
          if (open.report() != null) {
            attempt.report(in, open.report());
          }
          return Optional.of(open.again());
        }
      }
    }
    AcceptancePlan checks =
        modelGone ? null : parts.kind().checks(attempt.resource(), job).orElse(null);
    Removal others = state.retention(job.name(), attempt.generation());
    Report.Followed followed = new Report.Followed(job, scope, modelGone, follow.remark(), checks);
    if (!modelGone && checkpoints.deletesOthers()) {
      followed = saying(followed, others);
    }
    Optional<Duration> asking = checks == null ? Optional.empty() : ask(followed, checks);
    if (asking.isPresent()) {
      return asking;
    }
    boolean mayDelete =
        !modelGone
            && (checks == null || checks.isPassed())
            && parts.mayAct().getAsBoolean(); // so that the result is published before
    Report end = ending(followed);
    attempt.report(in, end);
    if (end instanceof Report.Unpublished) {
      return Optional.of(Timing.CHECK_AGAIN);
    }
    if (mayDelete && checkpoints.deletesOthers()) {
      Optional<Duration> deleting = deleteOthers(followed, checkpoints, others);
      if (deleting.isPresent()) {
        return deleting;
      }
    }
    state.settled(follow, attempt.generation());
    parts.informer().dropBody(job.name());
    return Optional.ofNullable(follow.again());
  }

  /**
   * Deletes the endpoints of the checkpoints that are not the default one, of a job whose end and
   * result are there for all to see.
   */
  private Optional<Duration> deleteOthers(
      Report.Followed end, Checkpoints checkpoints, Removal removal) {
    JobSnapshot job = end.job();
    boolean any =
        job.checkpoints().entrySet().stream()
            .filter(each -> !checkpoints.deleted().contains(each.getKey()))
            .map(Map.Entry::getValue)
            .anyMatch(endpoint -> !endpoint.isEmpty() && !job.isDefault(endpoint));
    ArtifactRemoval<R> others =
        new ArtifactRemoval<>(
            parts,
            label,
            attempt,
            in,
            (message, about) -> {
              removal.note(message);
              return saying(end, removal);
            },
            removal,
            ArtifactRemoval.Extent.OTHER_CHECKPOINTS);
    for (int effects = 0; any && !removal.isOver(); effects++) {
      Optional<Duration> wait =
          effects < MOST_EFFECTS ? others.step(job.name()) : Optional.of(Attempt.AT_ONCE);
      if (wait.isPresent()) {
        return wait;
      }
    }
    attempt.report(in, saying(end, removal));
    return Optional.empty();
  }

  private static Report.Followed saying(Report.Followed end, Removal removal) {
    return end.with(
        end.job().checkpoints().entrySet().stream()
            .filter(checkpoint -> removal.gone().contains(checkpoint.getValue()))
            .map(Map.Entry::getKey)
            .toList(),
        removal.note());
  }

  private Optional<Duration> ask(Report.Followed followed, AcceptancePlan checks) {
    return parts
        .acceptor()
        .step(
            checks,
            state.acceptance(),
            plan -> attempt.report(in, ending(followed.with(plan))),
            request -> parts.endpoints().generate(checks.model(), request));
  }

  /**
   * What is said of an ended job. The result of one whose model passed its checks is published
   * before, so that it is there when the status says that the run succeeded.
   */
  private Report ending(Report.Followed followed) {
    AcceptancePlan checks = followed.checks();
    return followed.modelGone()
            || (checks != null && !checks.isPassed())
            || !parts.mayAct().getAsBoolean()
        ? followed
        : ResultPublisher.publish(parts, attempt.resource(), followed, attempt::announce)
            .orElse(followed);
  }

  /** An end is reported once: so not before it is known. */
  private Optional<Duration> wait(JobSnapshot job, String why) {
    attempt.report(
        in,
        new Report.Waiting(
            ConditionReason.SERVICE_UNAVAILABLE,
            job.name() + " is " + job.state().raw() + "; " + why,
            false));
    return Optional.of(parts.pause(Failure.Kind.SERVICE_UNAVAILABLE, 3));
  }

  /** Asked only where the job is seen to have succeeded without having been followed until then. */
  private TuningJobs.ModelReply model(Scope scope, JobSnapshot job) {
    Optional<String> model = job.model();
    return model.isEmpty() || state.createdHere(job.name()) || in.names(job)
        ? new TuningJobs.ModelExists()
        : parts.service().model(scope, model.get());
  }
}
