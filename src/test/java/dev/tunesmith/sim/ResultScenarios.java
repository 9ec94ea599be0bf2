package dev.tunesmith.sim;

import static dev.tunesmith.sim.Scenario.COMPLETE;
import static dev.tunesmith.sim.Scenario.FAILED;
import static dev.tunesmith.sim.Scenario.ends;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Delete;
import dev.tunesmith.sim.Step.Edit;
import dev.tunesmith.sim.Step.JobsEnd;
import dev.tunesmith.sim.Step.UntilGone;
import dev.tunesmith.sim.Step.UntilTrue;
import java.util.List;
import java.util.Map;

/** Stories about what becomes of the things that a run made. */
final class ResultScenarios {
  private static final Edit RESULT = new Edit("result", Map.of("configMapName", "tone-model"));

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
            new Apply("1")));
  }
}
