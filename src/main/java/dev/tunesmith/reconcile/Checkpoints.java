package dev.tunesmith.reconcile;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a resource asks for about the checkpoints of a job that succeeded.
 *
 * @param defaultId the one that is to be the default; null to leave it as it is
 * @param deletesOthers whether the endpoints of those that are not the default one are deleted
 * @param deleted those whose endpoints were deleted, as the status has it: they are not read again
 */
public record Checkpoints(@Nullable String defaultId, boolean deletesOthers, Set<String> deleted) {
  /** Nothing. */
  public static final Checkpoints NONE = new Checkpoints(null, false, Set.of());

  /** Copies the set. */
  public Checkpoints {
    deleted = Set.copyOf(deleted);
  }
}
