package dev.tunesmith.lifecycle;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sweep has seen of one resource's jobs. Times are uptimes: monotonic, since the process
 * began.
 *
 * <p>A missing answer is null, never an empty one: {@code siblings} proves nothing unless {@code
 * lookedSince} says when the complete listing began that it comes from.
 *
 * @param job the watched job as last read; null when it was not read yet
 * @param missingSince when the service first answered NOT_FOUND to a get of the watched job,
 *     without an answer to the contrary since; null otherwise
 * @param missingAgain when it last did
 * @param failure why the last attempt to see anything came to nothing; null when it did not
 * @param siblings all jobs seen that carry our marker or our submission, in no order; the watched
 *     job may be among them
 * @param lookedSince when the last complete listing began that was searched for our marker and
 *     submission; null when there was none
 */
public record View(
    @Nullable JobSnapshot job,
    @Nullable Duration missingSince,
    @Nullable Duration missingAgain,
    @Nullable Failure failure,
    List<JobSnapshot> siblings,
    @Nullable Duration lookedSince) {

  /** Nothing seen yet. */
  public static final View NOTHING = new View(null, null, null, null, List.of(), null);

  /** Copies the list. */
  public View {
    siblings = List.copyOf(siblings);
  }

  /**
   * Whether a complete listing answers a question.
   *
   * @param asked when the question came up
   * @return true when a complete listing began at that time or later
   */
  public boolean looked(Duration asked) {
    return lookedSince != null && lookedSince.compareTo(asked) >= 0;
  }
}
