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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(events("FinalizerRemoved")).as("of another client").isEmpty();
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

  private JobName openModel(String folder) {
    new Edit(
            "tuning",
            Jobs.object(
                """
                {"baseModel": "google/gemma3@gemma-3-27b-it", "outputUri": "%s",
                 "supervisedTuningSpec": {"trainingDatasetUri": "gs://my-bucket/train.jsonl"}}
                """
                    .formatted(folder)))
        .play(world);
    new Edit("retention", Map.of("artifacts", "Delete")).play(world);
    new Edit("deletionPolicy", "Delete").play(world);
    world.apply("1");
    world.minutes(4);
    return world.ours().getFirst().name();
  }

  private SimObjects storage() {
    return world.service.objects();
  }

  @Test
  @DisplayName("deletes what an open model's job wrote, after the model, and nothing else there")
  void objects() {
    Instant before = world.time.instant();
    storage().put("b", "tuned/notes.txt", before.minusSeconds(1));
    storage().put("b", "tuned-2/part-1", before.plusSeconds(60));
    JobName name = openModel("gs://b/tuned");
    storage().put("b", "tuned/converted.bin", world.time.instant());
    assertThat(storage().of(name)).hasSize(3);
    delete();
    assertThat(world.exists()).isFalse();
    assertThat(storage().names())
        .containsExactlyInAnyOrder(
            "b/tuned/notes.txt", "b/tuned-2/part-1", "b/tuned/converted.bin");
    assertThat(events("ArtifactsDeleted"))
        .singleElement()
        .asString()
        .contains("/models/7", "gs://b/tuned (3 objects)");
    assertThat(events("ArtifactsLeft"))
        .singleElement()
        .asString()
        .contains("gs://b/tuned (2 objects created before ", "when the job ran");
    assertThat(world.judge.violations()).isEmpty();
  }

  @Test
  @DisplayName("keeps what an open model's job wrote where it is not asked to delete it")
  void objectsKept() {
    JobName name = openModel("gs://b/tuned");
    delete(() -> new Edit("retention", null).play(world));
    assertThat(world.exists()).isFalse();
    assertThat(artifacts().deleted()).hasSize(1);
    assertThat(storage().of(name)).hasSize(3);
  }

  private void delete(Runnable first) {
    first.run();
    delete();
  }

  @Test
  @DisplayName("leaves an object that its bucket keeps, and one that was written again, by name")
  void objectsLeft() {
    JobName name = openModel("gs://b/tuned");
    assertThat(storage().of(name)).hasSize(3);
    storage().hold("b", "tuned/part-1");
    world.effects.meanwhile(
        Effects.REMOVE + Effects.ANSWERED,
        () ->
            world.effects.meanwhile(
                Effects.REMOVE, () -> storage().put("b", "tuned/part-2", world.time.instant())));
    world.leftBehind.add("b/tuned/part-1");
    delete();
    assertThat(world.exists()).isFalse();
    assertThat(storage().names()).containsExactlyInAnyOrder("b/tuned/part-1", "b/tuned/part-2");
    assertThat(events("ArtifactsLeft"))
        .singleElement()
        .asString()
        .contains("tuned/part-1: a retention policy or a hold keeps it");
    assertThat(events("ArtifactsDeleted")).singleElement().asString().contains("(1 object)");
  }

  @ParameterizedTest
  @CsvSource({
    "gs://b/tuned,    gs://b/tuned/deeper, wrote there",
    "gs://b/tuned/a,  gs://b/tuned,        wrote there",
    "gs://b/,         gs://other/x,        it is no folder in a bucket",
    "gs://b,          gs://other/x,        it is no folder in a bucket"
  })
  @DisplayName("deletes nothing in a bucket's root, nor where another resource's job wrote, too")
  void objectsShared(String folder, String others, String why) {
    JobName other = world.stranger();
    JobSnapshot unused =
        world.service.change(other, job -> Jobs.snapshot(Jobs.body(job).put("outputUri", others)));
    JobName name = openModel(folder);
    storage().of(name).forEach(world.leftBehind::add);
    delete();
    assertThat(world.exists()).isFalse();
    assertThat(storage().of(name)).hasSize(3);
    assertThat(events("ArtifactsLeft")).singleElement().asString().contains(folder, why);
  }

  @Test
  @DisplayName("without rights on the bucket goes at the deadline, and an event names the folder")
  void objectsForbidden() {
    JobName name = openModel("gs://b/tuned");
    storage().fail(new Failure(Failure.Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "not allowed"));
    storage().of(name).forEach(world.leftBehind::add);
    delete();
    assertThat(world.message()).contains("gs://b/tuned could not be deleted yet", "not allowed");
    world.minutes(10);
    assertThat(world.exists()).isFalse();
    assertThat(events("ReleasedUnconfirmed"))
        .singleElement()
        .asString()
        .contains("Left behind: gs://b/tuned");
    assertThat(storage().of(name)).hasSize(3);
  }

  @Test
  @DisplayName(
      "deletes what the jobs of every run and attempt wrote, also where another one wrote it again")
  void objectsOfAllRuns() {
    JobName first = openModel("gs://b/tuned");
    world.apply("2");
    world.minutes(5);
    assertThat(world.jobCount()).isEqualTo(2);
    delete();
    assertThat(world.exists()).isFalse();
    assertThat(storage().names()).isEmpty();
    assertThat(storage().of(first)).isEmpty();
    assertThat(events("ArtifactsDeleted"))
        .satisfiesExactly(
            event -> assertThat(event).contains("gs://b/tuned (0 objects)"), // written again since
            event -> assertThat(event).contains("gs://b/tuned (3 objects)"));
    assertThat(events("ArtifactsLeft")).isEmpty();
    assertThat(world.judge.violations()).isEmpty();
  }

  @Test
  @DisplayName("deletes nothing in Cloud Storage before its job has an end, and a while after it")
  void objectsWithoutEnd() {
    JobName name = openModel("gs://b/tuned");
    assertThat(storage().of(name)).hasSize(3);
    JobSnapshot whole = world.service.job(name);
    world.service.change(
        name,
        job -> {
          var body = Jobs.body(job);
          body.remove("endTime");
          return Jobs.snapshot(body);
        });
    delete();
    assertThat(storage().of(name)).hasSize(3);
    assertThat(world.message()).contains("does not say when its job began and ended");
    world.service.change(name, job -> whole);
    world.minutes(6);
    assertThat(world.exists()).isFalse();
    assertThat(storage().names()).isEmpty();
  }
}
