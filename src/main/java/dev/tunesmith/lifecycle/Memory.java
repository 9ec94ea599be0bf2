package dev.tunesmith.lifecycle;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this process remembers of one resource, and loses when it dies: every rule holds without it.
 * Times are uptimes.
 *
 * @param firstSeen when this process first saw the resource's present run
 * @param intentSeen when it first saw the recorded intent; null when none stands
 * @param deletionSeen when it first saw that the resource is being deleted; null when it is not
 * @param trouble the last call for the resource that failed; null when the last one went well
 * @param proven names that a create reply to this process gave: ours whatever their labels say
 * @param cancels cancellations that this process asked for
 * @param markerNotKept whether the service was seen to drop our labels in the resource's scope
 * @param maybeSent when a create call for the present run may have been sent of which the status
 *     need not tell, since it can be lost or restored at any moment: this process's last one that
 *     was not refused, or one of the process before, which was at work until this one first saw the
 *     resource; null when there was none
 * @param othersWrote when somebody else last wrote the status, or may have: a person, a restore, or
 *     the process before; null when all of it is this process's own
 */
public record Memory(
    Duration firstSeen,
    @Nullable Duration intentSeen,
    @Nullable Duration deletionSeen,
    @Nullable Trouble trouble,
    Set<JobName> proven,
    Map<JobName, Cancellation> cancels,
    boolean markerNotKept,
    @Nullable Duration maybeSent,
    @Nullable Duration othersWrote) {

  /** Copies the collections. */
  public Memory {
    proven = Set.copyOf(proven);
    cancels = Map.copyOf(cancels);
  }

  /**
   * A call that failed.
   *
   * @param failure how
   * @param notBefore when to try again
   */
  public record Trouble(Failure failure, Duration notBefore) {}

  /**
   * A cancellation that was asked for.
   *
   * @param notBefore when to ask again, should the job still be running
   * @param failure why the service could not be asked; null when it took the wish
   */
  public record Cancellation(Duration notBefore, @Nullable Failure failure) {
    /**
     * Whether the service took the wish.
     *
     * @return false while it has to be asked again
     */
    public boolean accepted() {
      return failure == null;
    }
  }
}
