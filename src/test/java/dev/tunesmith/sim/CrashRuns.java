package dev.tunesmith.sim;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.sim.Effects.Stop;
import dev.tunesmith.sim.Verdict.Work;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Plays one scenario with the operator stopped at every effect, and at some or all pairs. */
final class CrashRuns {
  private static final List<Boolean> SIDES = List.of(true, false);

  /** How many effects the next process has more than were left to the first, mostly. */
  private static final int MORE = 4;

  private static final Work ANY = new Work(1000, 1000, 100_000, 100_000);

  /**
   * What came of a scenario.
   *
   * @param scenario the story
   * @param effects how many effects it has when nobody dies
   * @param single stories with one death
   * @param pairs stories with two
   * @param extras stories in which an extra job was jobs, found and cancelled
   * @param stopped the kinds of effects that were stopped at
   * @param flaws stories that broke a promise, by promise
   * @param words what exactly, for the first few
   */
  record Row(
      Scenario scenario,
      int effects,
      int single,
      int pairs,
      int extras,
      Set<String> stopped,
      Map<Flaw, Integer> flaws,
      List<String> words) {
    int flaws(Flaw flaw) {
      return flaws.getOrDefault(flaw, 0);
    }
  }

  private final Scenario scenario;
  private final Map<Flaw, Integer> flaws = new EnumMap<>(Flaw.class);
  private final Set<String> stopped = new TreeSet<>();
  private final List<String> words = new ArrayList<>();
  private Work undisturbed = ANY;
  private int effects;
  private int extras;
  private int single;
  private int pairs;

  private CrashRuns(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Plays a scenario.
   *
   * @param sampled how many pairs of deaths are drawn; negative for all that there are
   */
  static Row of(Scenario scenario, int sampled) {
    CrashRuns runs = new CrashRuns(scenario);
    runs.undisturbed();
    runs.everyEffect();
    if (sampled < 0) {
      runs.everyPair();
    } else {
      runs.somePairs(sampled);
    }
    return new Row(
        scenario,
        runs.effects,
        runs.single,
        runs.pairs,
        runs.extras,
        runs.stopped,
        runs.flaws,
        runs.words);
  }

  /** The promises that a story breaks without any death. */
  static Map<Flaw, Integer> undisturbed(Scenario scenario) {
    CrashRuns runs = new CrashRuns(scenario);
    runs.undisturbed();
    return runs.flaws;
  }

  private void undisturbed() {
    SimWorld world = new SimWorld();
    play(world, List.of());
    effects = world.effects.journal().size();
    undisturbed = Work.of(world);
  }

  private void everyEffect() {
    for (int n = 1; ; n++) {
      boolean reached = false;
      for (boolean before : SIDES) {
        boolean died = play(new SimWorld(), List.of(new Stop(n, before)));
        reached |= died;
        single += died ? 1 : 0;
      }
      if (!reached) {
        return;
      }
    }
  }

  private void everyPair() {
    for (int n = 1; n <= effects; n++) {
      for (boolean before : SIDES) {
        boolean reached = true;
        for (int m = 1; reached; m++) {
          reached = false;
          for (boolean again : SIDES) {
            reached |= pair(new Stop(n, before), new Stop(m, again));
          }
        }
      }
    }
  }

  private void somePairs(int sampled) {
    Random random = new Random(scenario.name().hashCode());
    for (int i = 0; i < sampled; i++) {
      int n = 1 + random.nextInt(effects);
      int m = 1 + random.nextInt(effects - n + MORE);
      pair(new Stop(n, random.nextBoolean()), new Stop(m, random.nextBoolean()));
    }
  }

  private boolean pair(Stop first, Stop second) {
    boolean died = play(new SimWorld(), List.of(first, second));
    pairs += died ? 1 : 0;
    return died;
  }

  /** Returns whether every stop was reached. */
  private boolean play(SimWorld world, List<Stop> stops) {
    world.jobsEnd = Known.JOB_STATE_SUCCEEDED;
    world.effects.dieAt(stops);
    try {
      world.play(scenario.steps());
      world.settle();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          scenario + ", stopped at " + stops + ": " + world.effects.journal(), e);
    }
    Verdict.on(scenario, world, undisturbed)
        .forEach(
            (flaw, what) -> {
              flaws.merge(flaw, 1, Integer::sum);
              if (words.size() < 5) {
                words.add(
                    "%s, dead %s: %s: %s; %s"
                        .formatted(scenario, world.deaths, flaw, what, world.effects.journal()));
              }
            });
    world.deaths.forEach(death -> stopped.add(death.substring(death.indexOf(", ") + 2)));
    extras += world.count(Occurrence.DUPLICATE_CANCELLED) > 0 ? 1 : 0;
    return world.effects.stopsLeft() == 0;
  }
}
