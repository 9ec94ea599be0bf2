package dev.tunesmith.sim;

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
import dev.tunesmith.sim.Step.Fail;
import dev.tunesmith.sim.Step.JobsEnd;
import dev.tunesmith.sim.Step.Lag;
import dev.tunesmith.sim.Step.LongJobs;
import dev.tunesmith.sim.Step.LoseAnswer;
import dev.tunesmith.sim.Step.LoseReply;
import dev.tunesmith.sim.Step.Meanwhile;
import dev.tunesmith.sim.Step.Pass;
import dev.tunesmith.sim.Step.Pause;
import dev.tunesmith.sim.Step.Restart;
import dev.tunesmith.sim.Step.UntilEnded;
import dev.tunesmith.sim.Step.UntilGone;
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
  private static final Edit TTL = new Edit("ttlSecondsAfterFinished", 60);
  private static final Pause PAUSED = new Pause(true);
  private static final Pause UNPAUSED = new Pause(false);
  private static final Edit DEADLINE = new Edit("activeDeadlineSeconds", 100);
  private static final Edit TWICE = new Edit("backoffLimit", 2);
  private static final JobsEnd FAILS = new JobsEnd(Known.JOB_STATE_FAILED);
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
        new Scenario("cancelRun before submission", 0, 0, 0, 1, FAILED, List.of(CANCEL, FIRST)),
        new Scenario(
            "cancelRun during the create call",
            0,
            1,
            0,
            1,
            FAILED,
            List.of(new Meanwhile(Effects.CREATE, CANCEL), FIRST, new Pass(2), CANCEL)),
        twoRuns(
            "cancelRun and a new run at once",
            new Apply("1"),
            new UntilReason("Running"),
            CANCEL,
            new Apply("2")),
        ends("deadline over while running", FAILED, DEADLINE, new LongJobs(), new Apply("1")),
        ends(
            "deadline over while running, and a restart before it",
            FAILED,
            DEADLINE,
            new LongJobs(),
            new Apply("1"),
            new UntilReason("Running"),
            new Restart()),
        ends(
                "failed by the service's fault, then again",
                COMPLETE,
                TWICE,
                FAILS,
                new Apply("1"),
                new UntilEnded(1),
                new JobsEnd(Known.JOB_STATE_SUCCEEDED))
            .withAttempts(2),
        ends(
                "the same, the second reply lost, listed a minute later",
                COMPLETE,
                TWICE,
                FAILS,
                new Apply("1"),
                new UntilEnded(1),
                new Lag(60),
                new LoseReply(),
                new JobsEnd(Known.JOB_STATE_SUCCEEDED))
            .withAttempts(2),
        ends(
                "the same, and cancelRun while the second is not listed",
                FAILED,
                TWICE,
                FAILS,
                new Apply("1"),
                new UntilEnded(1),
                new Lag(60),
                new LoseReply(),
                new Meanwhile(Effects.CREATE, CANCEL))
            .withAttempts(2),
        ends("failed by the service's fault, as often as allowed", FAILED, TWICE, FAILS, FIRST)
            .withAttempts(3),
        ends(
            "failed by the service's fault, the deadline before the next attempt",
            FAILED,
            new Edit("activeDeadlineSeconds", 155),
            TWICE,
            FAILS,
            FIRST),
        ends(
            "failed by the service's fault, and cancelRun before the next attempt",
            FAILED,
            TWICE,
            FAILS,
            FIRST,
            new UntilEnded(1),
            CANCEL),
        gone("deleted a minute after its success", TTL, FIRST, new UntilGone()),
        gone("deleted a minute after its failure", TTL, FAILS, FIRST, new UntilGone()),
        gone(
            "deleted a minute after its end, the answer lost",
            TTL,
            FIRST,
            new UntilTrue("Complete"),
            new LoseAnswer(),
            new UntilGone()),
        ends(
            "a minute after its end, but for a new run",
            COMPLETE,
            TTL,
            FIRST,
            new UntilTrue("Complete"),
            new Meanwhile(Effects.DELETE, new Edit("ttlSecondsAfterFinished", null)),
            new Pass(90)),
        ends(
            "paused before the create, then not",
            COMPLETE,
            new Meanwhile(Effects.LIST, PAUSED),
            FIRST,
            new Pass(200),
            UNPAUSED),
        ends(
            "paused while running, then not",
            COMPLETE,
            FIRST,
            new UntilReason("Running"),
            PAUSED,
            new Pass(200),
            UNPAUSED),
        ends(
            "paused after the end, then not",
            COMPLETE,
            FIRST,
            new UntilTrue("Complete"),
            PAUSED,
            new Pass(90),
            UNPAUSED),
        gone(
            "deleted while paused, then not paused",
            FIRST,
            new UntilReason("Running"),
            PAUSED,
            new Pass(20),
            new Delete(),
            new Pass(900),
            UNPAUSED),
        gone(
            "deleted, paused before its job is cancelled, then not paused",
            new LongJobs(),
            FIRST,
            new UntilReason("Running"),
            new Meanwhile(Effects.STATUS, PAUSED),
            new Delete(),
            new Pass(700),
            UNPAUSED,
            new UntilGone()));
  }
}
