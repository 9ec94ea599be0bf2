package dev.tunesmith.sim;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.AllJobs;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Copy;
import dev.tunesmith.sim.Step.DefaultLocation;
import dev.tunesmith.sim.Step.Delete;
import dev.tunesmith.sim.Step.Die;
import dev.tunesmith.sim.Step.Edit;
import dev.tunesmith.sim.Step.Fail;
import dev.tunesmith.sim.Step.FailAlways;
import dev.tunesmith.sim.Step.Former;
import dev.tunesmith.sim.Step.Gate;
import dev.tunesmith.sim.Step.JobsFail;
import dev.tunesmith.sim.Step.LabelsNotKept;
import dev.tunesmith.sim.Step.Lag;
import dev.tunesmith.sim.Step.LoseReply;
import dev.tunesmith.sim.Step.LoseStatus;
import dev.tunesmith.sim.Step.Meanwhile;
import dev.tunesmith.sim.Step.Pass;
import dev.tunesmith.sim.Step.Pause;
import dev.tunesmith.sim.Step.Recall;
import dev.tunesmith.sim.Step.Remember;
import dev.tunesmith.sim.Step.Replace;
import dev.tunesmith.sim.Step.Restart;
import dev.tunesmith.sim.Step.Strip;
import dev.tunesmith.sim.Step.TakeOver;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.Verb;
import java.util.List;

/** For each rule a story that goes wrong without it; most were found by the adversary. */
final class RuleStories {
  /**
   * A story.
   *
   * @param rule the rule that it needs
   * @param name what happens
   * @param flaw what goes wrong without the rule
   */
  record RuleStory(Mutation rule, String name, Flaw flaw, List<Step> steps) {
    @Override
    public String toString() {
      return rule + ": " + name;
    }
  }

  private static final String EUROPE = "europe-west4";
  private static final Die AFTER_THE_CREATE = new Die(4, false);
  private static final AllJobs SUCCEED = new AllJobs(Known.JOB_STATE_SUCCEEDED);

  private RuleStories() {}

  private static RuleStory story(Mutation rule, Flaw flaw, String name, Step... steps) {
    return new RuleStory(rule, name, flaw, List.of(steps));
  }

  static List<RuleStory> all() {
    return List.of(
        story(
            Mutation.T,
            Flaw.UNTRUE,
            "an earlier status comes back after the end",
            new Apply("1"),
            new Pass(90),
            new Remember(),
            SUCCEED,
            new Pass(40),
            new Recall()),
        story(
            Mutation.T_PENDING,
            Flaw.DUPLICATE,
            "reply lost, then status and finalizer removed by hand, listed a minute later",
            new Lag(60),
            new LoseReply(),
            new Apply("1"),
            new Pass(3),
            new LoseStatus(),
            new Strip(Step.MAIN),
            new Pass(130)),
        story(
            Mutation.K,
            Flaw.DUPLICATE,
            "deleted when it had succeeded, and applied again after a restart",
            new Apply("1"),
            new Pass(40),
            SUCCEED,
            new Pass(40),
            new Delete(),
            new Pass(200),
            new Restart(),
            new Apply("1"),
            new Pass(40)),
        story(
            Mutation.Q_INHERITED,
            Flaw.DUPLICATE,
            "the process dies after the create, which is listed a minute later",
            new Lag(60),
            AFTER_THE_CREATE,
            new Apply("1"),
            new Pass(130)),
        story(
            Mutation.Q_PENDING,
            Flaw.DUPLICATE,
            "reply lost, listed a minute later",
            new Lag(60),
            new LoseReply(),
            new Apply("1"),
            new Pass(130)),
        story(
            Mutation.Q_GRACE,
            Flaw.DUPLICATE,
            "reply lost, listed a minute later, and a grace of 20 seconds",
            new Lag(60),
            new LoseReply(),
            new Apply("1"),
            new Pass(130)),
        story(
            Mutation.Q_RELEASE,
            Flaw.LEFT_RUNNING,
            "the second run's reply lost, deleted before its job is listed",
            new Apply("1"),
            new Pass(40),
            SUCCEED,
            new Pass(40),
            new Lag(60),
            new LoseReply(),
            new Apply("2"),
            new Pass(3),
            new Delete(),
            new Pass(130)),
        story(
            Mutation.O,
            Flaw.LEFT_RUNNING,
            "deleted during the create call",
            new Apply("1"),
            new Meanwhile(Effects.CREATE, new Delete()),
            new Pass(200)),
        story(
            Mutation.O_JOB,
            Flaw.LEFT_RUNNING,
            "applied again with a new run, and deleted",
            new Apply("1"),
            new Pass(40),
            SUCCEED,
            new Pass(40),
            new Delete(),
            new Pass(200),
            new Apply("2"),
            new Pass(200),
            new Delete()),
        story(
            Mutation.O_SUBMISSION,
            Flaw.DUPLICATE,
            "the process dies after the create, and somebody removes the finalizer",
            new Lag(60),
            AFTER_THE_CREATE,
            new Apply("1"),
            new Pass(3),
            new Strip(Step.MAIN),
            new Pass(130)),
        story(
            Mutation.O_PENDING,
            Flaw.LEFT_RUNNING,
            "reply lost, replaced from a backup that has no finalizer, the gate closed, and"
                + " deleted",
            new Lag(100),
            new LoseReply(),
            new Apply("1"),
            new Pass(3),
            new Gate(false),
            new Replace(Step.MAIN),
            new Pass(40),
            new Delete(),
            new Pass(200)),
        story(
            Mutation.B_RUNS,
            Flaw.DUPLICATE,
            "status lost while the job runs, then a new run",
            new Apply("1"),
            new Pass(40),
            new LoseStatus(),
            new Apply("2"),
            new Pass(200)),
        story(
            Mutation.B_WINDOW,
            Flaw.DUPLICATE,
            "frozen after the submission's write, while another process leads",
            new Meanwhile(Effects.STATUS + Effects.ANSWERED, new TakeOver(0, 400), new Pass(200)),
            new Apply("1"),
            new Pass(200)),
        story(
            Mutation.B_CLEAR,
            Flaw.STUCK,
            "restored with its status in another cluster",
            new Apply("a", "1", "train", null),
            new Pass(40),
            new Copy("a", "there/a", true)),
        story(
            Mutation.C,
            Flaw.LEFT_RUNNING,
            "cancelRun while the job runs",
            new Apply("1"),
            new Pass(40),
            new Edit("cancelRun", "1"),
            new Pass(40)),
        story(
            Mutation.C_CREATE,
            Flaw.DUPLICATE,
            "cancelRun from the start",
            new Edit("cancelRun", "1"),
            new Apply("1"),
            new Pass(90)),
        story(
            Mutation.E,
            Flaw.LEFT_RUNNING,
            "the deadline is over while the job runs",
            new Edit("activeDeadlineSeconds", 60),
            new Apply("1"),
            new Pass(200)),
        story(
            Mutation.E_RETRY,
            Flaw.DUPLICATE,
            "failed by the service's fault shortly before the deadline",
            new Edit("activeDeadlineSeconds", 60),
            new Edit("backoffLimit", 3),
            new Apply("1"),
            new Pass(56),
            new JobsFail(13),
            new Pass(200)),
        story(
            Mutation.R_LIMIT,
            Flaw.DUPLICATE,
            "fails again and again by the service's fault",
            new Edit("backoffLimit", 1),
            new Apply("1"),
            new Pass(40),
            new JobsFail(13),
            new Pass(200),
            new JobsFail(13),
            new Pass(200)),
        story(
            Mutation.R_FAULT,
            Flaw.DUPLICATE,
            "fails by the user's fault",
            new Edit("backoffLimit", 1),
            new Apply("1"),
            new Pass(40),
            new JobsFail(3),
            new Pass(200)),
        story(
            Mutation.R_OPEN,
            Flaw.UNTRUE,
            "fails by the service's fault, and cancelRun comes behind the second create",
            new Edit("backoffLimit", 1),
            new Lag(60),
            new Apply("1"),
            new Pass(100),
            new JobsFail(13),
            new Meanwhile(Effects.CREATE, new Edit("cancelRun", "1")),
            new LoseReply(),
            new Pass(400)),
        story(
            Mutation.X,
            Flaw.LOST,
            "succeeded, to be deleted an hour later",
            new Edit("ttlSecondsAfterFinished", 3600),
            new Apply("1"),
            new Pass(40),
            SUCCEED,
            new Pass(90)),
        story(
            Mutation.F,
            Flaw.LEFT_RUNNING,
            "reply lost, listed only after the grace",
            new Lag(150),
            new LoseReply(),
            new Apply("1"),
            new Pass(200)),
        story(
            Mutation.I,
            Flaw.DUPLICATE,
            "deleted when it had succeeded, and applied again with other inputs",
            new Apply("1"),
            new Pass(40),
            SUCCEED,
            new Pass(40),
            new Delete(),
            new Pass(200),
            new Apply("1", "other"),
            new Pass(40)),
        story(
            Mutation.D_CANCEL,
            Flaw.LEFT_RUNNING,
            "deleted while running",
            new Apply("1"),
            new Pass(40),
            new Delete(),
            new Pass(40)),
        story(
            Mutation.D_CLOCK,
            Flaw.LEFT_RUNNING,
            "cancels fail, and the process dies shortly before the deadline",
            new FailAlways(Verb.CANCEL, Kind.SERVICE_UNAVAILABLE),
            new Apply("1"),
            new Pass(3),
            new Delete(),
            new Pass(590),
            new Restart(),
            new Pass(60)),
        story(
            Mutation.L,
            Flaw.DUPLICATE,
            "frozen before the submission's write, while another process leads",
            new Meanwhile(Effects.STATUS, new TakeOver(0, 400), new Pass(200)),
            new Apply("1"),
            new Pass(200)),
        story(
            Mutation.H_NAME,
            Flaw.DUPLICATE,
            "restored with its status in another cluster",
            new Apply("a", "1", "train", null),
            new Pass(40),
            new Copy("a", "there/a", true)),
        story(
            Mutation.H_KEEP,
            Flaw.DUPLICATE,
            "restored with its status in another cluster, a new run, and back to the first",
            new Apply("a", "1", "train", null),
            new Pass(3),
            new Copy("a", "there/a", true),
            new Pass(400),
            new Apply("there/a", "2", "train", null),
            new Pass(10),
            SUCCEED,
            new Pass(200),
            new Apply("there/a", "1", "train", null)),
        story(
            Mutation.H_OWNER,
            Flaw.DUPLICATE,
            "restored with its status in another cluster",
            new Apply("a", "1", "train", null),
            new Pass(40),
            new Copy("a", "there/a", true)),
        story(
            Mutation.H_SCOPE,
            Flaw.DUPLICATE,
            "the process dies after the create, and the next one has another default location",
            new Lag(60),
            AFTER_THE_CREATE,
            new Apply("1"),
            new Pass(3),
            new DefaultLocation(EUROPE),
            new Pass(200)),
        story(
            Mutation.H_FORMER,
            Flaw.DUPLICATE,
            "status lost, and the default location changed",
            new Former(SimWorld.SCOPE.location()),
            new Apply("1"),
            new Pass(90),
            new LoseStatus(),
            new DefaultLocation(EUROPE),
            new Pass(200)),
        story(
            Mutation.H_REJECTED,
            Flaw.DUPLICATE,
            "refused for good, and a restart",
            new Fail(Verb.CREATE, Kind.REQUEST_REJECTED),
            new Apply("1"),
            new Pass(20),
            new Restart(),
            new Pass(200)),
        story(
            Mutation.M,
            Flaw.DUPLICATE,
            "labels not given back, and another resource's reply lost",
            new LabelsNotKept(),
            new Apply("a", "1", "train", null),
            new Pass(40),
            new LoseReply(),
            new Apply("b", "1", "train", null),
            new Pass(200)),
        story(
            Mutation.SUSPEND,
            Flaw.DUPLICATE,
            "suspended from the start",
            new Edit("suspend", true),
            new Apply("1"),
            new Pass(90)),
        story(
            Mutation.MANAGED_BY,
            Flaw.UNTRUE,
            "managed by another controller, and deleted",
            new Edit("managedBy", "example.com/other"),
            new Apply("1"),
            new Pass(90),
            new Delete()),
        story(
            Mutation.PAUSED,
            Flaw.UNTRUE,
            "paused while it runs",
            new Apply("support-tone", "1", "train", null),
            new Pass(40),
            new Pause(true),
            new Pass(90),
            SUCCEED,
            new Pass(90)));
  }
}
