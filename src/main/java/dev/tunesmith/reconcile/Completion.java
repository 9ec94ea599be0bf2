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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What follows the end of the job that counts: it is read whole, its model is made sure of, its
 * default checkpoint set, its model accepted, its result published, the end reported, and the
 * endpoints of other checkpoints deleted. Each step is read before it is done, so that all of it
 * may be done again after a death.
 *
 * @param label the resource's
 */
record Completion<R extends HasMetadata>(
    JobController.Parts<R> parts, String label, ResourceState state, Host<R> host) {
  /** Effects in one go, as of any reconciliation. */
  private static final int MOST_EFFECTS = 8;

  /**
   * What it needs of the reconciliation that it is a part of.
   *
   * @param resource as it was last read or written
   * @param report writes the status where it says something new; true where it was written
   * @param locked whether an irreversible call may be sent now, after this write of the status
   * @param adopted notes that a job exists that this process did not create
   * @param named whether the status named a job when this reconciliation began
   */
  record Host<R extends HasMetadata>(
      Supplier<R> resource,
      Predicate<Report> report,
      Predicate<Report> locked,
      Consumer<JobSnapshot> adopted,
      Predicate<JobSnapshot> named,
      Consumer<Announcement> announce) {}

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
    host.adopted().accept(job);
    boolean modelGone = model instanceof TuningJobs.Absent;
    Checkpoints checkpoints =
        modelGone ? Checkpoints.NONE : parts.kind().checkpoints(resource(), job);
    String wanted = checkpoints.defaultId();
    if (wanted != null) {
      switch (new DefaultCheckpoint<>(parts, host, state.defaultCheckpoints(), job, wanted)
          .step()) {
        case DefaultCheckpoint.Done done -> job = done.job();
        case DefaultCheckpoint.Gone gone -> modelGone = true;
        case DefaultCheckpoint.Open open -> {
          if (open.report() != null) {
            boolean unused = host.report().test(open.report());
          }
          return Optional.of(open.again());
        }
      }
    }
    AcceptancePlan checks = modelGone ? null : parts.kind().checks(resource(), job).orElse(null);
    Removal others = state.retention(job.name(), generation());
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
    boolean unused = host.report().test(end);
    if (end instanceof Report.Unpublished) {
      return Optional.of(Timing.CHECK_AGAIN);
    }
    if (mayDelete && checkpoints.deletesOthers()) {
      Optional<Duration> deleting = deleteOthers(followed, checkpoints, others);
      if (deleting.isPresent()) {
        return deleting;
      }
    }
    state.settled(follow, generation());
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
            new ArtifactRemoval.Host(
                (message, about) -> {
                  removal.note(message);
                  return host.locked().test(saying(end, removal));
                },
                artifact -> parts.kind().artifacts(resource()).contains(artifact),
                message -> {
                  removal.note(message);
                  boolean unused = host.report().test(saying(end, removal));
                },
                host.announce()),
            label,
            removal,
            ArtifactRemoval.Extent.OTHER_CHECKPOINTS);
    for (int effects = 0; any && !removal.isOver(); effects++) {
      Optional<Duration> wait =
          effects < MOST_EFFECTS ? others.step(job.name()) : Optional.of(Attempt.AT_ONCE);
      if (wait.isPresent()) {
        return wait;
      }
    }
    boolean unused = host.report().test(saying(end, removal));
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

  private R resource() {
    return host.resource().get();
  }

  private long generation() {
    return Objects.requireNonNullElse(resource().getMetadata().getGeneration(), 0L);
  }

  private Optional<Duration> ask(Report.Followed followed, AcceptancePlan checks) {
    return parts
        .acceptor()
        .step(
            checks,
            state.acceptance(),
            plan -> host.report().test(ending(followed.with(plan))),
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
        : ResultPublisher.publish(parts, resource(), followed, host.announce()).orElse(followed);
  }

  /** An end is reported once: so not before it is known. */
  private Optional<Duration> wait(JobSnapshot job, String why) {
    boolean unused =
        host.report()
            .test(
                new Report.Waiting(
                    ConditionReason.SERVICE_UNAVAILABLE,
                    job.name() + " is " + job.state().raw() + "; " + why,
                    false));
    return Optional.of(parts.pause(Failure.Kind.SERVICE_UNAVAILABLE, 3));
  }

  /** Asked only where the job is seen to have succeeded without having been followed until then. */
  private TuningJobs.ModelReply model(Scope scope, JobSnapshot job) {
    Optional<String> model = job.model();
    return model.isEmpty() || state.createdHere(job.name()) || host.named().test(job)
        ? new TuningJobs.ModelExists()
        : parts.service().model(scope, model.get());
  }
}
