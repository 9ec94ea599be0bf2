package dev.tunesmith.sim;

import static dev.tunesmith.sim.Scenario.COMPLETE;
import static dev.tunesmith.sim.Scenario.FAILED;
import static dev.tunesmith.sim.Scenario.ends;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.CancelOutside;
import dev.tunesmith.sim.Step.Delete;
import dev.tunesmith.sim.Step.Elsewhere;
import dev.tunesmith.sim.Step.Fail;
import dev.tunesmith.sim.Step.JobsEnd;
import dev.tunesmith.sim.Step.Lag;
import dev.tunesmith.sim.Step.LongJobs;
import dev.tunesmith.sim.Step.LoseReply;
import dev.tunesmith.sim.Step.LoseStatus;
import dev.tunesmith.sim.Step.NameStranger;
import dev.tunesmith.sim.Step.Pages;
import dev.tunesmith.sim.Step.Recall;
import dev.tunesmith.sim.Step.Remember;
import dev.tunesmith.sim.Step.Restart;
import dev.tunesmith.sim.Step.Touch;
import dev.tunesmith.sim.Step.UntilGone;
import dev.tunesmith.sim.Step.UntilNamed;
import dev.tunesmith.sim.Step.UntilReason;
import dev.tunesmith.sim.Step.UntilSubmitted;
import dev.tunesmith.sim.Step.UntilTrue;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.Verb;
import java.util.ArrayList;
import java.util.List;

/** Stories about finding a job again: manifests applied anew, statuses and clusters lost. */
final class ReapplyScenarios {
  private ReapplyScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    again(all, "re-applied unchanged", new Touch());
    again(all, "status lost", new LoseStatus());
    again(all, "restored into another cluster", new Elsewhere("1"));
    all.add(
        ends(
            "status lost, succeeded, and its model cannot be read at first",
            COMPLETE,
            new Apply("1"),
            new UntilTrue("Complete"),
            new Fail(Verb.MODEL, Kind.SERVICE_UNAVAILABLE),
            new Fail(Verb.MODEL, Kind.QUOTA_EXCEEDED),
            new LoseStatus(),
            new Restart()));
    all.add(
        ends(
            "restored into another cluster, listing of several pages",
            COMPLETE,
            new Pages(),
            new Apply("1"),
            new UntilReason("Running"),
            new Elsewhere("1")));
    all.add(
        ends(
            "deleted and applied again, succeeded",
            COMPLETE,
            new Apply("1"),
            new UntilTrue("Complete"),
            new Delete(),
            new UntilGone(),
            new Apply("1")));
    all.add(
        ends(
            "deleted and applied again, failed",
            FAILED,
            new JobsEnd(Known.JOB_STATE_FAILED),
            new Apply("1"),
            new UntilTrue("Failed"),
            new Delete(),
            new UntilGone(),
            new Apply("1")));
    all.add(
        ends(
            "deleted while running, and applied again",
            FAILED,
            new Apply("1"),
            new UntilReason("Running"),
            new Delete(),
            new UntilGone(),
            new Apply("1")));
    all.add(
        ends(
            "status lost right after the name",
            COMPLETE,
            new Apply("1"),
            new UntilNamed(),
            new LoseStatus()));
    all.add(
        ends(
            "status lost right after the name, listed a minute later",
            COMPLETE,
            new LongJobs(),
            new Lag(60),
            new Apply("1"),
            new UntilNamed(),
            new LoseStatus()));
    all.add(
        ends(
            "status lost while the create's outcome is unknown, listed a minute later",
            COMPLETE,
            new LongJobs(),
            new Lag(60),
            new LoseReply(),
            new Apply("1"),
            new UntilReason("CreateOutcomeUnknown"),
            new LoseStatus()));
    all.add(
        ends(
            "older status comes back",
            COMPLETE,
            new Apply("1"),
            new UntilSubmitted(),
            new Remember(),
            new UntilReason("Running"),
            new Recall()));
    all.add(
        ends(
            "a stranger's job named in the status",
            COMPLETE,
            new Apply("1"),
            new UntilReason("Running"),
            new NameStranger()));
    return List.copyOf(all);
  }

  /** Something happens to the resource while its job is in each of the states that matter. */
  private static void again(List<Scenario> all, String what, Step happens) {
    all.add(
        ends(what + ", running", COMPLETE, new Apply("1"), new UntilReason("Running"), happens));
    all.add(
        ends(what + ", succeeded", COMPLETE, new Apply("1"), new UntilTrue("Complete"), happens));
    all.add(
        ends(
            what + ", failed",
            FAILED,
            new JobsEnd(Known.JOB_STATE_FAILED),
            new Apply("1"),
            new UntilTrue("Failed"),
            happens));
    all.add(
        ends(
            what + ", being cancelled by others",
            FAILED,
            new Apply("1"),
            new UntilReason("Running"),
            new CancelOutside(),
            new UntilReason("Cancelling"),
            happens));
    all.add(
        ends(
            what + ", cancelled by others",
            FAILED,
            new Apply("1"),
            new UntilReason("Running"),
            new CancelOutside(),
            new UntilReason("Cancelled"),
            happens));
  }
}
