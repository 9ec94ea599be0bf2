package dev.tunesmith.reconcile;

import static dev.tunesmith.reconcile.Scenario.COMPLETE;
import static dev.tunesmith.reconcile.Scenario.ends;

import java.time.Duration;
import java.util.List;

/**
 * Stories that break the promise of paying once, each by two rare faults at a time: they are played
 * and counted, so that nobody has to guess what is left open.
 */
final class OpenScenarios {
  private OpenScenarios() {}

  static List<Scenario> all() {
    return List.of(
        ends(
            "status lost right after the name, listed a minute later",
            COMPLETE,
            story -> {
              story.longJobs().world.service.listLag(Duration.ofSeconds(60));
              ReapplyScenarios.lostAfterName(story);
            }),
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
