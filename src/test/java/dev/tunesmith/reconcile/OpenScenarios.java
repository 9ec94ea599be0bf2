package dev.tunesmith.reconcile;

import static dev.tunesmith.reconcile.Scenario.COMPLETE;
import static dev.tunesmith.reconcile.Scenario.ends;

import java.util.List;

/**
 * Stories that break the promise of paying once, by a service that behaves worse than anybody has
 * seen it behave: they are played and counted, so that nobody has to guess what is left open.
 */
final class OpenScenarios {
  private OpenScenarios() {}

  static List<Scenario> all() {
    return List.of(
        ends(
            "create accepted, reply lost, and the labels not given back",
            COMPLETE,
            BuyingScenarios.onService(
                story -> {
                  story.longJobs().world.service.keepLabels(false);
                  story.world.service.dropNextCreateReply();
                })));
  }
}
