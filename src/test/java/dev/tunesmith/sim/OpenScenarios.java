package dev.tunesmith.sim;

import static dev.tunesmith.sim.Scenario.COMPLETE;
import static dev.tunesmith.sim.Scenario.ends;

import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.LabelsNotKept;
import dev.tunesmith.sim.Step.LongJobs;
import dev.tunesmith.sim.Step.LoseReply;
import java.util.List;

/**
 * Stories that break the promise of creating once, by a service that behaves worse than anybody has
 * seen it behave: they are played and counted, so that nobody has to guess what is left open.
 */
final class OpenScenarios {
  private OpenScenarios() {}

  static List<Scenario> all() {
    return List.of(
        ends(
            "create accepted, reply lost, and the labels not given back",
            COMPLETE,
            new LongJobs(),
            new LabelsNotKept(),
            new LoseReply(),
            new Apply("1")));
  }
}
