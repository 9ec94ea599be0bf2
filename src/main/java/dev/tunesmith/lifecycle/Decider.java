package dev.tunesmith.lifecycle;

import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;

/**
 * Decides what to do next about one resource: the rules of paying once (design, section 3) in one
 * place. Pure: the same situation always gives the same decision.
 *
 * <pre>
 *  nothing recorded --look by marker--> none: Submit (intent, create, name)
 *        |                              found: Adopt
 *        v                                          |
 *  intent without a name (in doubt) --look--> found: Adopt
 *        |                                          |
 *        +-- none, one grace after we saw it:       v
 *            Submit again                     name recorded: Follow ... ended: Finished
 *                                                   |
 *                                                   +-- NOT_FOUND twice, a minute apart: JobLost
 *
 *  deleting: {@link DeletionDecider}
 * </pre>
 *
 * Where a create may have been sent that the status does not tell of ({@link Memory#maybeSent}), a
 * look that finds nothing counts from one grace later on: the status may have been lost.
 *
 * <p>"Don't know" is never "no": a look that failed, or has not been answered, leads to {@link
 * Hold} or {@link Look}, and to nothing else.
 */
public final class Decider {
  private final BuyingDecider buying;
  private final FollowingDecider following;
  private final DeletionDecider deletion;

  /**
   * A decider.
   *
   * @param timing the durations it goes by
   */
  public Decider(Timing timing) {
    this.buying = new BuyingDecider(timing);
    this.following = new FollowingDecider(timing);
    this.deletion = new DeletionDecider(timing);
  }

  /**
   * Decides.
   *
   * @param situation all that is known
   * @return what to do next
   */
  public Decision decide(Situation situation) {
    if (situation.deleting()) {
      return deletion.decide(situation);
    }
    Recorded recorded = situation.recorded();
    if (recorded.finished() && situation.run().equals(recorded.run())) {
      return following.finished(situation);
    }
    if (recorded.unfinished()) {
      return recorded.job() != null
          ? following.followed(situation, recorded.job())
          : buying.inDoubt(situation);
    }
    return buying.unbought(situation);
  }
}
