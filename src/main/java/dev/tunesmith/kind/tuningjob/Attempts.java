package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.NonNullElements;
import dev.tunesmith.kind.Truncation;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.vertex.JobSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.attempts}: a projection of the resource's jobs but for the current one, newest
 * last. It keeps the names that the service has not answered for (rule H).
 */
final class Attempts {
  private Attempts() {}

  /**
   * The lines.
   *
   * @param current the job that {@code status.job} shows
   */
  static List<Attempt> of(
      TuningJobStatus before, Report.Context context, @Nullable JobStatus current) {
    String shown = current == null ? null : current.name();
    Map<String, Attempt> lines = linesOf(before);
    List<Attempt> attempts = new ArrayList<>();
    context.keep().stream()
        .map(JobName::value)
        .filter(name -> !name.equals(shown))
        .sorted()
        .map(name -> lines.getOrDefault(name, nameOf(name)))
        .forEach(attempts::add);
    int kept = attempts.size();
    context.jobs().stream()
        .filter(job -> !job.name().value().equals(shown))
        .sorted(
            Comparator.<JobSnapshot, Instant>comparing(
                    job -> Objects.requireNonNullElse(job.createTime(), Instant.MAX))
                .thenComparing(job -> job.name().value()))
        .map(job -> line(job, lines.get(job.name().value()), context))
        .forEach(attempts::add);
    while (attempts.size() > Bounds.ATTEMPTS) {
      attempts.remove(kept < attempts.size() ? kept : 0);
    }
    return attempts;
  }

  /** What the status says of each job, the one that it shows among them. */
  private static Map<String, Attempt> linesOf(TuningJobStatus before) {
    Map<String, Attempt> lines = new HashMap<>();
    for (Attempt line : NonNullElements.of(before.attempts())) {
      if (line.job() != null) {
        lines.put(line.job(), line);
      }
    }
    JobStatus job = before.job();
    if (job != null && job.name() != null) {
      TunedModel made = job.tunedModel();
      lines.put(
          job.name(),
          new Attempt(
              before.run(),
              null,
              job.name(),
              job.state(),
              null,
              job.startTime(),
              job.endTime(),
              made == null ? null : made.model(),
              endpoints(made)));
    }
    return lines;
  }

  private static Attempt nameOf(String name) {
    return new Attempt(null, null, name, null, null, null, null, null, List.of());
  }

  /** What a job without its body does not say is as it was. */
  private static Attempt line(JobSnapshot job, @Nullable Attempt before, Report.Context context) {
    JobLabels labels = JobLabels.read(job.labels()).orElse(null);
    boolean wanted = labels != null && labels.run().equals(context.runLabel());
    Attempt old = before == null ? nameOf(job.name().value()) : before;
    TunedModel made = job.hasBody() ? JobProjection.of(job).tunedModel() : null;
    return new Attempt(
        wanted ? context.desired().run() : old.run(),
        labels == null ? null : labels.attempt(),
        job.name().value(),
        Truncation.text(job.state().raw(), Bounds.STATE),
        JobOutcome.reason(job.state()).value(),
        job.hasBody() ? time(job, "startTime") : old.startTime(),
        job.hasBody() ? time(job, "endTime") : old.endTime(),
        made == null ? old.model() : made.model(),
        made == null ? old.endpoints() : endpoints(made));
  }

  private static @Nullable String time(JobSnapshot job, String field) {
    return job.state().ended() || field.equals("startTime")
        ? Truncation.text(job.body().path(field).asText(null), Bounds.TIME)
        : null;
  }

  /** The default endpoint first, then the checkpoints'. */
  static List<String> endpoints(@Nullable TunedModel model) {
    Set<String> endpoints = new LinkedHashSet<>();
    if (model != null) {
      endpoints.add(Objects.requireNonNullElse(model.endpoint(), ""));
      model
          .checkpointEndpoints()
          .values()
          .forEach(endpoint -> endpoints.add(Objects.requireNonNullElse(endpoint, "")));
    }
    return endpoints.stream()
        .filter(endpoint -> !endpoint.isEmpty())
        .limit(Bounds.ENDPOINTS)
        .toList();
  }
}
