package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.vertex.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a resource says while its jobs are listed. */
final class ListingReport {
  /** Where there is nothing else to say, and the listing takes its time. */
  static Report begun() {
    return new Report.Waiting(
        ConditionReason.LISTING_JOBS,
        "Listing the tuning jobs at Vertex AI before anything is created.",
        false);
  }

  private ListingReport() {}

  /**
   * Empty where the listing mostly completes within a second.
   *
   * @param why what waits for it; null for nothing but the next decision
   */
  static Optional<Report> of(Situation in, Decision.@Nullable Wait why) {
    Failure failure = in.observed().listFailure();
    if (in.scopes().isEmpty()) {
      return Optional.of(
          new Report.Waiting(
              ConditionReason.WAITING_FOR_LISTING,
              "It is not known in which project and location the jobs of this resource are. Start"
                  + " the operator with --project and --location, or with --former-scope. The"
                  + " finalizer is removed at the deletion's deadline.",
              false));
    }
    if (failure != null) {
      // What is paid for comes first: that an outcome is unknown says more than why it stays so.
      ConditionReason reason =
          why != null && why.reason() == ConditionReason.CREATE_OUTCOME_UNKNOWN
              ? why.reason()
              : failure.kind().reason();
      return Optional.of(new Report.Waiting(reason, unlisted(failure, why), false));
    }
    return Optional.ofNullable(why)
        .map(wait -> new Report.Waiting(wait.reason(), wait.message(), false));
  }

  private static String unlisted(Failure failure, Decision.@Nullable Wait why) {
    return (why == null ? "" : why.message() + " ")
        + "The tuning jobs cannot be listed, and nothing is created until they can be: "
        + failure.message();
  }
}
