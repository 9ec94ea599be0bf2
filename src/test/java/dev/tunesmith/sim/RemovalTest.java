package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.Edit;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.ArtifactVerb;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A resource that is deleted")
class RemovalTest {
  private final SimWorld world = new SimWorld();

  @BeforeEach
  void jobsGoOn() {
    world.jobsEnd = Known.JOB_STATE_SUCCEEDED;
  }

  private JobSnapshot succeeded(String policy) {
    new Edit("deletionPolicy", policy).play(world);
    JobName name = world.start();
    world.minutes(4);
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    return world.service.job(name);
  }

  private void delete() {
    world.cluster.delete(SimWorld.KEY);
    world.minutes(3);
  }

  private SimArtifacts artifacts() {
    return world.service.artifacts();
  }

  private List<String> events(String reason) {
    return world.toldWords.stream().filter(words -> words.startsWith(reason + ":")).toList();
  }

  @Test
  @DisplayName("with Delete takes along endpoints, then the model, and says what it deleted")
  void everything() {
    JobSnapshot job = succeeded("Delete");
    delete();
    assertThat(world.exists()).isFalse();
    String model = job.model().orElseThrow();
    assertThat(artifacts().deleted())
        .containsExactly(job.endpoints().getFirst(), job.endpoints().getLast(), model);
    assertThat(events("ArtifactsDeleted")).singleElement().asString().contains(model);
    assertThat(world.judge.violations()).isEmpty();
  }

  @Test
  @DisplayName("with Cancel, and with Orphan, leaves what its jobs made")
  void kept() {
    JobSnapshot job = succeeded("Cancel");
    delete();
    assertThat(world.exists()).isFalse();
    assertThat(artifacts().remaining(job)).hasSize(3);
  }

  @Test
  @DisplayName("with Orphan goes at once, and lets a job run on, which an event names")
  void orphaned() {
    new Edit("deletionPolicy", "Orphan").play(world);
    world.jobsLast = Duration.ofMinutes(15);
    JobName name = world.start();
    world.seconds(60);
    delete();
    assertThat(world.exists()).isFalse();
    assertThat(world.service.job(name).state().ended()).isFalse();
    assertThat(events("JobLeft"))
        .singleElement()
        .asString()
        .contains(name.value(), "spec.deletionPolicy is Orphan");
    world.apply("1");
    world.minutes(15);
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(world.jobCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("leaves an endpoint with another model on it, and its own model there, and says so")
  void anotherModelDeployed() {
    JobSnapshot job = succeeded("Delete");
    String shared = job.endpoints().getFirst();
    artifacts().deployStranger(shared);
    world.leftBehind.addAll(List.of(shared, job.model().orElseThrow()));
    delete();
    assertThat(world.exists()).isFalse();
    assertThat(artifacts().deleted()).containsExactly(job.endpoints().getLast());
    assertThat(events("ArtifactsLeft"))
        .singleElement()
        .asString()
        .contains(shared + " (another model is deployed on it)", "one of its endpoints is left");
    assertThat(world.judge.violations()).isEmpty();
  }

  @Test
  @DisplayName("deletes only its own version of a model that another job tuned further")
  void anotherVersion() {
    JobSnapshot job = succeeded("Delete");
    String model = job.model().orElseThrow();
    JobName other = world.stranger();
    JobSnapshot further = world.service.setState(other, Known.JOB_STATE_SUCCEEDED);
    world.service.change(
        other,
        snapshot -> {
          var body = Jobs.body(further);
          body.withObject("/tunedModel").put("model", model.replace("@1", "@2"));
          return Jobs.snapshot(body);
        });
    delete();
    assertThat(world.exists()).isFalse();
    assertThat(artifacts().deleted()).endsWith(model).doesNotContain(model.replace("@1", "@2"));
    assertThat(artifacts().models()).containsExactly(model.replace("@1", "@2"));
  }

  @Test
  @DisplayName("without rights goes at the deadline, and an event names what was left behind")
  void deadline() {
    JobSnapshot job = succeeded("Delete");
    artifacts()
        .fail(
            ArtifactVerb.UNDEPLOY,
            new Failure(Failure.Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "not allowed"));
    world.leftBehind.addAll(artifacts().remaining(job));
    delete();
    assertThat(world.reason()).isEqualTo("DeletingArtifacts");
    assertThat(events("PermissionDenied")).isEmpty();
    assertThat(world.message()).contains("could not be deleted yet", "not allowed");
    world.minutes(10);
    assertThat(world.exists()).isFalse();
    assertThat(events("ReleasedUnconfirmed"))
        .singleElement()
        .asString()
        .contains("Left behind: ")
        .contains(job.endpoints())
        .contains(job.model().orElseThrow());
  }
}
