package dev.tunesmith.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one resource as the service shows them.
 *
 * @param listedSince when the oldest of the last complete listings of the resource's scopes began;
 *     null where one of them was never listed
 * @param jobs all jobs with the resource's label, of all runs, in any order
 * @param named the names in the status that are not among {@code jobs} (rule H)
 * @param cancelled the jobs whose cancellation was requested, and need not be requested now
 * @param removed the jobs of which nothing is left to delete
 * @param labelsKept false where the service was seen to drop labels (rule M)
 */
public record ObservedJobs(
    @Nullable Duration listedSince,
    List<Job> jobs,
    List<NamedJob> named,
    Set<JobName> cancelled,
    Set<JobName> removed,
    boolean labelsKept) {

  /** Copies the collections. */
  public ObservedJobs {
    jobs = List.copyOf(jobs);
    named = List.copyOf(named);
    cancelled = Set.copyOf(cancelled);
    removed = Set.copyOf(removed);
  }

  /**
   * A job that carries the resource's label.
   *
   * @param endTime when it came to its end; null while it has not, and where it is not known
   * @param retriable whether it failed by the service's fault
   */
  public record Job(
      JobName name,
      JobState state,
      JobLabels labels,
      @Nullable Instant createTime,
      @Nullable Instant endTime,
      boolean retriable) {
    /** Whether it has not come to its end, as far as is known. */
    public boolean active() {
      return !state.ended();
    }
  }

  /**
   * A job that only the status names.
   *
   * @param run the run it stands for in the status; null where the status does not say
   * @param answer what the service says of it
   */
  public record NamedJob(JobName name, @Nullable String run, Answer answer) {}

  /** What {@code tuningJobs.get} said of a name that no listing shows. */
  public enum Answer {
    /** It was not read yet, or not often enough. */
    UNKNOWN,
    /** It carries another instance's or another resource's labels, or none of ours. */
    NOT_OWNED,
    /** It is this resource's job, which the service calls by another name. */
    OTHER_NAME,
    /** NOT_FOUND, twice, at least {@link Timing#LOST_AFTER} apart. */
    NOT_FOUND
  }

  /** Whether a complete listing began at that uptime or later. */
  boolean listed(Duration since) {
    return listedSince != null && listedSince.compareTo(since) >= 0;
  }

  /** The active jobs, those to be cancelled first in a stable order. */
  Stream<Job> active() {
    return jobs.stream()
        .filter(Job::active)
        .sorted(Comparator.comparing(job -> job.name().value()));
  }

  /** Whether another job counts for its run. */
  boolean isDuplicate(Job job) {
    return !counting(job.labels().run()).equals(Optional.of(job));
  }

  /** The first ended job, in a stable order, whose model or endpoints may be there. */
  Optional<Job> unremoved() {
    return jobs.stream()
        .filter(job -> !job.active() && !removed.contains(job.name()))
        .min(Comparator.comparing(job -> job.name().value()));
  }

  Stream<Job> ofRun(String run) {
    return jobs.stream().filter(job -> job.labels().run().equals(run));
  }

  /**
   * The job that counts for a run: of the newest attempt, one that succeeded, else one that runs
   * (the oldest), so that the choice is the same from listing to listing.
   */
  public Optional<Job> counting(String run) {
    return ofRun(run)
        .min(
            Comparator.<Job>comparingInt(job -> -job.labels().attempt())
                .thenComparingInt(this::rank)
                .thenComparing(job -> Objects.requireNonNullElse(job.createTime(), Instant.MAX))
                .thenComparing(job -> job.name().value()));
  }

  private int rank(Job job) {
    return switch (job.state()) {
      case JobState.Known known ->
          switch (known) {
            case JOB_STATE_SUCCEEDED -> 0;
            case JOB_STATE_PARTIALLY_SUCCEEDED -> 1;
            case JOB_STATE_UNSPECIFIED,
                JOB_STATE_QUEUED,
                JOB_STATE_PENDING,
                JOB_STATE_RUNNING,
                JOB_STATE_PAUSED,
                JOB_STATE_UPDATING ->
                cancelled.contains(job.name()) ? 3 : 2;
            case JOB_STATE_CANCELLING -> 3;
            case JOB_STATE_FAILED, JOB_STATE_EXPIRED -> 4;
            case JOB_STATE_CANCELLED -> 5;
          };
      case JobState.Unrecognized unrecognized -> cancelled.contains(job.name()) ? 3 : 2;
    };
  }

  /** Whether a job is on its way to its end by a cancellation. */
  boolean cancelling(Job job) {
    return job.state() == JobState.Known.JOB_STATE_CANCELLING || cancelled.contains(job.name());
  }

  /** The first name that the service has not answered for. */
  Optional<NamedJob> unanswered() {
    return named.stream().filter(job -> job.answer() == Answer.UNKNOWN).findFirst();
  }

  /** The first name that stands for a run and has that answer. */
  Optional<NamedJob> named(String runName, Answer answer) {
    return named.stream()
        .filter(job -> job.answer() == answer)
        .filter(job -> job.run() == null || job.run().equals(runName))
        .findFirst();
  }
}
