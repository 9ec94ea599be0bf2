package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState.Known;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A job that no listing shows yet")
class UnlistedJobTest {
  private final SimWorld world = new SimWorld();

  @BeforeEach
  void listedLate() {
    world.service.listLag(Duration.ofSeconds(100));
  }

  @Test
  @DisplayName("is not created again though its name was not written and its reads say NOT_FOUND")
  void nameNotWrittenAndNotFound() {
    world.beforeCreate = () -> world.cluster.setDown(true);
    JobName job = world.start();
    world.service.vanish(job);
    world.seconds(80);
    world.cluster.setDown(false);
    world.seconds(10);
    world.service.reappear(job);
    world.minutes(10);

    assertThat(world.jobCount()).isOne();
    world.service.setState(job, Known.JOB_STATE_SUCCEEDED);
    world.minutes(5);
    assertThat(world.conditions()).isEqualTo(Scenario.COMPLETE);
  }

  @Test
  @DisplayName("and whose name the status spells with the project's id is followed, not lost")
  void otherSpelling() {
    JobName job = world.start();
    String spelled = "projects/my-project/locations/us-central1/tuningJobs/" + job.id();
    world.cluster.forge(
        SimWorld.KEY,
        status ->
            Serialization.unmarshal(
                Serialization.asJson(status).replace(job.toString(), spelled),
                TuningJobStatus.class));
    world.restart();
    world.minutes(5);

    assertThat(world.jobCount()).isOne();
    world.service.setState(job, Known.JOB_STATE_SUCCEEDED);
    world.minutes(5);
    assertThat(world.conditions()).isEqualTo(Scenario.COMPLETE);
  }

  @Test
  @DisplayName("keeps its resource until the deadline where nobody knows where to look")
  void nowhereToLook() {
    JobName job = world.start();
    world.cluster.loseStatus(SimWorld.KEY);
    world.cluster.defaultLocation = null;
    world.restart();
    world.cluster.delete(SimWorld.KEY);
    world.minutes(9);

    assertThat(world.reason()).isEqualTo("WaitingForListing");
    assertThat(world.message()).contains("--former-scope");

    world.minutes(2);
    assertThat(world.exists()).isFalse();
    assertThat(world.told("ReleasedUnconfirmed")).isTrue();
    assertThat(world.service.job(job).state().ended()).isFalse();
  }

  @Test
  @DisplayName("and was NOT_FOUND for long is read again by a deletion, and cancelled")
  void backAtTheDeletion() {
    world.service.listLag(Duration.ofHours(1));
    JobName job = world.start();
    world.service.vanish(job);
    world.minutes(6);
    assertThat(world.reason()).isEqualTo("JobLost");
    world.service.reappear(job);

    world.cluster.delete(SimWorld.KEY);
    world.minutes(3);

    assertThat(world.service.job(job).state()).isEqualTo(Known.JOB_STATE_CANCELLING);
    assertThat(world.exists()).as("until it has ended").isTrue();
  }

  @Test
  @DisplayName("and is lost bars its own run, and no other one")
  void lostOfAnotherRun() {
    world.beforeCreate = () -> world.cluster.setDown(true);
    JobName job = world.start();
    world.beforeCreate = null;
    world.service.vanish(job);
    world.seconds(80);
    world.cluster.setDown(false);
    world.minutes(10);
    assertThat(world.jobCount()).isOne();

    world.apply("2");
    world.minutes(5);

    assertThat(world.jobCount()).isEqualTo(2);
  }
}
