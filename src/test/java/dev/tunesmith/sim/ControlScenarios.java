package dev.tunesmith.sim;

import static dev.tunesmith.sim.Scenario.COMPLETE;
import static dev.tunesmith.sim.Scenario.FAILED;
import static dev.tunesmith.sim.Scenario.ends;
import static dev.tunesmith.sim.Scenario.twoRuns;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.AllJobs;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Edit;
import dev.tunesmith.sim.Step.Fail;
import dev.tunesmith.sim.Step.Meanwhile;
import dev.tunesmith.sim.Step.Pass;
import dev.tunesmith.sim.Step.UntilReason;
import dev.tunesmith.sim.Step.UntilTrue;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.Verb;
import java.util.List;

/** Stories about what people say of a run beside its inputs. */
final class ControlScenarios {
  private static final Edit SUSPENDED = new Edit("suspend", true);
  private static final Edit CANCEL = new Edit("cancelRun", "1");
  private static final Apply FIRST = new Apply("1");
  private static final Edit RESUMED = new Edit("suspend", false);

  private ControlScenarios() {}

  static List<Scenario> all() {
    return List.of(
        ends(
            "suspended, then resumed",
            COMPLETE,
            SUSPENDED,
            new Apply("1"),
            new UntilTrue("Suspended"),
            RESUMED),
        twoRuns(
            "new run, suspended at first",
            new Apply("1"),
            new UntilTrue("Complete"),
            SUSPENDED,
            new Apply("2"),
            new UntilTrue("Suspended"),
            RESUMED),
        ends("cancelRun while running", FAILED, new Apply("1"), new UntilReason("Running"), CANCEL),
        ends(
            "cancelRun while running, cancel refused at first",
            FAILED,
            new Fail(Verb.CANCEL, Kind.SERVICE_UNAVAILABLE),
            new Apply("1"),
            new UntilReason("Running"),
            CANCEL),
        ends(
            "cancelRun while running, the job ends first",
            COMPLETE,
            new Apply("1"),
            new UntilReason("Running"),
            new Meanwhile(Effects.CANCEL, new AllJobs(Known.JOB_STATE_SUCCEEDED)),
            CANCEL),
        new Scenario("cancelRun before submission", 0, 0, 0, FAILED, List.of(CANCEL, FIRST)),
        new Scenario(
            "cancelRun during the create call",
            0,
            1,
            0,
            FAILED,
            List.of(new Meanwhile(Effects.CREATE, CANCEL), FIRST, new Pass(2), CANCEL)),
        twoRuns(
            "cancelRun and a new run at once",
            new Apply("1"),
            new UntilReason("Running"),
            CANCEL,
            new Apply("2")));
  }
}
