package dev.tunesmith.sim;

import static dev.tunesmith.sim.Scenario.ACCEPTED;
import static dev.tunesmith.sim.Scenario.COMPLETE;
import static dev.tunesmith.sim.Scenario.FAILED;
import static dev.tunesmith.sim.Scenario.ends;
import static dev.tunesmith.sim.Scenario.gone;
import static dev.tunesmith.sim.Scenario.twoRuns;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.AllJobs;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Delete;
import dev.tunesmith.sim.Step.Edit;
import dev.tunesmith.sim.Step.JobsEnd;
import dev.tunesmith.sim.Step.LoseStatus;
import dev.tunesmith.sim.Step.Meanwhile;
import dev.tunesmith.sim.Step.NoAnswer;
import dev.tunesmith.sim.Step.Pass;
import dev.tunesmith.sim.Step.Restart;
import dev.tunesmith.sim.Step.SlowRemoval;
import dev.tunesmith.sim.Step.TuneAs;
import dev.tunesmith.sim.Step.UntilGone;
import dev.tunesmith.sim.Step.UntilReason;
import dev.tunesmith.sim.Step.UntilRun;
import dev.tunesmith.sim.Step.UntilTrue;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Stories about what becomes of the things that a run made. */
final class ResultScenarios {
  private static final Edit RESULT = new Edit("result", Map.of("configMapName", "tone-model"));

  private static final Edit DEFAULT = new Edit("defaultCheckpointId", "1");
  private static final Edit SPARE =
      new Edit("retention", Map.of("checkpointEndpoints", "DeleteNonDefault"));
  private static final Edit DELETE = new Edit("deletionPolicy", "Delete");
  private static final TuneAs OPEN = new TuneAs(Step.MAIN, "10-open-model.yaml");
  private static final Apply PARENT = new Apply("base", "base-1", "train", null);
  private static final Edit FROM_PARENT =
      new Edit("preTunedModelFrom", Map.of("tuningJob", "base"));

  /** Two checks, whose requests the service answers with their text. */
  private static final Edit CHECKS =
      new Edit(
          "acceptance",
          Serialization.unmarshal(
              """
              checks:
                - {name: a, request: {contents: [{parts: [{text: one}]}]}, expect: {equals: one}}
                - {name: b, request: {contents: [{parts: [{text: two}]}]}, expect: {contains: t}}
              """,
              Map.class));

  private ResultScenarios() {}

  static List<Scenario> all() {
    return List.of(
        ends("result published", COMPLETE, RESULT, new Apply("1")),
        new Scenario(
            "result kept when a later run fails",
            2,
            2,
            0,
            1,
            FAILED,
            List.of(
                RESULT,
                new Apply("1"),
                new UntilTrue("Complete"),
                new JobsEnd(Known.JOB_STATE_FAILED),
                new Apply("2"),
                new UntilTrue("Failed"))),
        ends(
            "result asked for after the end",
            COMPLETE,
            new Apply("1"),
            new UntilTrue("Complete"),
            RESULT,
            new Apply("1")),
        ends(
            "result taken over by the resource applied again",
            COMPLETE,
            RESULT,
            new Apply("1"),
            new UntilTrue("Complete"),
            new Delete(),
            new UntilGone(),
            new Apply("1")),
        ends("acceptance checks", ACCEPTED, CHECKS, new Apply("1")),
        ends(
            "acceptance checks, a request without an answer",
            ACCEPTED,
            CHECKS,
            new NoAnswer(),
            new Apply("1")),
        ends("result published after acceptance checks", ACCEPTED, CHECKS, RESULT, new Apply("1")),
        twoRuns("parent waited for", PARENT, FROM_PARENT, new Apply("1")),
        twoRuns(
            "parent applied later",
            FROM_PARENT,
            new Apply("1"),
            new UntilReason("WaitingForParent"),
            PARENT),
        runAgain("parent run again"),
        runAgain("parent run again, and a restart", new Restart()),
        runAgain("parent run again, the status lost", new LoseStatus()),
        runAgain(
            "parent run again, the resource applied again",
            new Delete(),
            new UntilGone(),
            new Apply("1")),
        runAgain(
            "parent gone, the status lost", new Delete("base"), new Pass(60), new LoseStatus()),
        ends("default checkpoint set", COMPLETE, DEFAULT, new Apply("1")),
        ends(
            "default checkpoint set, which shows later",
            COMPLETE,
            DEFAULT,
            new SlowRemoval(40, 0),
            new Apply("1")),
        ends(
            "default checkpoint set before checks and result",
            ACCEPTED,
            DEFAULT,
            CHECKS,
            RESULT,
            new Apply("1")),
        ends(
            "default checkpoint named after the end",
            COMPLETE,
            RESULT,
            new Apply("1"),
            new UntilTrue("Complete"),
            DEFAULT,
            new Apply("1")),
        ends(
            "default checkpoint set, the status lost",
            COMPLETE,
            DEFAULT,
            new Apply("1"),
            new UntilTrue("Complete"),
            new LoseStatus()),
        ends("other checkpoints' endpoints deleted", COMPLETE, SPARE, new Apply("1")),
        ends(
            "other checkpoints' endpoints deleted, which takes a while",
            COMPLETE,
            SPARE,
            new SlowRemoval(40, 0),
            new Apply("1")),
        ends(
            "other checkpoints' endpoints deleted after default, checks and result",
            ACCEPTED,
            SPARE,
            DEFAULT,
            CHECKS,
            RESULT,
            new Apply("1")),
        ends(
            "other checkpoints' endpoints deleted, the status lost",
            COMPLETE,
            SPARE,
            new Apply("1"),
            new UntilTrue("Complete"),
            new Pass(60),
            new LoseStatus()),
        deleted("all deleted with the resource, other checkpoints' endpoints before", SPARE),
        deleted("all deleted with the resource"),
        deleted("all deleted with the resource, the status lost", new LoseStatus()),
        deleted("the objects of an open model deleted with the resource")
            .after(OPEN, new Edit("retention", Map.of("artifacts", "Delete"))),
        deleted("all deleted with the resource, which takes a while", new SlowRemoval(40, 0)),
        deleted("all deleted with the resource, the model later", new SlowRemoval(5, 60)),
        new Scenario(
            "what two runs made deleted with the resource",
            1,
            2,
            0,
            1,
            null,
            List.of(
                DELETE,
                new Apply("1"),
                new UntilTrue("Complete"),
                new Apply("2"),
                new UntilRun("2"),
                new UntilTrue("Complete"),
                new Delete())),
        gone(
            "cancelled, then nothing is left to delete",
            DELETE,
            new Apply("1"),
            new UntilReason("Running"),
            new Delete()),
        gone(
            "the job ends before its cancel, and what it made is deleted",
            DELETE,
            new Apply("1"),
            new UntilReason("Running"),
            new Meanwhile(Effects.CANCEL, new AllJobs(Known.JOB_STATE_SUCCEEDED)),
            new Delete()));
  }

  private static Scenario deleted(String name, Step... before) {
    List<Step> steps = new ArrayList<>(List.of(DELETE, new Apply("1"), new UntilTrue("Complete")));
    steps.addAll(Arrays.asList(before));
    steps.add(new Delete());
    return gone(name, steps.toArray(Step[]::new));
  }

  /** A parent that makes another model after the first one was tuned further. */
  private static Scenario runAgain(String name, Step... then) {
    List<Step> steps =
        new ArrayList<>(
            List.of(
                PARENT,
                FROM_PARENT,
                new Apply("1"),
                new UntilTrue("Complete"),
                new Apply("base", "base-2", "train", null),
                new Pass(300)));
    steps.addAll(Arrays.asList(then));
    return new Scenario(name, 3, 3, 0, 1, COMPLETE, List.copyOf(steps));
  }
}
