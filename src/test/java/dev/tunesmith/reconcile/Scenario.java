package dev.tunesmith.reconcile;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One story, and what it has to come to whenever the operator dies in it.
 *
 * @param name for the table
 * @param least how many runs are bought at least
 * @param most how many runs are bought at most
 * @param extras how many jobs beyond one a run may have, each of which has to be cancelled
 * @param conditions those that are True in the end; null where the resource is gone
 * @param play what happens
 */
record Scenario(
    String name,
    int least,
    int most,
    int extras,
    @Nullable String conditions,
    Consumer<Story> play) {

  static final String COMPLETE = "Complete Ready";
  static final String FAILED = "Failed Stalled";

  /** One run, one job, and a status that tells its end. */
  static Scenario ends(String name, String conditions, Consumer<Story> play) {
    return new Scenario(name, 1, 1, 0, conditions, play);
  }

  /** Two runs, a job each. */
  static Scenario twoRuns(String name, Consumer<Story> play) {
    return new Scenario(name, 2, 2, 0, COMPLETE, play);
  }

  /** A deletion: it may come before the operator got as far as buying. */
  static Scenario gone(String name, Consumer<Story> play) {
    return new Scenario(name, 0, 1, 0, null, play);
  }

  Scenario withExtras(int allowed) {
    return new Scenario(name, least, most, allowed, conditions, play);
  }

  @Override
  public String toString() {
    return name;
  }
}
