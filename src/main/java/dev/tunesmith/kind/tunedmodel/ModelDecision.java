package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.Failure;
import org.jspecify.annotations.Nullable;

/** What to do next. */
sealed interface ModelDecision {
  /** What calls the service. */
  sealed interface Call extends ModelDecision {}

  /** Nothing. */
  record Ignore() implements ModelDecision {}

  /** List the run's models, or read the one that is known. */
  record Look() implements Call {}

  /** Add the finalizer. */
  record AddFinalizer() implements ModelDecision {}

  /** Record the submission, then create. */
  record Submit() implements Call {}

  /** Report the model, and change what differs from the spec. */
  record Follow(TunedModelSnapshot model) implements Call {}

  /** Report that the model could not be read. */
  record Unread(Failure failure, TunedModelSnapshot last) implements ModelDecision {}

  /** Delete the model. */
  record Delete(TunedModelSnapshot model) implements Call {}

  /**
   * Remove the finalizer.
   *
   * @param unconfirmed what is not known to be deleted; null where all is
   */
  record Release(@Nullable String unconfirmed) implements ModelDecision {}

  /** Wait, or wait for a person. */
  record Report(Verdict verdict) implements ModelDecision {
    static Report waits(ConditionReason reason, String message) {
      return new Report(new Verdict.Wait(reason, message, null));
    }

    static Report refuses(ConditionReason reason, String message) {
      return new Report(new Verdict.Refuse(reason, message, null));
    }
  }
}
