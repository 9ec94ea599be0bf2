package dev.tunesmith.reconcile;

import static java.util.stream.Collectors.toSet;

import dev.tunesmith.api.v1alpha1.Annotations;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.gate.Gate;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.Desired;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.ObservedJobs;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.reconcile.JobKind.Recorded;
import dev.tunesmith.vertex.JobInformer;
import dev.tunesmith.vertex.JobInformer.Observation;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that one decision goes by, and what its effects need: the resource, what its status recorded,
 * what the gates say, and what is known of its jobs.
 *
 * @param recorded what the status says; of it only hints reach the decision
 * @param scopes where the resource's jobs can be
 * @param desired the resource, as the rules see it
 * @param jobs the jobs, as the rules see them
 * @param context what a status is written from
 */
record Situation(
    DesiredJob job,
    Recorded recorded,
    Set<Scope> scopes,
    Observation observed,
    Desired desired,
    ObservedJobs jobs,
    Report.Context context) {

  static final Report.Waiting PAUSED =
      new Report.Waiting(
          ConditionReason.RECONCILIATION_PAUSED,
          "Reconciliation is paused by the annotation "
              + Annotations.PAUSED
              + ": nothing is created or cancelled, a deletion waits, and a job that runs goes on"
              + " and is billed, until the annotation is removed.",
          false);

  static <R extends HasMetadata> Situation of(
      JobController.Parts<R> parts, String label, ResourceState state, R resource, Peers<R> peers) {
    JobKind<R> kind = parts.kind();
    Duration now = parts.uptime().now();
    // The deadline of a deletion begins when it can be worked on.
    boolean deleted = resource.isMarkedForDeletion() && !isPaused(resource);
    String uid = Objects.requireNonNullElse(resource.getMetadata().getUid(), "");
    long generation = Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
    state.observe(uid, kind.status(resource), deleted, now);
    DesiredJob wanted = kind.desired(resource, peers);
    Recorded recorded = kind.recorded(resource);
    boolean finalizer = resource.getFinalizers().contains(kind.finalizer());
    Gate.Facts facts = new Gate.Facts(parts.clock().instant());
    Verdict allowed = parts.gate().check(wanted, facts);
    Set<Scope> scopes =
        scopes(
            parts.settings().formerScopes(),
            parts.informer(),
            wanted,
            recorded,
            finalizer || !isForbidden(allowed));
    Observation observed = parts.informer().observe(label, scopes);
    Verdict backoff = state.backoff(generation, now);
    String run = JobLabels.run(wanted.run());
    // Without a scope to list nothing is known of the jobs.
    boolean blind = scopes.isEmpty() && finalizer && deleted;
    ObservedJobs jobs = jobs(observed, blind, recorded, state, now);
    DesiredJob job =
        jobs.counting(run).map(made -> wanted.madeOf(made.labels().inputs())).orElse(wanted);
    Verdict gates = job.equals(wanted) ? allowed : parts.gate().check(job, facts);
    String inputs = job.inputs() == null ? null : JobLabels.inputs(job.inputs());
    Desired desired =
        new Desired(
            job.run(),
            run,
            inputs,
            deleted,
            finalizer,
            recorded.submitted(),
            rejected(recorded, job.run(), inputs),
            gates instanceof Verdict.Pass
                ? Objects.requireNonNullElse(backoff, reward(job, state, generation))
                : gates,
            job.controls());
    Set<JobName> keep = new HashSet<>();
    jobs.named().forEach(named -> keep.add(named.name()));
    return new Situation(
        job,
        recorded,
        scopes,
        observed,
        desired,
        jobs,
        new Report.Context(
            generation, parts.settings().instanceId(), run, job, observed.jobs(), keep));
  }

  /** Whether a resource's annotation says that it is not to be reconciled. */
  static boolean isPaused(HasMetadata resource) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(Annotations.PAUSED));
  }

  /** Whether the status says so already: each request was written before it was sent. */
  boolean requestedEveryCancel(Decision.Wait wait, ResourceState state) {
    return wait.reason() == ConditionReason.CANCELLING
        && jobs.jobs().stream()
            .filter(ObservedJobs.Job::active)
            .allMatch(job -> state.cancels().calls(job.name().value()) > 0);
  }

  JobSnapshot snapshot(JobName name) {
    return observed.jobs().stream()
        .filter(job -> job.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " was not observed"));
  }

  /** Whether the status named the job when this was gathered. */
  boolean names(JobSnapshot about) {
    return recorded.names().containsKey(about.name());
  }

  /** The same, with a job as it was just read. */
  Situation showing(JobSnapshot read) {
    return new Situation(job, recorded, scopes, observed, desired, jobs, context.showing(read));
  }

  Scope scope() {
    return Objects.requireNonNull(job.scope());
  }

  /**
   * K: the wanted scope, those anywhere in the status, and those of earlier defaults. A resource
   * that was never owned must not make the operator call a project that it may not use.
   */
  private static Set<Scope> scopes(
      Set<Scope> former, JobInformer informer, DesiredJob job, Recorded recorded, boolean wanted) {
    Set<Scope> scopes = new HashSet<>(former);
    if (job.scope() != null && wanted) {
      job.scope().jobsIn().forEach(scopes::add);
    }
    if (recorded.scope() != null) {
      recorded.scope().jobsIn().forEach(scopes::add);
    }
    recorded.names().keySet().stream().map(informer::scopeOf).forEach(scopes::add);
    return scopes;
  }

  /** Last of all, so that nothing is asked for what is barred anyway. */
  private static Verdict reward(DesiredJob job, ResourceState state, long generation) {
    return job.rewardCheck() == null || state.isRewardChecked(generation)
        ? new Verdict.Pass()
        : new Verdict.Wait(
            ConditionReason.CHECKING_REWARD,
            "The rewards are tried with the sample in spec.rewardCheck before a job is created.",
            Duration.ZERO);
  }

  private static boolean isForbidden(Verdict gates) {
    return gates instanceof Verdict.Refuse refuse
        && refuse.reason() == ConditionReason.POLICY_VIOLATION;
  }

  private static @Nullable String rejected(Recorded recorded, String run, @Nullable String inputs) {
    JobKind.Rejected rejected = recorded.rejected();
    return rejected != null
            && run.equals(rejected.run())
            && Objects.equals(inputs, rejected.inputs())
        ? Objects.requireNonNullElse(rejected.message(), "Vertex AI refused the request.")
        : null;
  }

  /** T and H: beside the listed jobs the names that only the status, or a reply, gave. */
  private static ObservedJobs jobs(
      Observation observed, boolean blind, Recorded recorded, ResourceState state, Duration now) {
    List<ObservedJobs.Job> jobs = new ArrayList<>();
    Set<JobName> known = new HashSet<>();
    for (JobSnapshot job : observed.jobs()) {
      known.add(job.name());
      JobLabels.read(job.labels())
          .ifPresent(
              labels ->
                  jobs.add(
                      new ObservedJobs.Job(
                          job.name(),
                          job.state(),
                          labels,
                          job.createTime(),
                          job.endTime(),
                          job.retriable())));
    }
    List<ObservedJobs.NamedJob> named = new ArrayList<>();
    Map<JobName, @Nullable String> names = new LinkedHashMap<>(state.createdHere());
    // What this process knows of a job's run is not for a status to change.
    recorded.names().forEach(names::putIfAbsent);
    for (Map.Entry<JobName, @Nullable String> entry : names.entrySet()) {
      JobName name = entry.getKey();
      if (!known.contains(name)) {
        named.add(new ObservedJobs.NamedJob(name, entry.getValue(), state.answer(name)));
      }
    }
    return new ObservedJobs(
        blind ? null : observed.listedSince(),
        jobs,
        named,
        state.cancels().waiting(now).keySet().stream().map(JobName::new).collect(toSet()),
        state.removed(),
        observed.labelsKept());
  }
}
