package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Uptime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an inventory of our jobs per project and location, as a Kubernetes informer keeps objects
 * (design, section 5). A complete listing is shared by all resources that requested one; then each
 * pass reads as little as shows every active job. A scope that was requested once is listed again
 * from time to time, also at rest, so that a job that turns up late is found.
 */
public final class JobInformer implements AutoCloseable {
  private final Tools tools;
  private final Map<String, CallBudget> budgets = new ConcurrentHashMap<>();
  private final Map<Scope, ScopeInformer> scopes = new ConcurrentHashMap<>();
  private final Map<String, String> projectIds = new ConcurrentHashMap<>();

  /** What an informer's scopes share. */
  record Tools(
      TuningJobs service,
      JobInventory inventory,
      PollSchedule schedule,
      Duration grace,
      Uptime uptime,
      RandomGenerator random,
      ScheduledExecutorService executor,
      InformerListener listener,
      Set<String> watched) {}

  /**
   * An informer; it makes no call before it is asked.
   *
   * @param instanceId whose jobs are kept
   * @param grace how long after a create call its job may be missing in a listing
   * @param executor runs the passes; the caller ends it
   */
  public JobInformer(
      TuningJobs service,
      String instanceId,
      PollSchedule schedule,
      Duration grace,
      Uptime uptime,
      RandomGenerator random,
      ScheduledExecutorService executor,
      InformerListener listener) {
    this.tools =
        new Tools(
            service,
            new JobInventory(instanceId),
            schedule,
            grace,
            uptime,
            random,
            executor,
            listener,
            ConcurrentHashMap.newKeySet());
  }

  /**
   * What is known of one resource's jobs.
   *
   * @param listedSince when the oldest of the scopes' last complete listings began; null where one
   *     was never listed
   * @param jobs its jobs in any scope; an ended one may have no body
   * @param listFailure why a scope cannot be listed at present; null where none fails
   * @param readFailure why active jobs of a scope cannot be read at present; null where none fails
   * @param labelsKept false where a scope was seen to drop our labels (rule M)
   */
  public record Observation(
      @Nullable Duration listedSince,
      List<JobSnapshot> jobs,
      @Nullable Failure listFailure,
      @Nullable Failure readFailure,
      boolean labelsKept) {}

  /** What is known of a resource, by its label. */
  public Observation observe(String resource, Set<Scope> wanted) {
    // The times before the jobs: a listing that they speak of is in the inventory by then.
    Duration listedSince = tools.uptime().now();
    Failure listFailure = null;
    Failure readFailure = null;
    boolean labelsKept = true;
    for (Scope scope : wanted) {
      ScopeInformer informer = scopes.get(scope);
      Duration since = informer == null ? null : informer.listedSince();
      if (since == null) {
        listedSince = null;
      } else if (listedSince != null && since.compareTo(listedSince) < 0) {
        listedSince = since;
      }
      if (informer != null) {
        listFailure = informer.listFailure() == null ? listFailure : informer.listFailure();
        readFailure = informer.readFailure() == null ? readFailure : informer.readFailure();
        labelsKept &= informer.labelsKept();
      }
    }
    return new Observation(
        listedSince, tools.inventory().of(resource), listFailure, readFailure, labelsKept);
  }

  /**
   * Requests a complete listing of each scope for a resource; the listener hears when they are
   * there, or fail.
   *
   * @param since the uptime, past or to come, at which the listings have to begin or later
   */
  public void request(String resource, Set<Scope> wanted, Duration since) {
    tools.watched().add(resource);
    // What a listing showed before the resource was watched is read from now on, too.
    tools.inventory().of(resource).stream()
        .filter(job -> !job.state().ended())
        .forEach(job -> scope(scopeOf(job.name())).follow(job.name()));
    boolean toCome = false;
    for (Scope scope : wanted) {
      // A scope that was listed since must not be listed again while another one is waited for.
      toCome |= scope(scope).request(resource, since);
    }
    if (!toCome && !wanted.isEmpty()) {
      tools.listener().changed(resource);
    }
  }

  /** A resource is gone: its active jobs are read no more, but in the listings at rest. */
  public void forget(String resource) {
    tools.watched().remove(resource);
    scopes.values().forEach(scope -> scope.forget(resource));
  }

  /**
   * Takes the job that a create call named, in the scope that its name says.
   *
   * @param labels the labels that were sent with it
   */
  public void created(Scope scope, JobSnapshot job, Map<String, String> labels) {
    if (!job.name().project().equals(scope.projectId())) {
      projectIds.putIfAbsent(job.name().project(), scope.projectId());
    }
    tools.watched().add(Objects.requireNonNull(labels.get(JobLabels.RESOURCE)));
    boolean kept = labels.entrySet().stream().allMatch(job.labels().entrySet()::contains);
    scope(scopeOf(job.name())).created(kept ? job : job.withLabels(labels), kept);
  }

  /**
   * Takes a job that was read by its name.
   *
   * @return our labels on it; null where it carries none, or another instance's
   */
  public @Nullable JobLabels found(JobSnapshot job) {
    JobLabels labels = tools.inventory().ours(job);
    if (labels != null) {
      scope(scopeOf(job.name())).see(job, labels);
    }
    return labels;
  }

  /** A job of another resource that may have written to the same folder at the same time. */
  public Optional<JobName> sharingFolder(JobSnapshot job) {
    String resource = job.labels().getOrDefault(JobLabels.RESOURCE, "");
    return tools
        .inventory()
        .all()
        .filter(other -> !resource.equals(other.labels().get(JobLabels.RESOURCE)))
        .filter(job::sharesFolder)
        .map(JobSnapshot::name)
        .min(Comparator.comparing(JobName::value));
  }

  /** The status says all that an ended job's body does: it is read again on demand. */
  public void dropBody(JobName name) {
    tools.inventory().dropBody(name);
  }

  /**
   * Where a job is: names come with project numbers, which listings and create replies have shown
   * the ids of.
   */
  public Scope scopeOf(JobName name) {
    return new Scope(projectIds.getOrDefault(name.project(), name.project()), name.location());
  }

  /** How long the longest-waiting pass is overdue; zero when none is. */
  public Duration overdue() {
    return scopes.values().stream()
        .map(ScopeInformer::overdue)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Starts no further pass; one that runs ends by its own deadlines. */
  @Override
  public void close() {
    scopes.values().forEach(ScopeInformer::stop);
  }

  private ScopeInformer scope(Scope scope) {
    return scopes.computeIfAbsent(
        scope,
        s ->
            new ScopeInformer(
                s,
                tools,
                budgets.computeIfAbsent(
                    s.projectId(), p -> new CallBudget(tools.schedule().maxCallsPerMinute())),
                number -> projectIds.putIfAbsent(number, s.projectId())));
  }
}
