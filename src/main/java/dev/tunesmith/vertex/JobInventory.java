package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All jobs with our instance id that were seen, of all scopes, indexed by resource. Jobs cannot be
 * deleted and labels cannot be changed, so an entry stays until the service has said twice that the
 * job does not exist; of an ended job it loses its body once that was used. Safe for use by many
 * threads.
 */
final class JobInventory {
  private final String instanceId;
  private final Map<JobName, JobSnapshot> jobs = new ConcurrentHashMap<>();
  private final Map<String, Set<JobName>> byResource = new ConcurrentHashMap<>();

  JobInventory(String instanceId) {
    this.instanceId = instanceId;
  }

  /** Our labels on a job; null where it carries none, or another instance's. */
  @Nullable JobLabels ours(JobSnapshot job) {
    return JobLabels.read(job.labels())
        .filter(labels -> labels.instance().equals(instanceId))
        .orElse(null);
  }

  @Nullable JobSnapshot get(JobName name) {
    return jobs.get(name);
  }

  /** The jobs of a resource, by its label, in no order. */
  List<JobSnapshot> of(String resource) {
    return byResource.getOrDefault(resource, Set.of()).stream()
        .map(jobs::get)
        .filter(Objects::nonNull)
        .toList();
  }

  /** All jobs, in no order. */
  Stream<JobSnapshot> all() {
    return jobs.values().stream();
  }

  /** Whether an answer lags behind another one: listings may. */
  private static boolean isOlder(JobSnapshot job, JobSnapshot than) {
    return job.updateTime() != null
        && than.updateTime() != null
        && job.updateTime().isBefore(than.updateTime());
  }

  /**
   * Stores a job with our labels. An end is final, and an older answer takes nothing back.
   *
   * @return whether it says something new
   */
  boolean put(JobSnapshot job, JobLabels labels) {
    JobSnapshot before = jobs.get(job.name());
    if (before != null
        && (before.state().ended()
            || before.equalsIgnoringUpdateTime(job)
            || isOlder(job, before))) {
      return false;
    }
    jobs.put(job.name(), job);
    byResource
        .computeIfAbsent(labels.resource(), resource -> ConcurrentHashMap.newKeySet())
        .add(job.name());
    return true;
  }

  /** Forgets the body of an ended job; it is read again on demand. */
  void dropBody(JobName name) {
    jobs.computeIfPresent(name, (n, job) -> job.state().ended() ? job.withoutBody() : job);
  }

  /** Forgets a job that the service says does not exist. */
  void remove(JobName name) {
    JobSnapshot job = jobs.remove(name);
    JobLabels labels = job == null ? null : ours(job);
    if (labels != null) {
      byResource.getOrDefault(labels.resource(), Set.of()).remove(name);
    }
  }
}
