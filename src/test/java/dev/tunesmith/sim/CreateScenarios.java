package dev.tunesmith.sim;

import static dev.tunesmith.sim.Scenario.COMPLETE;
import static dev.tunesmith.sim.Scenario.FAILED;
import static dev.tunesmith.sim.Scenario.ends;
import static dev.tunesmith.sim.Scenario.twoRuns;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Fail;
import dev.tunesmith.sim.Step.FailAlways;
import dev.tunesmith.sim.Step.Heal;
import dev.tunesmith.sim.Step.JobsEnd;
import dev.tunesmith.sim.Step.Lag;
import dev.tunesmith.sim.Step.LongJobs;
import dev.tunesmith.sim.Step.LoseAnswer;
import dev.tunesmith.sim.Step.LoseReply;
import dev.tunesmith.sim.Step.Meanwhile;
import dev.tunesmith.sim.Step.Pages;
import dev.tunesmith.sim.Step.Recall;
import dev.tunesmith.sim.Step.RefuseWrite;
import dev.tunesmith.sim.Step.Remember;
import dev.tunesmith.sim.Step.Restart;
import dev.tunesmith.sim.Step.UntilNamed;
import dev.tunesmith.sim.Step.UntilReason;
import dev.tunesmith.sim.Step.UntilRun;
import dev.tunesmith.sim.Step.UntilTrue;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.Verb;
import java.util.List;

/** Stories about creating: the plain one, and all that the service and API server can refuse. */
final class CreateScenarios {
  private CreateScenarios() {}

  static List<Scenario> all() {
    return List.of(
        ends("plain run", COMPLETE, new Apply("1")),
        ends("plain run, listing of several pages", COMPLETE, new Pages(), new Apply("1")),
        ends("failed job", FAILED, new JobsEnd(Known.JOB_STATE_FAILED), new Apply("1")),
        ends(
            "restart while running",
            COMPLETE,
            new Apply("1"),
            new UntilReason("Running"),
            new Restart()),
        ends("create accepted, reply lost", COMPLETE, new LoseReply(), new Apply("1")),
        lost("create accepted, reply lost, listed a minute later", 60),
        lost("the same, listing of several pages", 60).after(new Pages()),
        lost("the same, listed only after the grace", 150).after(new LongJobs()).withExtras(1),
        lost("the same, listed only after two graces", 300).after(new LongJobs()).withExtras(1),
        ends(
            "create of unknown outcome, never accepted",
            COMPLETE,
            new Fail(Verb.CREATE, Kind.CREATE_OUTCOME_UNKNOWN),
            new Apply("1")),
        ends(
            "create of unknown outcome, and a restart",
            COMPLETE,
            new LoseReply(),
            new Lag(20),
            new Apply("1"),
            new UntilReason("CreateOutcomeUnknown"),
            new Restart()),
        ends(
            "quota refused twice, then success",
            COMPLETE,
            new Fail(Verb.CREATE, Kind.QUOTA_EXCEEDED),
            new Fail(Verb.CREATE, Kind.QUOTA_EXCEEDED),
            new Apply("1")),
        ends(
            "permission denied, then granted",
            COMPLETE,
            new Fail(Verb.CREATE, Kind.PERMISSION_DENIED),
            new Apply("1")),
        ends(
            "reads fail at first",
            COMPLETE,
            new Fail(Verb.LIST, Kind.SERVICE_UNAVAILABLE),
            new Fail(Verb.LIST, Kind.QUOTA_EXCEEDED),
            new Fail(Verb.GET, Kind.SERVICE_UNAVAILABLE),
            new Apply("1")),
        ends(
            "refused, and the manifest corrected",
            COMPLETE,
            new FailAlways(Verb.CREATE, Kind.REQUEST_REJECTED),
            new Apply("1"),
            new UntilTrue("Stalled"),
            new Heal(),
            new Apply("1", "corrected")),
        meanwhile("submission's write refused (409)", Effects.LIST, new RefuseWrite(409)),
        meanwhile("submission's write refused (500)", Effects.LIST, new RefuseWrite(500)),
        meanwhile("submission written, the answer lost", Effects.LIST, new LoseAnswer()),
        meanwhile("name's write refused (409)", Effects.CREATE, new RefuseWrite(409)),
        meanwhile("name's write refused (422)", Effects.CREATE, new RefuseWrite(422)),
        meanwhile("name's write refused (500)", Effects.CREATE, new RefuseWrite(500)),
        meanwhile("name written, the answer lost", Effects.CREATE, new LoseAnswer()),
        twoRuns("new run", new Apply("1"), new UntilTrue("Complete"), new Apply("2")),
        twoRuns(
            "new run after a failed one, and back to it",
            new Apply("1"),
            new UntilTrue("Complete"),
            new JobsEnd(Known.JOB_STATE_FAILED),
            new Apply("2"),
            new UntilTrue("Failed"),
            new Apply("1")),
        twoRuns(
            "new run, listed a minute later, and an earlier one's status comes back",
            new Apply("1"),
            new UntilReason("Running"),
            new Remember(),
            new UntilTrue("Complete"),
            new LongJobs(),
            new Lag(60),
            new Apply("2"),
            new UntilRun("2"),
            new UntilNamed(),
            new Recall()));
  }

  private static Scenario lost(String name, int listedLater) {
    return ends(name, COMPLETE, new Lag(listedLater), new LoseReply(), new Apply("1"));
  }

  /** Something happens right before the first effect of a kind. */
  private static Scenario meanwhile(String name, String effect, Step happens) {
    return ends(name, COMPLETE, new Meanwhile(effect, happens), new Apply("1"));
  }
}
