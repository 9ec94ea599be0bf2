package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.api.v1alpha1.tuningjob.ArtifactRetention;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.CheckpointEndpoints;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.PreTunedModelFrom;
import dev.tunesmith.api.v1alpha1.tuningjob.Result;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.kind.AcceptanceView;
import dev.tunesmith.kind.ConditionSet;
import dev.tunesmith.kind.NonNullElements;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.Announcement;
import dev.tunesmith.reconcile.Checkpoints;
import dev.tunesmith.reconcile.JobKind;
import dev.tunesmith.reconcile.Peers;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.reconcile.ResultWriter;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kind {@code TuningJob}, as the runtime has to know it. */
public final class TuningJobKind implements JobKind<TuningJob> {
  /** Holds a resource until none of its jobs runs. */
  public static final String FINALIZER = "tunesmith.dev/tuning-job";

  /** The reasons of Ready that are worth a Warning though the operator goes on by itself. */
  private static final Set<String> WARNINGS =
      Set.of(
          ConditionReason.WAITING_FOR_RETRY.value(),
          ConditionReason.PERMISSION_DENIED.value(),
          ConditionReason.QUOTA_EXCEEDED.value(),
          ConditionReason.SERVICE_UNAVAILABLE.value(),
          ConditionReason.METADATA_WRITE_REFUSED.value(),
          ConditionReason.RESULT_NOT_OWNED.value(),
          ConditionReason.RESULT_WRITE_REFUSED.value(),
          ConditionReason.DEFAULT_CHECKPOINT_NOT_SET.value(),
          ConditionReason.INTERNAL_ERROR.value());

  /** The value of {@code spec.managedBy} that names this operator; none does, too. */
  public static final String MANAGER = "tunesmith.dev/operator";

  private final DesiredJobs desiredJobs;
  private final StatusProjector projector;
  private final TimesToLive timesToLive;
  private final TuningJobListener listener;

  /**
   * The kind.
   *
   * @param clock for transition times
   * @param listener counts
   * @param ttlAfterFinished whether the installation lets the operator delete resources
   */
  public TuningJobKind(
      DesiredJobs desiredJobs, Clock clock, TuningJobListener listener, boolean ttlAfterFinished) {
    this.timesToLive = new TimesToLive(ttlAfterFinished);
    this.desiredJobs = desiredJobs;
    this.projector = new StatusProjector(clock);
    this.listener = listener;
  }

  @Override
  public Class<TuningJob> type() {
    return TuningJob.class;
  }

  @Override
  public String finalizer() {
    return FINALIZER;
  }

  @Override
  public boolean isManaged(TuningJob resource) {
    TuningJobSpec spec = resource.getSpec();
    return spec == null || spec.managedBy() == null || MANAGER.equals(spec.managedBy());
  }

  @Override
  public DesiredJob desired(TuningJob resource, Peers<TuningJob> peers) {
    TuningJobSpec spec = resource.getSpec();
    PreTunedModelFrom from = spec == null ? null : spec.preTunedModelFrom();
    return desiredJobs.read(
        spec,
        spec == null
            ? null
            : timesToLive.of(spec.ttlSecondsAfterFinished(), resource.getMetadata()),
        from == null ? ParentModels.UNKNOWN : ParentModels.of(resource, from, peers));
  }

  @Override
  public Recorded recorded(TuningJob resource) {
    TuningJobStatus status =
        Objects.requireNonNullElse(resource.getStatus(), StatusProjector.NOTHING);
    Map<JobName, @Nullable String> names = new LinkedHashMap<>();
    for (Attempt attempt : NonNullElements.of(status.attempts())) {
      JobName.parse(attempt.job()).ifPresent(name -> names.put(name, attempt.run()));
    }
    JobStatus job = status.job();
    JobName shown = job == null ? null : JobName.parse(job.name()).orElse(null);
    if (shown != null) {
      names.put(shown, status.run());
    }
    dev.tunesmith.api.v1alpha1.Rejected rejected = status.rejected();
    Long observed = status.observedGeneration();
    return new Recorded(
        submitted(status),
        scope(status),
        names,
        rejected == null
            ? null
            : new Rejected(rejected.run(), rejected.inputs(), rejected.message()),
        !Objects.equals(observed, resource.getMetadata().getGeneration())
            || ready(status).isEmpty());
  }

  private static int submitted(TuningJobStatus status) {
    return status.submission() == null
        ? 0
        : Objects.requireNonNullElse(status.submission().attempt(), 1);
  }

  private static @Nullable Scope scope(TuningJobStatus status) {
    String project = status.projectId();
    String location = status.location();
    return project == null || project.isBlank() || location == null || location.isBlank()
        ? null
        : new Scope(project, location);
  }

  @Override
  public @Nullable Object status(TuningJob resource) {
    return resource.getStatus();
  }

  @Override
  public TuningJob project(TuningJob resource, Report report, Report.Context context) {
    return with(
        resource,
        projector.project(
            resource.getStatus(),
            report,
            context,
            model(resource.getSpec()),
            desiredJobs.notes(resource.getSpec())));
  }

  private static @Nullable String model(@Nullable TuningJobSpec spec) {
    return spec == null || spec.tuning() == null
        ? null
        : StatusProjector.shortModel(spec.tuning().baseModel());
  }

  @Override
  public TuningJob copy(TuningJob resource) {
    return with(resource, resource.getStatus());
  }

  /** Spec and status are records, so that a copy may share them. */
  private static TuningJob with(TuningJob resource, @Nullable TuningJobStatus status) {
    TuningJob copy = new TuningJob();
    copy.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).build());
    copy.setSpec(resource.getSpec());
    copy.setStatus(status);
    return copy;
  }

  @Override
  public Set<String> artifacts(TuningJob resource) {
    TuningJobStatus status =
        Objects.requireNonNullElse(resource.getStatus(), StatusProjector.NOTHING);
    TunedModel shown = status.job() == null ? null : status.job().tunedModel();
    Set<String> names = new HashSet<>(Attempts.endpoints(shown));
    if (shown != null && shown.model() != null) {
      names.add(shown.model());
    }
    for (Attempt attempt : NonNullElements.of(status.attempts())) {
      names.addAll(attempt.endpoints());
      if (attempt.model() != null) {
        names.add(attempt.model());
      }
    }
    return names;
  }

  /** A value that this version does not know deletes nothing. */
  @Override
  public boolean deletesObjects(TuningJob resource) {
    TuningJobSpec spec = resource.getSpec();
    return spec != null
        && spec.retention() != null
        && ArtifactRetention.Delete.name().equals(spec.retention().artifacts());
  }

  @Override
  public ResultWriter.@Nullable Result result(TuningJob resource, JobSnapshot job) {
    TuningJobSpec spec = resource.getSpec();
    Result result = spec == null ? null : spec.result();
    String name = result == null ? null : result.configMapName();
    return name == null || !JobOutcome.of(job).also().contains(Conditions.COMPLETE)
        ? null
        : new ResultWriter.Result(
            name,
            JobResult.of(
                desiredJobs.read(spec).run(),
                job,
                checkpoint ->
                    !deletesOthers(spec) && !deletedEndpoints(resource, job).contains(checkpoint)));
  }

  @Override
  public List<Announcement> announcements(TuningJob before, TuningJob after) {
    TuningJobStatus was = Objects.requireNonNullElse(before.getStatus(), StatusProjector.NOTHING);
    TuningJobStatus is = Objects.requireNonNullElse(after.getStatus(), StatusProjector.NOTHING);
    String message = ready(is).map(Condition::getMessage).orElse("");
    List<Announcement> announcements = new ArrayList<>();
    boolean over = isOver(is);
    if (was.submission() == null && is.submission() != null) {
      desiredJobs
          .notes(after.getSpec())
          .forEach(
              note ->
                  announcements.add(
                      new Announcement(false, EventReason.NOT_DOCUMENTED.value(), note)));
    }
    if (!Objects.equals(state(was), state(is)) || isOver(was) != over) {
      event(is, over)
          .map(
              reason ->
                  new Announcement(
                      isWarning(reason),
                      reason.value(),
                      reason == EventReason.TUNING_JOB_RUNNING ? running(is) : message))
          .ifPresent(announcements::add);
    }
    String reason = ready(is).map(Condition::getReason).orElse("");
    boolean changed = !reason.equals(ready(was).map(Condition::getReason).orElse(""));
    boolean stalled = ConditionSet.isTrue(is.conditions(), Conditions.STALLED) && !over;
    if (changed && (stalled || WARNINGS.contains(reason))) {
      announcements.add(new Announcement(true, reason, message));
    }
    AcceptanceView.event(NonNullElements.of(was.conditions()), is.conditions())
        .map(
            accepted ->
                new Announcement(
                    AcceptanceView.isWarning(accepted), AcceptanceView.reason(accepted), message))
        .ifPresent(announcements::add);
    return announcements;
  }

  /** Not what Ready says: it may speak of something that is waited for. */
  private static String running(TuningJobStatus status) {
    return Objects.requireNonNull(status.job()).name() + " is " + state(status) + ".";
  }

  private static boolean isWarning(EventReason reason) {
    return reason != EventReason.TUNING_JOB_RUNNING && reason != EventReason.TUNING_JOB_SUCCEEDED;
  }

  /** The event of a job's state; an end is announced when it is reported whole. */
  private static Optional<EventReason> event(TuningJobStatus status, boolean over) {
    String state = state(status);
    if (state == null && over) {
      return Optional.of(EventReason.TUNING_JOB_CANCELLED);
    }
    if (state == null
        || !(JobState.of(state) instanceof JobState.Known known)
        || known.ended() != over) {
      return Optional.empty();
    }
    return switch (known) {
      case JOB_STATE_RUNNING -> Optional.of(EventReason.TUNING_JOB_RUNNING);
      case JOB_STATE_SUCCEEDED, JOB_STATE_PARTIALLY_SUCCEEDED ->
          // Without an endpoint, or with its model gone, the conditions say Failed.
          Optional.of(
              ConditionSet.isTrue(status.conditions(), Conditions.FAILED)
                  ? EventReason.TUNING_JOB_FAILED
                  : EventReason.TUNING_JOB_SUCCEEDED);
      case JOB_STATE_FAILED -> Optional.of(EventReason.TUNING_JOB_FAILED);
      case JOB_STATE_EXPIRED -> Optional.of(EventReason.TUNING_JOB_EXPIRED);
      case JOB_STATE_CANCELLED -> Optional.of(EventReason.TUNING_JOB_CANCELLED);
      case JOB_STATE_UNSPECIFIED,
          JOB_STATE_QUEUED,
          JOB_STATE_PENDING,
          JOB_STATE_CANCELLING,
          JOB_STATE_PAUSED,
          JOB_STATE_UPDATING ->
          Optional.empty();
    };
  }

  @Override
  public Checkpoints checkpoints(TuningJob resource, JobSnapshot job) {
    TuningJobSpec spec = resource.getSpec();
    return spec == null || !JobOutcome.of(job).ready()
        ? Checkpoints.NONE
        : new Checkpoints(
            spec.defaultCheckpointId(), deletesOthers(spec), deletedEndpoints(resource, job));
  }

  /** A value that this version does not know deletes nothing. */
  private static boolean deletesOthers(TuningJobSpec spec) {
    return spec.retention() != null
        && CheckpointEndpoints.DeleteNonDefault.name()
            .equals(spec.retention().checkpointEndpoints());
  }

  /** Of the job that the status shows. */
  private static Set<String> deletedEndpoints(TuningJob resource, JobSnapshot job) {
    TuningJobStatus status =
        Objects.requireNonNullElse(resource.getStatus(), StatusProjector.NOTHING);
    return status.job() != null && job.name().value().equals(status.job().name())
        ? Set.copyOf(NonNullElements.of(status.deletedCheckpointEndpoints()))
        : Set.of();
  }

  @Override
  public Optional<AcceptancePlan> checks(TuningJob resource, JobSnapshot job) {
    TuningJobSpec spec = resource.getSpec();
    TuningJobStatus status =
        Objects.requireNonNullElse(resource.getStatus(), StatusProjector.NOTHING);
    return JobOutcome.of(job, null).ready()
        ? AcceptancePlan.of(
            spec == null ? null : spec.acceptance(),
            status.acceptance(),
            desiredJobs.read(spec).run(),
            JobOutcome.endpoint(job))
        : Optional.empty();
  }

  @Override
  public void reported(TuningJob before, TuningJob after) {
    TuningJobStatus was = Objects.requireNonNullElse(before.getStatus(), StatusProjector.NOTHING);
    TuningJobStatus is = Objects.requireNonNullElse(after.getStatus(), StatusProjector.NOTHING);
    if (isOver(is) && !isOver(was) && is.job() != null) {
      listener.ended(after);
    }
    listener.shows(key(after), after);
  }

  @Override
  public void created(TuningJob resource) {
    listener.created(resource);
  }

  @Override
  public void gone(ResourceKey key) {
    listener.gone(key);
  }

  private static ResourceKey key(TuningJob resource) {
    return new ResourceKey(resource.getMetadata().getNamespace(), resource.getMetadata().getName());
  }

  private static boolean isOver(TuningJobStatus status) {
    return ConditionSet.isOver(NonNullElements.of(status.conditions()));
  }

  private static @Nullable String state(TuningJobStatus status) {
    return status.job() == null ? null : status.job().state();
  }

  private static Optional<Condition> ready(TuningJobStatus status) {
    return ConditionSet.find(NonNullElements.of(status.conditions()), Conditions.READY);
  }
}
