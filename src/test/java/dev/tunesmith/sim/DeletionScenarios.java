package dev.tunesmith.sim;

import static dev.tunesmith.sim.Scenario.gone;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.AllJobs;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.CancelOutside;
import dev.tunesmith.sim.Step.Delete;
import dev.tunesmith.sim.Step.Fail;
import dev.tunesmith.sim.Step.JobsEnd;
import dev.tunesmith.sim.Step.Lag;
import dev.tunesmith.sim.Step.LongJobs;
import dev.tunesmith.sim.Step.LoseReply;
import dev.tunesmith.sim.Step.LoseStatus;
import dev.tunesmith.sim.Step.Meanwhile;
import dev.tunesmith.sim.Step.Pages;
import dev.tunesmith.sim.Step.Pass;
import dev.tunesmith.sim.Step.Recall;
import dev.tunesmith.sim.Step.Remember;
import dev.tunesmith.sim.Step.Restart;
import dev.tunesmith.sim.Step.UntilNamed;
import dev.tunesmith.sim.Step.UntilOneActive;
import dev.tunesmith.sim.Step.UntilReason;
import dev.tunesmith.sim.Step.UntilRun;
import dev.tunesmith.sim.Step.UntilTrue;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stories that end with the resource gone, and nothing left running. */
final class DeletionScenarios {
  private static final Fail NEVER_ACCEPTED = new Fail(Verb.CREATE, Kind.CREATE_OUTCOME_UNKNOWN);

  private DeletionScenarios() {}

  static List<Scenario> all() {
    return List.of(
        before("deleted before the finalizer", Effects.FINALIZER),
        before("deleted before the submission", Effects.LIST),
        before("deleted during the create call", Effects.CREATE),
        before("deleted while the create's outcome is unknown", Effects.CREATE)
            .after(new LoseReply()),
        before(
                "deleted while the outcome is unknown, the job listed half a minute later",
                Effects.CREATE)
            .after(new Lag(30), new LoseReply()),
        before(
                "deleted while the outcome is unknown, the same in a listing of several pages",
                Effects.CREATE)
            .after(new Pages(), new Lag(30), new LoseReply()),
        before("deleted while the outcome is unknown, never accepted", Effects.CREATE)
            .after(NEVER_ACCEPTED),
        whileRunning("deleted while running"),
        whileRunning("deleted while running, listing of several pages").after(new Pages()),
        whileRunning(
            "deleted while running, cancel refused at first",
            new Fail(Verb.CANCEL, Kind.SERVICE_UNAVAILABLE)),
        whileRunning(
            "deleted while running, the job ends first",
            new Meanwhile(Effects.CANCEL, new AllJobs(Known.JOB_STATE_SUCCEEDED))),
        whileRunning("deleted while being cancelled by others", new CancelOutside()),
        whileRunning("deleted with the status lost", new LoseStatus()),
        gone(
            "deleted, and a restart while it is cancelled",
            new Apply("1"),
            new UntilReason("Running"),
            new Delete(),
            new Pass(3),
            new Restart()),
        gone(
            "deleted when it had succeeded",
            new Apply("1"),
            new UntilTrue("Complete"),
            new Delete()),
        gone(
            "deleted when it had failed",
            new JobsEnd(Known.JOB_STATE_FAILED),
            new Apply("1"),
            new UntilTrue("Failed"),
            new Delete()),
        inItsSecondRun("deleted in its second run"),
        inItsSecondRun(
            "deleted in its second run, the first one's submission comes back",
            new Meanwhile(Effects.CREATE, new Remember()),
            new Apply("1"),
            new UntilNamed()),
        inItsSecondRun(
            "deleted in its second run, the first one's running job comes back",
            new Apply("1"),
            new UntilReason("Running"),
            new Remember()),
        inItsSecondRun(
            "deleted in its second run, the first one's end comes back",
            new Apply("1"),
            new UntilTrue("Complete"),
            new Remember()),
        // The first call's job shows after the grace, and is cancelled; then its status comes back.
        // The job that runs goes on to count (rule F), whatever the status says.
        gone(
                "created twice with unknown outcome, the first call's submission comes back,"
                    + " deleted",
                new LongJobs(),
                new Lag(150),
                new LoseReply(),
                new Meanwhile(
                    Effects.CREATE, new Remember(), new Meanwhile(Effects.CREATE, new Lag(0))),
                new Apply("1"),
                new UntilReason("Running"),
                new UntilOneActive(),
                new Recall(),
                new Pass(60),
                new Delete())
            .withExtras(1));
  }

  /** Deleted right before an effect; an operator that dies before that lets people be quicker. */
  private static Scenario before(String name, String effect) {
    return gone(
        name, new Meanwhile(effect, new Delete()), new Apply("1"), new Pass(2), new Delete());
  }

  private static Scenario whileRunning(String name, Step... prepare) {
    List<Step> steps = new ArrayList<>(List.of(new Apply("1"), new UntilReason("Running")));
    steps.addAll(Arrays.asList(prepare));
    steps.add(new Delete());
    return gone(name, steps.toArray(Step[]::new));
  }

  /** Deleted while its second run is at work; what the first steps remember comes back before. */
  private static Scenario inItsSecondRun(String name, Step... first) {
    List<Step> steps = new ArrayList<>(Arrays.asList(first));
    steps.addAll(
        List.of(
            new Apply("1"),
            new UntilTrue("Complete"),
            new LongJobs(),
            new Apply("2"),
            new UntilRun("2"),
            new UntilReason("Running"),
            new Recall(),
            new Delete()));
    return new Scenario(name, 1, 2, 0, 1, null, List.copyOf(steps));
  }
}
