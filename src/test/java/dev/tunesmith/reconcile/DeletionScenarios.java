package dev.tunesmith.reconcile;

import static dev.tunesmith.reconcile.Scenario.gone;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stories that end with the resource gone, and nothing left running. */
final class DeletionScenarios {
  /** When a job that was asked to end has done so. */
  private static final Duration LATER = Duration.ofSeconds(30);

  private DeletionScenarios() {}

  static List<Scenario> all() {
    return List.of(
        gone("deleted before the finalizer", during(Effects.FINALIZER, story -> {})),
        gone("deleted before the intent", during(Effects.LIST, story -> {})),
        gone("deleted during the create call", during(Effects.CREATE, story -> {})),
        gone(
            "deleted while the create is in doubt",
            during(Effects.CREATE, story -> story.world.service.dropNextCreateReply())),
        gone(
            "deleted in doubt, the job listed half a minute later",
            during(
                Effects.CREATE,
                story -> {
                  story.world.service.listLag(Duration.ofSeconds(30));
                  story.world.service.dropNextCreateReply();
                })),
        gone(
            "deleted in doubt, the same in a listing of several pages",
            during(
                Effects.CREATE,
                story -> {
                  story.pages().world.service.listLag(Duration.ofSeconds(30));
                  story.world.service.dropNextCreateReply();
                })),
        gone(
            "deleted in doubt, never accepted",
            during(
                Effects.CREATE,
                story ->
                    story.world.service.failNext(Verb.CREATE, Failures.inDoubt("UNAVAILABLE")))),
        gone("deleted while running", whileRunning(story -> {})),
        gone(
            "deleted while running, listing of several pages",
            story -> whileRunning(unused -> {}).accept(story.pages())),
        gone(
            "deleted while running, cancel refused at first",
            whileRunning(
                story -> story.world.service.failNext(Verb.CANCEL, Failures.unavailable()))),
        gone(
            "deleted while running, the job ends first",
            whileRunning(
                story ->
                    story.world.effects.meanwhile(
                        Effects.CANCEL,
                        () ->
                            story
                                .active()
                                .forEach(
                                    job ->
                                        story.world.service.setState(
                                            job.name(), Known.JOB_STATE_SUCCEEDED))))),
        gone("deleted while being cancelled by others", whileRunning(Story::cancelOutside)),
        gone(
            "deleted with the status lost",
            whileRunning(story -> story.world.cluster.loseStatus(World.KEY))),
        gone(
            "deleted, and a restart while it is cancelled",
            story -> {
              story.apply("1").untilReason("Running").delete();
              story.pass(Duration.ofSeconds(3)).world.restart();
            }),
        gone(
            "deleted when it had succeeded",
            story -> story.apply("1").untilTold("Complete").delete()),
        gone(
            "deleted when it had failed",
            story -> story.jobsEnd(Known.JOB_STATE_FAILED).apply("1").untilTold("Failed").delete()),
        inItsSecondRun("", story -> null),
        inItsSecondRun(
            ", the first one's intent comes back",
            story -> {
              AtomicReference<TuningJobStatus> intent = new AtomicReference<>();
              story.world.effects.meanwhile(Effects.CREATE, () -> intent.set(story.world.status()));
              story.apply("1").untilNamed();
              return intent.get();
            }),
        inItsSecondRun(
            ", the first one's job at work comes back",
            story -> story.apply("1").untilReason("Running").world.status()),
        inItsSecondRun(
            ", the first one's end comes back",
            story -> story.apply("1").untilTold("Complete").world.status()),
        gone(
                "bought twice in doubt, the first call's intent comes back, deleted",
                DeletionScenarios::twiceInDoubt)
            .withExtras(1));
  }

  /** The first call's job shows after the grace, and is cancelled; then its time comes back. */
  private static void twiceInDoubt(Story story) {
    AtomicReference<TuningJobStatus> intent = new AtomicReference<>();
    story.longJobs().world.service.listLag(Duration.ofSeconds(150));
    story.world.service.dropNextCreateReply();
    story.world.effects.meanwhile(
        Effects.CREATE,
        () -> {
          intent.set(story.world.status());
          story.world.effects.meanwhile(
              Effects.CREATE, () -> story.world.service.listLag(Duration.ZERO));
        });
    story.apply("1").untilReason("Running").until(() -> story.active().size() == 1);
    story.world.cluster.forge(World.KEY, status -> Objects.requireNonNull(intent.get()));
    story.untilTold("Failed").pass(LATER).delete();
  }

  /**
   * Deleted while its second run is at work.
   *
   * @param first plays the first run, and gives the status that comes back before the deletion;
   *     null for none
   */
  private static Scenario inItsSecondRun(
      String what, Function<Story, @Nullable TuningJobStatus> first) {
    return new Scenario(
        "deleted in its second run" + what,
        1,
        2,
        0,
        null,
        story -> {
          TuningJobStatus earlier = first.apply(story);
          story.apply("1").untilTold("Complete").longJobs().apply("2");
          story.until(() -> "2".equals(story.world.status().run())).untilReason("Running");
          if (earlier != null) {
            story.world.cluster.forge(World.KEY, status -> earlier);
          }
          story.delete();
        });
  }

  /** The resource is deleted right before the next effect of a kind. */
  private static Consumer<Story> during(String effect, Consumer<Story> prepare) {
    return story -> {
      prepare.accept(story);
      story.world.effects.meanwhile(effect, story::delete);
      story.apply("1");
      // An operator that dies before that lets people be quicker than it.
      story.pass(Duration.ofSeconds(2)).delete();
    };
  }

  private static Consumer<Story> whileRunning(Consumer<Story> prepare) {
    return story -> {
      story.apply("1").untilReason("Running");
      prepare.accept(story);
      story.delete();
    };
  }
}
