package dev.tunesmith.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * What a resource asks for about the checkpoints of a job that succeeded.
 *
 * @param defaultId the one that is to be the default; null to leave it as it is
 */
public record Checkpoints(@Nullable String defaultId) {
  /** Nothing. */
  public static final Checkpoints NONE = new Checkpoints(null);
}
