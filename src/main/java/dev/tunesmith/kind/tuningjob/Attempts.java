package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tuningjob.Attempt;
import dev.tunesmith.api.v1alpha1.tuningjob.Checkpoint;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.attempts}: a projection of the resource's jobs, newest last. It keeps the names
 * that the service has not answered for (rule H).
 */
final class Attempts {
  private Attempts() {}

  /**
   * The lines.
   *
   * @param current the job that {@code status.job} shows: its model and endpoints stand there
   */
  static List<Attempt> of(
      TuningJobStatus before, Report.Context context, @Nullable JobStatus current) {
    Map<String, Attempt> lines =
        NonNullElements.of(before.attempts()).stream()
            .filter(line -> line.job() != null)
            .collect(
                Collectors.toMap(
                    line -> Objects.requireNonNull(line.job()),
                    Function.identity(),
                    (first, second) -> second));
    List<Attempt> attempts = new ArrayList<>();
    for (JobName name :
        context.keep().stream().sorted(Comparator.comparing(JobName::value)).toList()) {
      attempts.add(lines.getOrDefault(name.value(), unanswered(name, before)));
    }
    int kept = attempts.size();
    context.jobs().stream()
        .sorted(
            Comparator.<JobSnapshot, Instant>comparing(
                    job -> Objects.requireNonNullElse(job.createTime(), Instant.MAX))
                .thenComparing(job -> job.name().value()))
        .map(job -> line(job, lines.get(job.name().value()), before, context, current))
        .forEach(attempts::add);
    while (attempts.size() > Bounds.ATTEMPTS) {
      attempts.remove(kept < attempts.size() ? kept : 0);
    }
    return attempts;
  }

  private static Attempt unanswered(JobName name, TuningJobStatus before) {
    JobStatus job = before.job();
    boolean shown = job != null && name.value().equals(job.name());
    return new Attempt(
        shown ? before.run() : null,
        null,
        name.value(),
        job != null && shown ? job.state() : null,
        null,
        null,
        null,
        null,
        List.of());
  }

  private static Attempt line(
      JobSnapshot job,
      @Nullable Attempt old,
      TuningJobStatus before,
      Report.Context context,
      @Nullable JobStatus current) {
    JobLabels labels = JobLabels.read(job.labels()).orElse(null);
    boolean wanted = labels != null && labels.run().equals(context.runLabel());
    boolean isCurrent = current != null && job.name().value().equals(current.name());
    JobStatus shown = before.job();
    TunedModel model =
        isCurrent
            ? null
            : shown != null && job.name().value().equals(shown.name())
                ? shown.tunedModel()
                : job.hasBody() ? JobProjection.of(job, null).tunedModel() : null;
    Attempt kept = model == null && !isCurrent ? old : null;
    return new Attempt(
        wanted ? context.desired().run() : old == null ? null : old.run(),
        labels == null ? null : labels.attempt(),
        job.name().value(),
        Truncation.text(job.state().raw(), Bounds.STATE),
        JobOutcome.reason(job.state()).value(),
        job.hasBody() ? time(job, "startTime") : old == null ? null : old.startTime(),
        job.hasBody() ? time(job, "endTime") : old == null ? null : old.endTime(),
        kept != null ? kept.model() : model == null ? null : model.model(),
        kept != null ? kept.endpoints() : endpoints(model));
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
      model.checkpoints().stream()
          .map(Checkpoint::endpoint)
          .forEach(endpoint -> endpoints.add(Objects.requireNonNullElse(endpoint, "")));
    }
    return endpoints.stream()
        .filter(endpoint -> !endpoint.isEmpty())
        .limit(Bounds.ENDPOINTS)
        .toList();
  }
}
