package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.function.Consumer;

/** Publishes what a job made, where its resource asks for it. */
final class ResultPublisher {
  private ResultPublisher() {}

  /** Writes the result where it is not there yet; present where that is refused. */
  static <R extends HasMetadata> Optional<Report> publish(
      JobController.Parts<R> parts,
      R resource,
      Report.Followed followed,
      Consumer<Announcement> events) {
    JobSnapshot job = followed.job();
    ResultWriter.Result result = parts.kind().result(resource, job);
    if (result == null) {
      return Optional.empty();
    }
    String name = "ConfigMap " + result.configMapName();
    return switch (parts.results().write(resource, result)) {
      case ResultWriter.Written written -> {
        if (written.changed()) {
          parts.listener().count(Occurrence.RESULT_PUBLISHED);
          events.accept(
              new Announcement(
                  false,
                  EventReason.RESULT_PUBLISHED.value(),
                  "What " + job.name() + " made is in the " + name + "."));
        }
        yield Optional.empty();
      }
      case ResultWriter.NotOwned notOwned -> {
        parts.listener().count(Occurrence.RESULT_REFUSED);
        yield Optional.of(
            unpublished(
                followed,
                ConditionReason.RESULT_NOT_OWNED,
                "Its result is not published: the "
                    + name
                    + " exists and does not belong to this resource, so that it is left as it is."
                    + " Delete it, or name another one in spec.result.configMapName."));
      }
      case ResultWriter.Refused refused -> {
        parts.listener().count(Occurrence.RESULT_REFUSED);
        yield Optional.of(
            unpublished(
                followed,
                ConditionReason.RESULT_WRITE_REFUSED,
                "Its result is not published, which is tried again: the API server refuses the "
                    + name
                    + ". Where rights are missing, give the operator's service account get, create"
                    + " and update on configmaps in this namespace (in the chart:"
                    + " rbac.resultConfigMaps). The API server says: "
                    + refused.message()));
      }
    };
  }

  private static Report unpublished(
      Report.Followed followed, ConditionReason reason, String message) {
    return new Report.Unpublished(
        followed.job(), followed.scope(), reason, message, followed.checks());
  }
}
