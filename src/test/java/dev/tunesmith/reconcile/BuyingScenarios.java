package dev.tunesmith.reconcile;

import static dev.tunesmith.reconcile.Scenario.COMPLETE;
import static dev.tunesmith.reconcile.Scenario.FAILED;
import static dev.tunesmith.reconcile.Scenario.ends;
import static dev.tunesmith.reconcile.Scenario.twoRuns;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Stories about buying: the plain one, and all that the service and the API server can refuse. */
final class BuyingScenarios {
  private BuyingScenarios() {}

  static List<Scenario> all() {
    return List.of(
        ends("plain run", COMPLETE, story -> story.apply("1")),
        ends("plain run, listing of several pages", COMPLETE, story -> story.pages().apply("1")),
        ends("failed job", FAILED, story -> story.jobsEnd(Known.JOB_STATE_FAILED).apply("1")),
        ends(
            "restart while running",
            COMPLETE,
            story -> story.apply("1").untilReason("Running").world.restart()),
        ends(
            "create accepted, reply lost",
            COMPLETE,
            onService(story -> story.world.service.dropNextCreateReply())),
        ends(
            "create accepted, reply lost, listed a minute later",
            COMPLETE,
            onService(story -> lostAndListed(story, Duration.ofSeconds(60)))),
        ends(
            "the same, listing of several pages",
            COMPLETE,
            onService(story -> lostAndListed(story.pages(), Duration.ofSeconds(60)))),
        ends(
                "the same, listed only after the grace",
                COMPLETE,
                onService(story -> lostAndListed(story.longJobs(), Duration.ofSeconds(150))))
            .withExtras(1),
        ends(
                "the same, listed only after two graces",
                COMPLETE,
                onService(story -> lostAndListed(story.longJobs(), Duration.ofMinutes(5))))
            .withExtras(1),
        ends(
            "create in doubt, never accepted",
            COMPLETE,
            onService(
                story ->
                    story.world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE")))),
        ends(
            "create in doubt, and a restart",
            COMPLETE,
            story -> {
              story.world.service.dropNextCreateReply();
              story.world.service.listLag(Duration.ofSeconds(20));
              story.apply("1").untilReason("CreateOutcomeUnknown").world.restart();
            }),
        ends(
            "quota refused twice, then success",
            COMPLETE,
            onService(
                story -> {
                  story.world.service.failNext(Verb.CREATE, Failures.quota());
                  story.world.service.failNext(Verb.CREATE, Failures.quota());
                })),
        ends(
            "permission denied, then granted",
            COMPLETE,
            onService(story -> story.world.service.failNext(Verb.CREATE, Failures.denied()))),
        ends(
            "reads fail at first",
            COMPLETE,
            onService(
                story -> {
                  story.world.service.failNext(Verb.LIST, Failures.unavailable());
                  story.world.service.failNext(Verb.LIST, Failures.quota());
                  story.world.service.failNext(Verb.GET, Failures.unavailable());
                })),
        ends(
            "refused, and the manifest mended",
            COMPLETE,
            story -> {
              story.world.service.failAlways(Verb.CREATE, Failures.rejected());
              story.apply("1").untilTold("Stalled");
              story.world.service.heal();
              story.world.cluster.apply(World.KEY, World.spec("1", "gs://my-bucket/mended.jsonl"));
            }),
        ends("intent's write refused (409)", COMPLETE, refused(Effects.LIST, 409)),
        ends("intent's write refused (500)", COMPLETE, refused(Effects.LIST, 500)),
        ends(
            "intent written, the answer lost",
            COMPLETE,
            meanwhile(Effects.LIST, story -> story.world.cluster.loseNextAnswer())),
        ends("name's write refused (409)", COMPLETE, refused(Effects.CREATE, 409)),
        ends("name's write refused (422)", COMPLETE, refused(Effects.CREATE, 422)),
        ends("name's write refused (500)", COMPLETE, refused(Effects.CREATE, 500)),
        ends(
            "name written, the answer lost",
            COMPLETE,
            meanwhile(Effects.CREATE, story -> story.world.cluster.loseNextAnswer())),
        twoRuns("new run", story -> story.apply("1").untilTold("Complete").apply("2")),
        twoRuns(
            "new run after a failed one, and back to it",
            story -> {
              story.apply("1").untilTold("Complete");
              story.jobsEnd(Known.JOB_STATE_FAILED).apply("2").untilTold("Failed").apply("1");
            }),
        twoRuns(
            "new run, listed a minute later, and an earlier one's status comes back",
            BuyingScenarios::earlierStatus));
  }

  private static void earlierStatus(Story story) {
    story.apply("1").untilReason("Running");
    TuningJobStatus earlier = story.world.status();
    story.untilTold("Complete").longJobs().world.service.listLag(Duration.ofSeconds(60));
    story.apply("2").until(() -> "2".equals(story.world.status().run()));
    story.untilNamed().world.cluster.forge(World.KEY, status -> earlier);
  }

  static void lostAndListed(Story story, Duration later) {
    story.world.service.listLag(later);
    story.world.service.dropNextCreateReply();
  }

  /** The service is made ready, then a plain run. */
  static Consumer<Story> onService(Consumer<Story> prepare) {
    return story -> {
      prepare.accept(story);
      story.apply("1");
    };
  }

  private static Consumer<Story> meanwhile(String effect, Consumer<Story> happens) {
    return onService(story -> story.world.effects.meanwhile(effect, () -> happens.accept(story)));
  }

  /** The status write that follows an effect is refused. */
  private static Consumer<Story> refused(String effect, int code) {
    return meanwhile(effect, story -> story.world.cluster.refuseNextWrite(code));
  }
}
