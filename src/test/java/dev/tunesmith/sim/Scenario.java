package dev.tunesmith.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One story, and what it has to come to whenever the operator dies in it.
 *
 * @param name for the table
 * @param least how many runs get a job at least
 * @param most how many runs get a job at most
 * @param extras how many jobs beyond one a run may have, each of which has to be cancelled
 * @param attempts how many jobs a run may have that fail and are created again, the last included
 * @param conditions those that are True in the end; null where the resource is gone
 * @param steps what happens
 */
record Scenario(
    String name,
    int least,
    int most,
    int extras,
    int attempts,
    @Nullable String conditions,
    List<Step> steps) {

  static final String COMPLETE = "Complete Finished Ready";
  static final String ACCEPTED = "Accepted " + COMPLETE;
  static final String FAILED = "Failed Finished Stalled";

  /** One run, one job, and a status that shows its end. */
  static Scenario ends(String name, String conditions, Step... steps) {
    return new Scenario(name, 1, 1, 0, 1, conditions, List.of(steps));
  }

  /** Two runs, a job each. */
  static Scenario twoRuns(String name, Step... steps) {
    return new Scenario(name, 2, 2, 0, 1, COMPLETE, List.of(steps));
  }

  /** A deletion: it may come before the operator got as far as creating. */
  static Scenario gone(String name, Step... steps) {
    return new Scenario(name, 0, 1, 0, 1, null, List.of(steps));
  }

  Scenario withExtras(int allowed) {
    return new Scenario(name, least, most, allowed, attempts, conditions, steps);
  }

  Scenario withAttempts(int allowed) {
    return new Scenario(name, least, most, extras, allowed, conditions, steps);
  }

  /** The same, after some steps more. */
  Scenario after(Step... first) {
    List<Step> all = new ArrayList<>(Arrays.asList(first));
    all.addAll(steps);
    return new Scenario(name, least, most, extras, attempts, conditions, List.copyOf(all));
  }

  @Override
  public String toString() {
    return name;
  }
}
