package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.vertex.JobSnapshot;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What reports are about, for tests: one resource in one scope. */
public final class Reports {
  public static final Scope SCOPE = new Scope("my-project", "us-central1");
  static final String INSTANCE = "here";
  static final ResourceKey KEY = new ResourceKey("team-a", "support-tone");

  private Reports() {}

  /** The labels of a job of the resource. */
  public static Map<String, String> labels(String run, int attempt) {
    return new JobLabels(
            INSTANCE,
            JobLabels.resource(INSTANCE, "TuningJob", KEY),
            JobLabels.run(run),
            JobLabels.inputs("{}"),
            attempt)
        .toMap(KEY);
  }

  /** A context with these jobs listed; nothing else is named in the status. */
  static Report.Context context(long generation, String run, List<JobSnapshot> jobs) {
    return context(generation, run, List.of(), jobs, Set.of());
  }

  static Report.Context context(
      long generation,
      String run,
      List<String> warnings,
      List<JobSnapshot> jobs,
      Set<JobName> keep) {
    return new Report.Context(
        generation,
        INSTANCE,
        JobLabels.run(run),
        new DesiredJob(
            run, "{}", SCOPE, null, null, null, null, warnings, warnings, Controls.NONE, null),
        jobs,
        keep);
  }

  /** The first status of a resource whose job is this one. */
  public static TuningJobStatus followed(JobSnapshot job) {
    return project(null, new Report.Followed(job, SCOPE, false, null), List.of(job), Set.of());
  }

  /** The status of generation 1 and run 1 that reports something. */
  public static TuningJobStatus project(
      @Nullable TuningJobStatus before,
      Report report,
      List<JobSnapshot> jobs,
      Set<JobName> unlisted) {
    return new StatusProjector(Clock.fixed(Snapshots.CREATED, ZoneOffset.UTC))
        .project(before, report, context(1, "1", List.of(), jobs, unlisted), null);
  }

  /** The jobs that a status names anywhere. */
  static Set<JobName> names(@Nullable TuningJobStatus status) {
    Set<JobName> names = new HashSet<>();
    if (status != null) {
      status.attempts().stream()
          .map(Attempt::job)
          .forEach(name -> JobName.parse(name).ifPresent(names::add));
      if (status.job() != null) {
        JobName.parse(status.job().name()).ifPresent(names::add);
      }
    }
    return names;
  }
}
