package dev.tunesmith.reconcile;

import static dev.tunesmith.reconcile.Scenario.COMPLETE;
import static dev.tunesmith.reconcile.Scenario.FAILED;
import static dev.tunesmith.reconcile.Scenario.ends;

import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Stories about finding a job again: manifests applied anew, statuses and clusters lost. */
final class ReapplyScenarios {
  private ReapplyScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    again(all, "re-applied unchanged", story -> story.world.cluster.touch(World.KEY));
    again(all, "status lost", story -> story.world.cluster.loseStatus(World.KEY));
    again(all, "restored into another cluster", ReapplyScenarios::elsewhere);
    all.add(
        ends(
            "status lost, succeeded, and its model cannot be asked for at first",
            COMPLETE,
            story -> {
              story.apply("1").untilTold("Complete");
              story.world.service.failNext(Verb.MODEL, Failures.unavailable());
              story.world.service.failNext(Verb.MODEL, Failures.quota());
              story.world.cluster.loseStatus(World.KEY);
              story.world.restart();
            }));
    all.add(
        ends(
            "restored into another cluster, listing of several pages",
            COMPLETE,
            story -> elsewhere(story.pages().apply("1").untilReason("Running"))));
    all.add(
        ends(
            "deleted and applied again, succeeded",
            COMPLETE,
            story -> story.apply("1").untilTold("Complete").delete().untilGone().apply("1")));
    all.add(
        ends(
            "deleted and applied again, failed",
            FAILED,
            story ->
                story
                    .jobsEnd(Known.JOB_STATE_FAILED)
                    .apply("1")
                    .untilTold("Failed")
                    .delete()
                    .untilGone()
                    .apply("1")));
    all.add(
        ends(
            "deleted while running, and applied again",
            FAILED,
            story -> story.apply("1").untilReason("Running").delete().untilGone().apply("1")));
    all.add(ends("status lost right after the name", COMPLETE, ReapplyScenarios::lostAfterName));
    all.add(
        ends(
            "status lost right after the name, listed a minute later",
            COMPLETE,
            story -> {
              story.longJobs().world.service.listLag(Duration.ofSeconds(60));
              lostAfterName(story);
            }));
    all.add(
        ends(
            "status lost while the create is in doubt, listed a minute later",
            COMPLETE,
            story -> {
              story.longJobs().world.service.listLag(Duration.ofSeconds(60));
              story.world.service.dropNextCreateReply();
              story.apply("1").untilReason("CreateOutcomeUnknown");
              story.world.cluster.loseStatus(World.KEY);
            }));
    all.add(ends("older status comes back", COMPLETE, ReapplyScenarios::olderStatus));
    all.add(
        ends(
            "a stranger's job named in the status",
            COMPLETE,
            story -> {
              story.apply("1").untilReason("Running");
              JobName stranger = story.stranger();
              story.world.cluster.forge(World.KEY, status -> naming(status, stranger));
            }));
    return List.copyOf(all);
  }

  /** Something happens to the resource while its job is in each of the states that matter. */
  private static void again(List<Scenario> all, String what, Consumer<Story> happens) {
    all.add(
        ends(
            what + ", running",
            COMPLETE,
            story -> happens.accept(story.apply("1").untilReason("Running"))));
    all.add(
        ends(
            what + ", succeeded",
            COMPLETE,
            story -> happens.accept(story.apply("1").untilTold("Complete"))));
    all.add(
        ends(
            what + ", failed",
            FAILED,
            story ->
                happens.accept(
                    story.jobsEnd(Known.JOB_STATE_FAILED).apply("1").untilTold("Failed"))));
    all.add(
        ends(
            what + ", being cancelled by others",
            FAILED,
            story ->
                happens.accept(
                    story
                        .apply("1")
                        .untilReason("Running")
                        .cancelOutside()
                        .untilReason("Cancelling"))));
    all.add(
        ends(
            what + ", cancelled by others",
            FAILED,
            story ->
                happens.accept(
                    story
                        .apply("1")
                        .untilReason("Running")
                        .cancelOutside()
                        .untilReason("Cancelled"))));
  }

  /** The cluster is gone; the manifest is applied in another, under the old instance id. */
  private static void elsewhere(Story story) {
    story.world.cluster.tearAway(World.KEY);
    story.world.restart();
    story.apply("1");
  }

  private static void lostAfterName(Story story) {
    story.apply("1").untilNamed();
    story.world.cluster.loseStatus(World.KEY);
  }

  private static void olderStatus(Story story) {
    story.apply("1");
    story.until(() -> story.world.exists() && story.world.status().submission() != null);
    TuningJobStatus older = story.world.status();
    story.untilReason("Running");
    story.world.cluster.forge(World.KEY, status -> older);
  }

  private static TuningJobStatus naming(TuningJobStatus status, JobName job) {
    return new TuningJobStatus(
        status.observedGeneration(),
        status.conditions(),
        status.run(),
        status.instanceId(),
        status.projectId(),
        status.location(),
        status.submission(),
        status.attempts(),
        Serialization.unmarshal(
            "{\"name\": \"%s\", \"state\": \"JOB_STATE_RUNNING\"}".formatted(job),
            JobStatus.class));
  }
}
