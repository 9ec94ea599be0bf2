package dev.tunesmith.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Since when, and how, this process has owned a resource (rule T). Times are uptimes: monotonic,
 * since the process began.
 *
 * @param since when this process took the resource over: at first sight, when it became the leader,
 *     or when it saw a status that it had not written
 * @param inherited true until this process itself added the finalizer to a resource without a
 *     submission: until then another process may have created a job
 * @param pending when the last create call was sent whose outcome is unknown; null for none
 * @param deletionSeen when this process first saw that the resource is being deleted; null while it
 *     is not
 */
public record Tenure(
    Duration since,
    boolean inherited,
    @Nullable Duration pending,
    @Nullable Duration deletionSeen) {

  /**
   * The uptime at which a listing must have begun so that every job that could exist would be in it
   * (rule Q).
   */
  Duration quietFrom(Duration grace) {
    Duration due = inherited ? since.plus(grace) : since;
    return pending != null && pending.plus(grace).compareTo(due) > 0 ? pending.plus(grace) : due;
  }
}
