package dev.tunesmith.lifecycle;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a check before a create says. It bars a create and nothing else. */
public sealed interface Verdict {
  /** A create may be sent. */
  record Pass() implements Verdict {}

  /**
   * Not yet; it may pass later without anyone changing the resource.
   *
   * @param message what is waited for
   * @param again when to check again at the latest; null where an event will come
   */
  record Wait(ConditionReason reason, String message, @Nullable Duration again)
      implements Verdict {}

  /**
   * Not until a person changes something.
   *
   * @param message what to change
   * @param again when to check again, where the change may be made outside the cluster; null where
   *     only the resource can change it
   */
  record Refuse(ConditionReason reason, String message, @Nullable Duration again)
      implements Verdict {}

  /**
   * The same, to be checked again then.
   *
   * @param left of its pause: what is reconciled in between must not make that longer
   */
  default Verdict again(Duration left) {
    return switch (this) {
      case Pass pass -> pass;
      case Wait wait -> new Wait(wait.reason(), wait.message(), left);
      case Refuse refuse -> new Refuse(refuse.reason(), refuse.message(), left);
    };
  }

  /** The same, with more to its message. */
  default Verdict noting(String more) {
    return switch (this) {
      case Pass pass -> pass;
      case Wait wait -> new Wait(wait.reason(), wait.message() + more, wait.again());
      case Refuse refuse -> new Refuse(refuse.reason(), refuse.message() + more, refuse.again());
    };
  }
}
