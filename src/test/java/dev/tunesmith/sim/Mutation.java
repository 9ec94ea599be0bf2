package dev.tunesmith.sim;

import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.Decider;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.Desired;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Now;
import dev.tunesmith.lifecycle.ObservedJobs;
import dev.tunesmith.lifecycle.ObservedJobs.Answer;
import dev.tunesmith.lifecycle.ObservedJobs.Job;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Rules;
import dev.tunesmith.lifecycle.Tenure;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.reconcile.Announcement;
import dev.tunesmith.reconcile.Checkpoints;
import dev.tunesmith.reconcile.JobKind;
import dev.tunesmith.reconcile.Peers;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.reconcile.ResultWriter;
import dev.tunesmith.vertex.JobSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of the rules (design, section 4) left out of the engine, around it and not in it. */
enum Mutation {
  NOTHING(""),
  T("a status that this process did not write begins a new tenure"),
  T_PENDING("a take-over keeps `pending`"),
  K("nothing is decided before a listing that began at `since`"),
  Q_INHERITED("quiet after `since` while inherited"),
  Q_PENDING("quiet after `pending`"),
  Q_GRACE("the grace covers send window, deadline and listing lag"),
  Q_RELEASE("a release that found ended jobs needs quiet, too"),
  O("a create needs the finalizer"),
  O_JOB("a listed job gets the resource its finalizer, whatever the gates say"),
  O_SUBMISSION("adding the finalizer ends `inherited` only where the status has no submission"),
  O_PENDING("a submission or a pending create gets the resource its finalizer back"),
  B_RUNS("no create while a job of another run is active"),
  B_WINDOW("a create or cancel is sent within the window after its locked write, or not at all"),
  B_CLEAR("quiet and still no job: the submission is cleared"),
  C("cancelRun cancels the run's jobs"),
  C_CREATE("cancelRun bars creates of that run"),
  E("a run is cancelled at its deadline"),
  E_RETRY("... and not tried again after it"),
  R_LIMIT("a job that failed is created again so often, and no more"),
  R_FAULT("... only where it failed by the service's fault"),
  R_OPEN("... and has not ended while the create of another attempt may be on its way"),
  X("a resource is deleted when its time to live is over, and not before"),
  F("other active jobs of the run are cancelled"),
  I("a job of the run that was made of other inputs bars a create"),
  D_CANCEL("a deletion cancels the active jobs"),
  D_CLOCK("the deadline counts from when this process saw the deletion, not from its timestamp"),
  L("creates and cancels follow a locked write"),
  H_NAME("a name in the status that no listing shows is read, and bars a create"),
  H_KEEP("each status written keeps the names that are not answered by a job of the resource"),
  H_OWNER("a named job of another instance or resource bars a create"),
  H_SCOPE("the scope in the status is listed, too"),
  H_FORMER("the flags name former default scopes, which are listed, too"),
  H_REJECTED("a request that was refused for good is not sent again"),
  M("labels that are not given back stop creates"),
  SUSPEND("a run that is suspended is not created"),
  MANAGED_BY("a resource that another controller manages is not touched"),
  PAUSED("a resource whose annotation says so is not reconciled");

  final String rule;

  Mutation(String rule) {
    this.rule = rule;
  }

  /**
   * The rules without one.
   *
   * @param sinceDeletion how long ago the deletion's timestamp is
   */
  Rules in(Decider decider, Supplier<Duration> sinceDeletion) {
    return (desired, jobs, tenure, now) -> {
      Rules rules = this == Q_GRACE ? new Decider(SHORT) : decider;
      Decision decision =
          rules.decide(
              desired(desired, jobs),
              jobs(desired, jobs, tenure),
              tenure(tenure, now.uptime(), sinceDeletion),
              now);
      return decision(rules, decision, desired, jobs, tenure, now);
    };
  }

  private static final Timing SHORT =
      new Timing(Duration.ofSeconds(20), Timing.DEFAULTS.deletionDeadline());

  private Desired desired(Desired desired, ObservedJobs jobs) {
    boolean pretended =
        !desired.deleted() && (this == O || (this == O_JOB && !jobs.jobs().isEmpty()));
    return new Desired(
        desired.runName(),
        desired.run(),
        desired.inputs(),
        desired.deleted(),
        desired.finalizer() || pretended,
        this == R_OPEN ? Math.min(desired.submitted(), 1) : desired.submitted(),
        desired.rejected(),
        desired.gates(),
        controls(desired, jobs));
  }

  private Controls controls(Desired desired, ObservedJobs jobs) {
    Controls all = desired.controls();
    Job counting = jobs.counting(desired.run()).orElse(null);
    return new Controls(
        all.suspend(),
        this == (counting == null ? C_CREATE : C) ? null : all.cancelRun(),
        counting != null && this == (counting.active() ? E : E_RETRY) ? null : all.activeDeadline(),
        this == R_LIMIT && all.backoffLimit() > 0 ? Integer.MAX_VALUE : all.backoffLimit(),
        this == X && all.timeToLive() != null
            ? new Controls.TimeToLive(Duration.ZERO, null)
            : all.timeToLive(),
        all.deletion());
  }

  private ObservedJobs jobs(Desired desired, ObservedJobs jobs, Tenure tenure) {
    Duration listed = jobs.listedSince();
    boolean late = listed == null || listed.compareTo(tenure.since()) < 0;
    Predicate<Job> shown = job -> true;
    if (this == B_RUNS && !desired.deleted()) {
      shown = job -> job.labels().run().equals(desired.run());
    } else if (this == I && !desired.deleted()) {
      shown =
          job ->
              !job.labels().run().equals(desired.run())
                  || job.labels().inputs().equals(desired.inputs());
    } else if (this == F && !desired.deleted()) {
      @Nullable Job counting = jobs.counting(desired.run()).orElse(null);
      shown = job -> !job.labels().run().equals(desired.run()) || job.equals(counting);
    }
    List<Job> left = jobs.jobs().stream().filter(shown).toList();
    if (this == D_CANCEL && desired.deleted()) {
      left =
          left.stream()
              .map(
                  job ->
                      new Job(
                          job.name(),
                          JobState.Known.JOB_STATE_SUCCEEDED,
                          job.labels(),
                          job.createTime(),
                          null,
                          false))
              .toList();
    }
    if (this == R_FAULT) {
      left =
          left.stream()
              .map(
                  job ->
                      new Job(
                          job.name(),
                          job.state(),
                          job.labels(),
                          job.createTime(),
                          job.endTime(),
                          true))
              .toList();
    }
    return new ObservedJobs(
        this == K && late ? tenure.since() : listed,
        left,
        jobs.named().stream()
            .filter(named -> this != H_OWNER || named.answer() != Answer.NOT_OWNED)
            .toList(),
        jobs.cancelled(),
        jobs.removed(),
        this == M || jobs.labelsKept());
  }

  private Tenure tenure(Tenure tenure, Duration now, Supplier<Duration> sinceDeletion) {
    Duration pending = tenure.pending();
    boolean earlier = pending != null && pending.compareTo(tenure.since()) < 0;
    boolean forgets = this == Q_PENDING || (this == T_PENDING && earlier);
    Duration seen = tenure.deletionSeen();
    return new Tenure(
        tenure.since(),
        this != Q_INHERITED && tenure.inherited(),
        forgets ? null : pending,
        this == D_CLOCK && seen != null ? now.minus(sinceDeletion.get()) : seen);
  }

  private Decision decision(
      Rules rules, Decision decision, Desired desired, ObservedJobs jobs, Tenure tenure, Now now) {
    return switch (decision) {
      case Decision.Wait wait when this == B_CLEAR ->
          new Decision.Wait(wait.reason(), wait.message(), false, wait.again());
      case Decision.Block block when this == B_CLEAR ->
          new Decision.Block(block.reason(), block.message(), block.job(), false, block.again());
      case Decision.ListJobs list
          when this == Q_RELEASE
              && desired.deleted()
              && !jobs.jobs().isEmpty()
              && list.why() != null ->
          new Decision.Release(null);
      case Decision.AddFinalizer add when this == O_PENDING && jobs.jobs().isEmpty() ->
          rules.decide(
              new Desired(
                  desired.runName(),
                  desired.run(),
                  desired.inputs(),
                  desired.deleted(),
                  desired.finalizer(),
                  0,
                  desired.rejected(),
                  desired.gates(),
                  desired.controls()),
              jobs,
              new Tenure(tenure.since(), tenure.inherited(), null, tenure.deletionSeen()),
              now);
      default -> decision;
    };
  }

  /** The kind whose status is read, or written, without a rule. */
  JobKind<TuningJob> in(JobKind<TuningJob> kind) {
    return new Forgetful(kind, this);
  }

  private record Forgetful(JobKind<TuningJob> kind, Mutation without)
      implements JobKind<TuningJob> {
    @Override
    public Class<TuningJob> type() {
      return kind.type();
    }

    @Override
    public String finalizer() {
      return kind.finalizer();
    }

    @Override
    public boolean isManaged(TuningJob resource) {
      return without == MANAGED_BY || kind.isManaged(resource);
    }

    @Override
    public DesiredJob desired(TuningJob resource, Peers<TuningJob> peers) {
      return kind.desired(resource, peers);
    }

    @Override
    public Recorded recorded(TuningJob resource) {
      Recorded recorded = kind.recorded(resource);
      return new Recorded(
          without == O_SUBMISSION ? 0 : recorded.submitted(),
          without == H_SCOPE ? null : recorded.scope(),
          without == H_NAME ? Map.of() : recorded.names(),
          without == H_REJECTED ? null : recorded.rejected(),
          recorded.silent());
    }

    @Override
    public @Nullable Object status(TuningJob resource) {
      return without == T ? new Trusted(resource) : kind.status(resource);
    }

    @Override
    public TuningJob project(TuningJob resource, Report report, Report.Context context) {
      return kind.project(
          resource,
          report,
          without == H_KEEP
              ? new Report.Context(
                  context.generation(),
                  context.instanceId(),
                  context.runLabel(),
                  context.desired(),
                  context.jobs(),
                  Set.of())
              : context);
    }

    @Override
    public boolean deletesObjects(TuningJob resource) {
      return kind.deletesObjects(resource);
    }

    @Override
    public Set<String> artifacts(TuningJob resource) {
      return kind.artifacts(resource);
    }

    @Override
    public ResultWriter.@Nullable Result result(TuningJob resource, JobSnapshot job) {
      return kind.result(resource, job);
    }

    @Override
    public Checkpoints checkpoints(TuningJob resource, JobSnapshot job) {
      return kind.checkpoints(resource, job);
    }

    @Override
    public TuningJob copy(TuningJob resource) {
      return kind.copy(resource);
    }

    @Override
    public Optional<AcceptancePlan> checks(TuningJob resource, JobSnapshot job) {
      return kind.checks(resource, job);
    }

    @Override
    public List<Announcement> announcements(TuningJob before, TuningJob after) {
      return kind.announcements(before, after);
    }

    @Override
    public void reported(TuningJob before, TuningJob after) {
      kind.reported(before, after);
    }

    @Override
    public void created(TuningJob resource) {
      kind.created(resource);
    }

    @Override
    public void gone(ResourceKey key) {
      kind.gone(key);
    }
  }

  /** A status that is taken for one's own, but for the change that is being made to it. */
  private record Trusted(TuningJob resource) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Trusted that
          && (!version(resource).equals(version(that.resource))
              || Objects.equals(resource.getStatus(), that.resource.getStatus()));
    }

    @Override
    public int hashCode() {
      return 0;
    }

    private static String version(TuningJob of) {
      return of.getMetadata().getResourceVersion();
    }
  }
}
