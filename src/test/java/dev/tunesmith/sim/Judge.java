package dev.tunesmith.sim;

import dev.tunesmith.api.v1alpha1.Annotations;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.Result;
import dev.tunesmith.api.v1alpha1.tuningjob.Retention;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds everything that happens in a world against the promises, at the moment it happens. It knows
 * a resource's jobs by who sent their creates, and believes no label and no status.
 */
final class Judge {
  /** Listed later than this, a job cannot be known of within the grace: a second one is excused. */
  private static final Duration KNOWABLE = Timing.DEFAULTS.grace().minusSeconds(15);

  /** Reconciliations of one resource within a minute that nothing explains. */
  private static final int HOT = 200;

  /**
   * A promise that was broken.
   *
   * @param flaw which
   * @param what exactly, and when
   */
  record Violation(Flaw flaw, String what) {
    @Override
    public String toString() {
      return flaw + ": " + what;
    }
  }

  /** A job, and who sent its create. */
  private record Owned(JobName name, Caller by, Instant listedFrom, boolean excused) {}

  private final SimWorld world;
  private final List<Owned> owned = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, Integer> rounds = new HashMap<>();
  private final Set<String> forged = new HashSet<>();
  private final Set<String> stripped = new HashSet<>();
  private final Map<String, Set<String>> copied = new HashMap<>();
  private final Map<String, Caller> refused = new HashMap<>();
  private final Set<String> orphaned = new HashSet<>();
  private Duration minute = Duration.ZERO;

  Judge(SimWorld world) {
    this.world = world;
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  private void violated(Flaw flaw, String what) {
    violations.add(new Violation(flaw, "after " + world.time.now().toSeconds() + " s " + what));
  }

  private static String place(SimCluster cluster, ResourceKey key) {
    return cluster.name() + "/" + key;
  }

  // ---- jobs

  /** The resource's jobs, oldest first. */
  List<JobSnapshot> jobs(SimCluster cluster, ResourceKey key) {
    return ownedBy(cluster, key).stream().map(job -> world.service.job(job.name())).toList();
  }

  private List<Owned> ownedBy(SimCluster cluster, ResourceKey key) {
    return owned.stream().filter(job -> job.by().isFor(cluster, key)).toList();
  }

  /** Who sent a job's create. */
  Optional<Caller> owner(JobName name) {
    return find(name).map(Owned::by);
  }

  private Optional<Owned> find(JobName name) {
    return owned.stream().filter(job -> job.name().id().equals(name.id())).findFirst();
  }

  private boolean isActive(Owned job) {
    return !world.service.job(job.name()).state().ended();
  }

  /** A create is sent. */
  void creating(Caller by) {
    if (copied.getOrDefault(by.uid(), Set.of()).contains(by.run())) {
      violated(Flaw.DUPLICATE, by + ": a copy creates though its status names another's job");
    }
  }

  /** Whether a run has lasted longer than its resource allows, and so much longer. */
  private boolean isOverdue(TuningJob resource, @Nullable String run, Duration more) {
    Long allowed = resource.getSpec().activeDeadlineSeconds();
    return allowed != null
        && ownedBy(clusterOf(resource), SimCluster.keyOf(resource)).stream()
            .filter(job -> job.by().run().equals(run))
            .map(job -> world.service.job(job.name()).createTime())
            .filter(Objects::nonNull)
            .anyMatch(
                created -> !world.time.instant().isBefore(created.plusSeconds(allowed).plus(more)));
  }

  private SimCluster clusterOf(TuningJob resource) {
    return resource.getMetadata().getUid().startsWith(world.cluster.name())
        ? world.cluster
        : world.otherCluster;
  }

  /** Whether a job failed, and its resource lets another be created in its place. */
  private boolean isReplaceable(Owned job) {
    TuningJob resource = job.by().cluster().find(job.by().key());
    Integer limit = resource == null ? null : resource.getSpec().backoffLimit();
    JobSnapshot shown = world.service.job(job.name());
    long attempts =
        ownedBy(job.by().cluster(), job.by().key()).stream()
            .filter(other -> !other.excused() && other.by().run().equals(job.by().run()))
            .count();
    return limit != null
        && attempts <= limit
        && shown.state() == Known.JOB_STATE_FAILED
        && shown.body().path("error").path("code").asInt() == 13;
  }

  /** A create was refused. */
  void refused(@Nullable Caller by, Failure failure) {
    if (by != null && failure.kind() == Failure.Kind.REQUEST_REJECTED) {
      refused.put(place(by.cluster(), by.key()), by);
    }
  }

  void accepted(JobSnapshot job, Caller by, Instant listedFrom) {
    boolean excused = listedFrom.isAfter(world.time.others().instant().plus(KNOWABLE));
    for (Owned other : ownedBy(by.cluster(), by.key())) {
      boolean sameRun = other.by().run().equals(by.run());
      if (!excused
          && !other.excused()
          && (sameRun ? !isReplaceable(other) : isActive(other))
          && isKnowable(by, job.name(), other)) {
        violated(
            Flaw.DUPLICATE,
            sameRun ? by + " has a second job" : by + " is active beside " + other.by());
      }
    }
    owned.add(new Owned(job.name(), by, listedFrom, excused));
  }

  /**
   * Whether the operator can know of the other job: in a place that no flag names, and of a
   * resource that is not there any more or whose status was lost, it cannot.
   */
  private boolean isKnowable(Caller by, JobName job, Owned other) {
    String location = other.name().location();
    SimCluster cluster = by.cluster();
    return location.equals(job.location())
        || cluster.formerScopes.stream().anyMatch(scope -> scope.location().equals(location))
        || (other.by().uid().equals(by.uid()) && !forged.contains(place(cluster, by.key())));
  }

  /** A cancel is sent. */
  void cancelling(Caller by, JobName name) {
    Owned job = find(name).orElse(null);
    if (job == null || !job.by().isFor(by.cluster(), by.key())) {
      violated(Flaw.WRONG_CANCEL, by + " cancels somebody else's job " + name);
      return;
    }
    TuningJob resource = by.cluster().find(by.key());
    boolean wanted =
        resource != null
            && !resource.isMarkedForDeletion()
            && isActive(job)
            && job.by().run().equals(resource.getSpec().run())
            && !job.by().run().equals(resource.getSpec().cancelRun())
            && !isOverdue(resource, job.by().run(), Duration.ZERO);
    boolean replaced =
        ownedBy(by.cluster(), by.key()).stream()
            .filter(other -> !other.equals(job) && other.by().run().equals(job.by().run()))
            .anyMatch(
                other ->
                    isActive(other)
                        || world.service.job(other.name()).state() == Known.JOB_STATE_SUCCEEDED);
    if (wanted && !replaced && !stripped.contains(place(by.cluster(), by.key()))) {
      violated(Flaw.WRONG_CANCEL, by + " cancels the job that the resource wants: " + name);
    }
  }

  /**
   * Something that a job made is undeployed or deleted: only with its resource, where it says so;
   * and the endpoint of a checkpoint that is not the default one, of a run that is Complete.
   */
  void removing(Caller by, String name) {
    TuningJob resource = by.cluster().find(by.key());
    boolean asked =
        resource != null
            && resource.isMarkedForDeletion()
            && "Delete".equals(resource.getSpec().deletionPolicy());
    boolean ours =
        jobs(by.cluster(), by.key()).stream()
            .anyMatch(
                job ->
                    job.endpoints().contains(name)
                        || job.model().filter(model -> model.startsWith(name)).isPresent());
    if (!ours || !(asked || (resource != null && isSpare(by, resource, name)))) {
      violated(Flaw.WRONG_DELETE, by + " changes " + name);
    }
  }

  /** An object is deleted: one that a job of the resource wrote, where it says so. */
  void removingObject(Caller by, String name) {
    TuningJob resource = by.cluster().find(by.key());
    boolean ours =
        jobs(by.cluster(), by.key()).stream()
            .anyMatch(job -> world.service.objects().of(job.name()).contains(name));
    if (resource == null
        || !resource.isMarkedForDeletion()
        || !deletesObjects(resource)
        || !(ours || world.service.objects().names().stream().noneMatch(name::equals))) {
      violated(Flaw.WRONG_DELETE, by + " deletes " + name);
    }
  }

  private static boolean deletesObjects(TuningJob resource) {
    Retention retention = resource.getSpec().retention();
    return "Delete".equals(resource.getSpec().deletionPolicy())
        && retention != null
        && "Delete".equals(retention.artifacts());
  }

  private boolean isSpare(Caller by, TuningJob resource, String endpoint) {
    return deletesSpare(resource)
        && SimCluster.conditions(resource.getStatus()).contains("Complete")
        && jobs(by.cluster(), by.key()).stream()
            .filter(job -> job.state() == Known.JOB_STATE_SUCCEEDED)
            .anyMatch(job -> spare(job).contains(endpoint));
  }

  private static boolean deletesSpare(TuningJob resource) {
    Retention retention = resource.getSpec().retention();
    return retention != null && "DeleteNonDefault".equals(retention.checkpointEndpoints());
  }

  /** The endpoints of the checkpoints that are not the default one by the model. */
  private List<String> spare(JobSnapshot job) {
    return world.service.artifacts().version(job.model().orElseThrow())
            instanceof Artifacts.Version version
        ? job.checkpoints().entrySet().stream()
            .filter(checkpoint -> !checkpoint.getKey().equals(version.defaultCheckpoint()))
            .map(Map.Entry::getValue)
            .toList()
        : List.of();
  }

  /** A checkpoint of a resource's own model is made the default one: as the resource says. */
  void settingDefault(Caller by, String model, String checkpoint) {
    TuningJob resource = by.cluster().find(by.key());
    boolean ours =
        jobs(by.cluster(), by.key()).stream()
            .anyMatch(job -> job.model().filter(model::equals).isPresent());
    if (resource == null || !checkpoint.equals(resource.getSpec().defaultCheckpointId()) || !ours) {
      violated(Flaw.WRONG_DELETE, by + " makes " + checkpoint + " the default one of " + model);
    }
  }

  // ---- resources

  void forged(SimCluster cluster, ResourceKey key) {
    forged.add(place(cluster, key));
    TuningJob resource = cluster.find(key);
    if (resource != null) {
      copied.remove(resource.getMetadata().getUid());
    }
  }

  void stripped(SimCluster cluster, ResourceKey key) {
    stripped.add(place(cluster, key));
  }

  /** A resource is a copy: the jobs that its status names are none of its own. */
  void copied(SimCluster cluster, ResourceKey key) {
    TuningJob resource = Objects.requireNonNull(cluster.find(key));
    TuningJobStatus status = resource.getStatus();
    Set<String> runs = new HashSet<>();
    if (status.job() != null && status.run() != null) {
      runs.add(status.run());
    }
    status.attempts().stream().map(Attempt::run).filter(Objects::nonNull).forEach(runs::add);
    forged.add(place(cluster, key));
    copied.put(resource.getMetadata().getUid(), runs);
  }

  /**
   * The operator removes the finalizer.
   *
   * @param seen the resource as it knows it
   * @param confirmed false at the deadline
   */
  void releasing(SimCluster cluster, TuningJob seen, boolean confirmed) {
    ResourceKey key = SimCluster.keyOf(seen);
    TuningJob resource = cluster.find(key);
    if (resource == null || SimCluster.versionOf(resource) != SimCluster.versionOf(seen)) {
      return;
    }
    if (!confirmed || "Orphan".equals(resource.getSpec().deletionPolicy())) {
      orphan(cluster, key);
      return;
    }
    ownedBy(cluster, key).stream()
        .filter(this::isActive)
        .filter(job -> !(job.excused() && job.listedFrom().isAfter(world.time.others().instant())))
        .forEach(job -> violated(Flaw.LEFT_RUNNING, job.by() + " is released while it runs"));
    world.service.inFlight().stream()
        .filter(by -> by.isFor(cluster, key))
        .forEach(by -> violated(Flaw.LEFT_RUNNING, by + " is released with a create in flight"));
    if ("Delete".equals(resource.getSpec().deletionPolicy())) {
      jobs(cluster, key).stream()
          .flatMap(job -> world.service.artifacts().remaining(job).stream())
          .filter(name -> !world.leftBehind.contains(name))
          .forEach(name -> violated(Flaw.WRONG_DELETE, name + " is left behind"));
      jobs(cluster, key).stream()
          .filter(job -> deletesObjects(resource))
          .flatMap(job -> world.service.objects().of(job.name()).stream())
          .filter(name -> !world.leftBehind.contains(name))
          .forEach(name -> violated(Flaw.WRONG_DELETE, name + " is left behind"));
    }
  }

  /** The operator deletes a resource by its time to live. */
  void expiring(SimCluster cluster, TuningJob resource) {
    ResourceKey key = SimCluster.keyOf(resource);
    Long seconds = resource.getSpec().ttlSecondsAfterFinished();
    List<JobSnapshot> jobs = jobs(cluster, key);
    boolean over =
        seconds != null
            && SimCluster.isFinished(resource.getStatus())
            && jobs.stream().allMatch(job -> job.state().ended())
            && jobs.stream()
                .map(JobSnapshot::endTime)
                .filter(Objects::nonNull)
                .anyMatch(end -> !world.time.instant().isBefore(end.plusSeconds(seconds)));
    if (!over) {
      violated(Flaw.LOST, place(cluster, key) + " is deleted before its time");
    }
  }

  void removed(SimCluster cluster, ResourceKey key) {
    if (stripped.remove(place(cluster, key))) {
      orphan(cluster, key);
    }
  }

  /** The operator put the finalizer back. */
  void regained(SimCluster cluster, ResourceKey key) {
    stripped.remove(place(cluster, key));
  }

  /** Whatever runs on of it is known to run on. */
  private void orphan(SimCluster cluster, ResourceKey key) {
    ownedBy(cluster, key).forEach(job -> orphaned.add(job.by().uid()));
    world.service.inFlight().stream()
        .filter(by -> by.isFor(cluster, key))
        .forEach(by -> orphaned.add(by.uid()));
  }

  /** The operator wrote a status. */
  void written(SimCluster cluster, TuningJob before, TuningJob after) {
    String place = place(cluster, SimCluster.keyOf(after));
    TuningJobStatus status = after.getStatus();
    if (isLeftAlone(before) && !ready(status).startsWith("ReconciliationPaused")) {
      violated(Flaw.UNTRUE, place + " is paused or managed by another, and written to");
    }
    String now = SimCluster.conditions(status);
    if (!isWellFormed(status)) {
      violated(Flaw.UNTRUE, place + ": conditions " + status.conditions());
    }
    String was = SimCluster.conditions(before.getStatus());
    boolean said = was.contains("Complete") && names(before).equals(names(after));
    if (now.contains("Complete") && !said && !hasSucceeded(cluster, after)) {
      violated(Flaw.UNTRUE, place + " is Complete before its time: " + status.job());
    }
    if (ready(status).startsWith("Submitting")
        && (isHeld(after) || isOverdue(after, after.getSpec().run(), Duration.ZERO))) {
      violated(Flaw.DUPLICATE, place + " is suspended, cancelled or overdue, and submits");
    }
    boolean recorded =
        before.getStatus().rejected() != null && before.getStatus().submission() == null;
    if (recorded
        && status.submission() != null
        && status.job() == null
        && Caller.of(cluster, after).equals(refused.get(place))) {
      violated(Flaw.DUPLICATE, place + " sends again what was refused for good");
    }
    boolean lost =
        status.conditions().stream().anyMatch(c -> Objects.equals(c.getReason(), "JobLost"));
    JobStatus named = status.job();
    if (lost && named != null && named.name() != null && isKnown(named.name())) {
      violated(Flaw.UNTRUE, place + " calls a job lost that is there: " + named.name());
    }
    boolean sameSpec =
        Objects.equals(before.getStatus().observedGeneration(), status.observedGeneration());
    // Of two leaders at once, one may have read the job before it ended.
    for (String end : List.of("Complete", "Failed")) {
      if (sameSpec
          && !after.isMarkedForDeletion()
          && was.contains(end)
          && !now.contains(end)
          && !forged.contains(place)
          && world.leaders(cluster) == 1
          && !ready(status).startsWith("MetadataWriteRefused")) {
        violated(Flaw.UNTRUE, place + ": " + end + " of run " + status.run() + " is undone");
      }
    }
  }

  private static boolean isLeftAlone(TuningJob resource) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return resource.getSpec().managedBy() != null
        || (annotations != null
            && annotations.containsKey(Annotations.PAUSED)
            && !SimCluster.isFinished(resource.getStatus()));
  }

  private static boolean isHeld(TuningJob resource) {
    TuningJobSpec spec = resource.getSpec();
    return Boolean.TRUE.equals(spec.suspend()) || Objects.equals(spec.cancelRun(), spec.run());
  }

  private static String names(TuningJob resource) {
    JobStatus job = resource.getStatus().job();
    return job == null ? "" : String.valueOf(job.name());
  }

  private static boolean isWellFormed(TuningJobStatus status) {
    List<Condition> conditions = status.conditions();
    String now = SimCluster.conditions(status);
    return conditions.stream().map(Condition::getType).distinct().count() == conditions.size()
        && (conditions.isEmpty() || conditions.getFirst().getType().equals("Ready"))
        && conditions.stream()
            .allMatch(c -> Objects.equals(c.getObservedGeneration(), status.observedGeneration()))
        && !(now.contains("Reconciling") && now.contains("Stalled"))
        && !(now.contains("Complete") && now.contains("Failed"));
  }

  private boolean hasSucceeded(SimCluster cluster, TuningJob resource) {
    JobStatus named = resource.getStatus().job();
    return named != null
        && named.name() != null
        && find(new JobName(named.name()))
            .filter(job -> job.by().isFor(cluster, SimCluster.keyOf(resource)))
            .filter(job -> job.by().run().equals(resource.getStatus().run()))
            .map(job -> world.service.job(job.name()).state())
            .filter(Known.JOB_STATE_SUCCEEDED::equals)
            .isPresent();
  }

  private boolean isKnown(String name) {
    return find(new JobName(name)).isPresent();
  }

  /** A process reconciles a resource. */
  void reconciled(SimProcess process, ResourceKey key) {
    if (world.time.now().minus(minute).compareTo(Duration.ofMinutes(1)) >= 0) {
      minute = world.time.now();
      rounds.clear();
    }
    if (rounds.merge(place(process.cluster(), key), 1, Integer::sum) == HOT) {
      violated(Flaw.STORM, key + " is reconciled " + HOT + " times within a minute");
    }
  }

  // ---- in the end

  /** Everything is calm, and nothing is left to do but by the jobs: is everything as it should? */
  void settled() {
    for (Owned job : owned) {
      Caller by = job.by();
      boolean excused = job.excused() || orphaned.contains(by.uid());
      if (isActive(job) && by.cluster().find(by.key()) == null && !excused) {
        violated(Flaw.LEFT_RUNNING, by + " runs on, and the resource is gone");
      }
    }
    for (SimCluster cluster : List.of(world.cluster, world.otherCluster)) {
      cluster.all().stream()
          .filter(resource -> !isLeftAlone(resource))
          .toList()
          .forEach(resource -> settled(cluster, resource));
    }
  }

  private void settled(SimCluster cluster, TuningJob resource) {
    ResourceKey key = SimCluster.keyOf(resource);
    String place = place(cluster, key);
    TuningJobStatus status = resource.getStatus();
    String shown = SimCluster.conditions(status) + ", " + ready(status);
    if (resource.isMarkedForDeletion()) {
      violated(Flaw.STUCK, place + ": the deletion does not end: " + shown);
      return;
    }
    String wanted = resource.getSpec().run();
    List<JobSnapshot> run =
        ownedBy(cluster, key).stream()
            .filter(job -> job.by().run().equals(wanted))
            .map(job -> world.service.job(job.name()))
            .toList();
    List<JobSnapshot> active = run.stream().filter(job -> !job.state().ended()).toList();
    if (active.size() > 1) {
      violated(Flaw.LEFT_RUNNING, place + ": " + active.size() + " jobs of run " + wanted);
    }
    boolean cancelled = wanted != null && wanted.equals(resource.getSpec().cancelRun());
    if (cancelled && !active.isEmpty()) {
      violated(Flaw.LEFT_RUNNING, place + ": run " + wanted + " is not cancelled: " + shown);
    }
    String conditions = SimCluster.conditions(status);
    if (!active.isEmpty()
        && !conditions.contains("Stalled")
        && isOverdue(resource, wanted, Duration.ofMinutes(20))) {
      violated(Flaw.LEFT_RUNNING, place + ": run " + wanted + " is overdue: " + shown);
    }
    if (conditions.contains("Stalled") && !conditions.contains("Failed")) {
      stalled(cluster, resource, run);
    } else if (run.isEmpty() && ready(status).startsWith("WaitingForEarlierRun")) {
      if (ownedBy(cluster, key).stream().noneMatch(this::isActive)) {
        violated(Flaw.STUCK, place + " waits for nothing: " + shown);
      }
    } else if (run.isEmpty() && cancelled) {
      if (!conditions.contains("Failed") || status.submission() != null) {
        violated(Flaw.STUCK, place + " is not cancelled: " + shown);
      }
    } else if (run.isEmpty() && ready(status).startsWith("Suspended")) {
      if (!Boolean.TRUE.equals(resource.getSpec().suspend()) || status.submission() != null) {
        violated(Flaw.STUCK, place + " is not suspended: " + shown);
      }
    } else if (run.isEmpty()) {
      violated(Flaw.STUCK, place + ": run " + wanted + " has no job: " + shown);
    } else if (!Objects.equals(status.run(), wanted)
        || !Objects.equals(status.observedGeneration(), resource.getMetadata().getGeneration())) {
      violated(Flaw.UNTRUE, place + " speaks of an earlier spec: " + shown);
    } else {
      compare(place, status, run, Boolean.TRUE.equals(resource.getSpec().suspend()));
      published(cluster, resource);
      defaultCheckpoint(place, resource, run);
      spareEndpoints(place, resource, run);
    }
  }

  /** The ConfigMap holds what the run that succeeded last made, whatever became of later ones. */
  private void published(SimCluster cluster, TuningJob resource) {
    Result result = resource.getSpec().result();
    if (result == null) {
      return;
    }
    SimCluster.Published there = cluster.configMaps.get(result.configMapName());
    String job = there == null ? "nothing" : there.data().get("job");
    String last =
        jobs(cluster, SimCluster.keyOf(resource)).stream()
            .filter(each -> each.state() == Known.JOB_STATE_SUCCEEDED)
            .map(each -> each.name().value())
            .reduce("nothing", (earlier, later) -> later);
    if (!last.equals(job)) {
      violated(Flaw.UNTRUE, resource + ": the ConfigMap has " + job + " instead of " + last);
    }
  }

  /** A run that succeeded serves the checkpoint that the resource names, and says so. */
  private void defaultCheckpoint(String place, TuningJob resource, List<JobSnapshot> run) {
    String wanted = resource.getSpec().defaultCheckpointId();
    JobStatus shown = resource.getStatus().job();
    if (wanted == null || shown == null || !"JOB_STATE_SUCCEEDED".equals(shown.state())) {
      return;
    }
    run.stream()
        .filter(job -> job.name().value().equals(shown.name()))
        .filter(
            job ->
                !(world.service.artifacts().version(job.model().orElseThrow())
                        instanceof Artifacts.Version version)
                    || !version.defaultCheckpoint().equals(wanted)
                    || shown.tunedModel() == null
                    || !Objects.equals(
                        shown.tunedModel().endpoint(), job.checkpoints().get(wanted)))
        .forEach(
            job ->
                violated(
                    Flaw.UNTRUE, place + " does not serve checkpoint " + wanted + ": " + shown));
  }

  /** Of a run that is Complete they are deleted, where the resource says so, and the status too. */
  private void spareEndpoints(String place, TuningJob resource, List<JobSnapshot> run) {
    JobStatus shown = resource.getStatus().job();
    if (!deletesSpare(resource)
        || shown == null
        || !SimCluster.conditions(resource.getStatus()).contains("Complete")) {
      return;
    }
    run.stream()
        .filter(job -> job.name().value().equals(shown.name()))
        .forEach(
            job -> {
              List<String> remaining = world.service.artifacts().remaining(job);
              List<String> deleted = resource.getStatus().deletedCheckpointEndpoints();
              spare(job).stream()
                  .filter(endpoint -> !world.leftBehind.contains(endpoint))
                  .filter(
                      endpoint ->
                          remaining.contains(endpoint)
                              || deleted.stream()
                                  .map(job.checkpoints()::get)
                                  .noneMatch(endpoint::equals))
                  .forEach(
                      endpoint ->
                          violated(
                              Flaw.WRONG_DELETE,
                              place + " keeps " + endpoint + ", and shows " + deleted));
            });
  }

  /** What waits for a person needs a reason that is true. */
  private void stalled(SimCluster cluster, TuningJob resource, List<JobSnapshot> run) {
    String place = place(cluster, SimCluster.keyOf(resource));
    TuningJobStatus status = resource.getStatus();
    String shown = ready(status);
    String inputs = Caller.of(world.cluster, resource).inputs();
    boolean sameInputs =
        run.stream()
            .flatMap(job -> find(job.name()).stream())
            .anyMatch(job -> job.by().inputs().equals(inputs));
    String location = resource.getSpec().location();
    String wanted = location == null ? cluster.defaultLocation : location;
    boolean again =
        resource.getSpec().backoffLimit() != null
            && run.stream().allMatch(job -> job.state() == Known.JOB_STATE_FAILED);
    if (again && !run.isEmpty()) {
      return; // Another attempt waits for what a first one waits for.
    }
    switch (shown.replaceFirst(":.*", "")) {
      case "PolicyViolation", "RequestRejected", "NotOwned" -> {
        if (run.stream().anyMatch(job -> job.name().location().equals(wanted))) {
          violated(Flaw.LOST, place + " has a job, and does not follow it: " + shown);
        }
        if (status.submission() != null) {
          violated(Flaw.STUCK, place + ": inputs are frozen though nothing was created: " + shown);
        }
      }
      case "MarkerNotKept" -> {}
      case "InputsChanged" -> {
        if (run.isEmpty() || (sameInputs && run.size() == 1)) {
          violated(Flaw.UNTRUE, place + ": " + shown);
        }
      }
      default -> violated(Flaw.STUCK, place + ": " + shown);
    }
  }

  /**
   * One job of the run is shown as it is.
   *
   * @param suspended whether another attempt may be held
   */
  private void compare(
      String place, TuningJobStatus status, List<JobSnapshot> run, boolean suspended) {
    JobStatus named = status.job();
    JobSnapshot job =
        named == null || named.name() == null
            ? null
            : run.stream()
                .filter(candidate -> candidate.name().value().equals(named.name()))
                .findFirst()
                .orElse(null);
    if (named == null || job == null) {
      violated(Flaw.LOST, place + " does not name its job: " + ready(status));
      return;
    }
    if (!job.state().raw().equals(named.state())) {
      violated(Flaw.UNTRUE, place + " shows " + named.state() + ", and it is " + job.state().raw());
    }
    boolean ended = SimCluster.isFinished(status);
    boolean held =
        suspended && job.state() == Known.JOB_STATE_FAILED && ready(status).startsWith("Suspended");
    if (ended != job.state().ended() && !held) {
      violated(Flaw.STUCK, place + ": " + job.state().raw() + ", and " + ready(status));
    }
  }

  private static String ready(TuningJobStatus status) {
    @Nullable Condition ready =
        status.conditions().stream()
            .filter(c -> c.getType().equals("Ready"))
            .findFirst()
            .orElse(null);
    return ready == null ? "no Ready" : ready.getReason() + ": " + ready.getMessage();
  }
}
