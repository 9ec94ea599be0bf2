package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.support.Failures;
import dev.tunesmith.vertex.Verb;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The life of a resource")
class EngineTest {
  private final World world = new World();

  @Test
  @DisplayName(
      "a plain life costs one create, and a write for the intent, the name and each change")
  void plainLife() {
    JobName job = world.start();
    assertThat(world.effects.done()).containsExactly("status", "create", "status");
    assertThat(world.reason()).isEqualTo("Pending");

    world.minutes(10);
    assertThat(world.effects.count("status")).as("nothing changed").isEqualTo(2);

    world.set(job, JobState.Known.JOB_STATE_RUNNING);
    assertThat(world.reason()).isEqualTo("Running");
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);

    assertThat(world.conditions()).isEqualTo("Complete Ready");
    assertThat(world.effects.done())
        .containsExactly("status", "create", "status", "status", "status");
    assertThat(world.told)
        .containsExactly("TuningJobSubmitted", "TuningJobRunning", "TuningJobSucceeded");
    assertThat(world.service.calls(Verb.LIST)).as("one look before the create").isOne();
    assertThat(world.service.calls(Verb.MODEL))
        .as("watched at work, so its model is there")
        .isZero();
  }

  @Test
  @DisplayName(
      "a job that succeeded in part, without an endpoint, is announced as what it is shown")
  void partlyWithoutEndpoint() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_PARTIALLY_SUCCEEDED);

    assertThat(world.conditions()).isEqualTo("Failed Stalled");
    assertThat(world.told).containsExactly("TuningJobSubmitted", "TuningJobFailed");
  }

  @Test
  @DisplayName("a finished resource costs no call and no write, however long it stays")
  void finishedCostsNothing() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    int gets = world.service.calls(Verb.GET);
    long writes = world.effects.count("status");

    world.cluster.relist();
    world.minutes(24 * 60);

    assertThat(world.service.calls(Verb.GET)).isEqualTo(gets);
    assertThat(world.service.calls(Verb.LIST)).isOne();
    assertThat(world.effects.count("status")).isEqualTo(writes);
  }

  @Test
  @DisplayName("a failed job is told as Failed, and bought again only by a new run")
  void failure() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_FAILED);
    assertThat(world.conditions()).isEqualTo("Failed Stalled");

    world.cluster.relist();
    world.minutes(60);
    world.restart();
    world.minutes(60);
    assertThat(world.bought()).isOne();

    world.apply("2");
    world.seconds(5);
    assertThat(world.bought()).isEqualTo(2);
    assertThat(world.reason()).isEqualTo("Pending");
    assertThat(world.status().run()).isEqualTo("2");
    assertThat(world.status().attempts()).hasSize(2);
  }

  @Test
  @DisplayName(
      "a refused request is told once, never sent again as it is, and sent when it was mended")
  void refusalAndFix() {
    world.service.failNext(Verb.CREATE, Failures.rejected());
    world.apply("1");
    world.minutes(60);
    assertThat(world.conditions()).isEqualTo("Stalled");
    assertThat(world.reason()).isEqualTo("RequestRejected");
    assertThat(world.service.calls(Verb.CREATE)).isOne();
    assertThat(world.status().submission()).isNull();
    world.restart();
    world.minutes(60);
    assertThat(world.service.calls(Verb.CREATE)).as("nor after a restart").isOne();
    assertThat(world.effects.count("status")).isEqualTo(2);

    world.cluster.apply(World.KEY, World.spec("1", "gs://my-bucket/mended.jsonl"));
    world.seconds(5);

    assertThat(world.bought()).isOne();
    assertThat(world.reason()).isEqualTo("Pending");
  }

  @Test
  @DisplayName("a used-up quota is waited for, and the job bought once")
  void quota() {
    for (int i = 0; i < 5; i++) {
      world.service.failNext(Verb.CREATE, Failures.quota());
    }
    world.apply("1");
    world.seconds(5);
    assertThat(world.reason()).isEqualTo("QuotaExceeded");
    assertThat(world.conditions()).isEqualTo("Reconciling");

    world.minutes(30);

    assertThat(world.bought()).isOne();
    assertThat(world.service.calls(Verb.CREATE)).isEqualTo(6);
    assertThat(world.reason()).isEqualTo("Pending");
  }

  @Test
  @DisplayName("permission that is missing, given, lost while the job runs, and given back")
  void permission() {
    world.service.failAlways(Verb.CREATE, Failures.denied());
    world.apply("1");
    world.minutes(30);
    assertThat(world.reason()).isEqualTo("PermissionDenied");
    assertThat(world.service.calls(Verb.CREATE)).isBetween(5, 10);
    world.service.heal();
    world.minutes(6);
    JobName job = world.onlyJob();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);

    world.service.failAlways(Verb.GET, Failures.denied());
    world.service.failAlways(Verb.LIST, Failures.denied());
    world.minutes(10);
    assertThat(world.reason()).isEqualTo("PermissionDenied");
    assertThat(world.conditions()).isEqualTo("Reconciling");
    assertThat(world.message()).contains("JOB_STATE_RUNNING when it was last seen");
    assertThat(world.jobName()).as("the name stays").isEqualTo(job.value());

    world.service.heal();
    world.minutes(6);
    assertThat(world.reason()).isEqualTo("Running");
    assertThat(world.bought()).isOne();
  }

  @Test
  @DisplayName(
      "a service that is down when the operator starts: nothing is bought before it was looked")
  void downAtStart() {
    world.service.failAlways(Verb.LIST, Failures.unavailable());
    world.apply("1");
    world.minutes(60);
    assertThat(world.reason()).isEqualTo("ServiceUnavailable");
    assertThat(world.conditions()).isEqualTo("Reconciling");
    assertThat(world.service.calls(Verb.CREATE)).isZero();

    world.service.heal();
    world.minutes(2);

    assertThat(world.bought()).isOne();
    assertThat(world.reason()).isEqualTo("Pending");
  }

  @Test
  @DisplayName("an outage while the job runs is told, costs two writes, and changes nothing else")
  void outage() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_RUNNING);
    long writes = world.effects.count("status");
    world.service.failAlways(Verb.GET, Failures.unavailable());
    world.service.failAlways(Verb.LIST, Failures.unavailable());

    world.minutes(120);
    assertThat(world.reason()).isEqualTo("ServiceUnavailable");
    assertThat(world.status().job()).isNotNull();
    world.service.heal();
    world.minutes(2);

    assertThat(world.reason()).isEqualTo("Running");
    assertThat(world.effects.count("status") - writes).isEqualTo(2);
  }

  @Test
  @DisplayName("a manifest that is not allowed buys nothing, and asks nothing of the service")
  void policyViolation() {
    world.cluster.apply(World.KEY, inProject("forbidden-project"));
    world.minutes(60);
    assertThat(world.reason()).isEqualTo("PolicyViolation");
    assertThat(world.conditions()).isEqualTo("Stalled");
    assertThat(world.service.calls(Verb.LIST) + world.service.calls(Verb.CREATE)).isZero();

    world.cluster.apply(World.KEY, inProject("allowed-project"));
    world.seconds(5);
    assertThat(world.bought()).isOne();
  }

  private static TuningJobSpec inProject(String project) {
    TuningJobSpec spec = World.spec("1");
    return new TuningJobSpec(project, spec.location(), spec.tuning(), spec.run());
  }

  @Test
  @DisplayName("a second run that is refused before its intent can still be mended")
  void secondRunRefused() {
    JobName job = world.start();
    world.set(job, JobState.Known.JOB_STATE_SUCCEEDED);
    TuningJobSpec forbidden = inProject("forbidden-project");
    world.cluster.apply(
        World.KEY, new TuningJobSpec("forbidden-project", null, forbidden.tuning(), "2"));
    world.seconds(5);

    assertThat(world.reason()).isEqualTo("PolicyViolation");
    assertThat(world.status().job()).as("or the schema refuses every edit").isNull();
    assertThat(world.status().submission()).isNull();
    assertThat(world.status().attempts()).hasSize(1);

    world.apply("2");
    world.seconds(5);
    assertThat(world.bought()).isEqualTo(2);
  }

  @Test
  @DisplayName("every state that the service can report is shown, also one that we do not know")
  void everyState() {
    JobName job = world.start();
    for (String state : new String[] {"QUEUED", "RUNNING", "UPDATING", "PAUSED", "DREAMING"}) {
      world.service.setState(job, JobState.of("JOB_STATE_" + state));
      world.minutes(1);
      assertThat(world.reason()).isEqualToIgnoringCase(state);
      assertThat(world.conditions()).isEqualTo("Reconciling");
    }
    world.set(job, JobState.Known.JOB_STATE_EXPIRED);
    assertThat(world.conditions()).isEqualTo("Failed Stalled");
  }

  @Test
  @DisplayName(
      "a job that the service loses is told after a minute, never replaced, and found when back")
  void lost() {
    JobName job = world.start();
    world.service.vanish(job);
    world.minutes(1);
    assertThat(world.reason()).as("once is not lost").isEqualTo("Pending");
    world.minutes(2);
    assertThat(world.reason()).isEqualTo("JobLost");
    assertThat(world.conditions()).isEqualTo("Stalled");
    assertThat(world.jobName()).isEqualTo(job.value());

    world.restart();
    world.minutes(60);

    assertThat(world.bought()).isOne();
    assertThat(world.reason()).isEqualTo("JobLost");
  }
}
