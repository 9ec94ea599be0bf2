package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Edit;
import dev.tunesmith.vertex.ArtifactVerb;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The stories of checkpoints, of which there are two; the deaths in them are in CrashTest. */
@DisplayName("The checkpoints of a tuned model")
class CheckpointsTest {
  private final SimWorld world = new SimWorld();

  @BeforeEach
  void jobsSucceed() {
    world.jobsEnd = Known.JOB_STATE_SUCCEEDED;
  }

  private void edit(String field, @Nullable Object value) {
    new Edit(field, value).play(world);
  }

  private JobSnapshot succeeded() {
    JobName name = world.start();
    world.minutes(4);
    return world.service.job(name);
  }

  private SimArtifacts artifacts() {
    return world.service.artifacts();
  }

  private String defaultCheckpoint(JobSnapshot job) {
    return ((Artifacts.Version) artifacts().version(job.model().orElseThrow())).defaultCheckpoint();
  }

  private @Nullable String shownEndpoint() {
    return Objects.requireNonNull(Objects.requireNonNull(world.status().job()).tunedModel())
        .endpoint();
  }

  private List<String> events(String reason) {
    return world.toldWords.stream().filter(words -> words.startsWith(reason + ":")).toList();
  }

  private void notSet(String why) {
    assertThat(world.conditions()).isEqualTo("Complete Finished Stalled");
    assertThat(world.reason()).isEqualTo("DefaultCheckpointNotSet");
    assertThat(world.message()).contains("The tuned model is ready", why);
  }

  @Test
  @DisplayName("keep the service's default, unread, where the resource names none")
  void untouched() {
    JobSnapshot job = succeeded();
    assertThat(defaultCheckpoint(job)).isEqualTo("2");
    assertThat(world.effects.count(Effects.ARTIFACT) + world.effects.count(Effects.REMOVE))
        .isZero();
  }

  @Test
  @DisplayName("have the default that the resource names before checks, result and Ready say so")
  void set() {
    edit("defaultCheckpointId", "1");
    edit("result", Map.of("configMapName", "tone-model"));
    edit(
        "acceptance",
        Serialization.unmarshal(
            "checks: [{name: a, request: {contents: [{parts: [{text: one}]}]}, expect: {equals:"
                + " one}}]",
            Map.class));
    JobSnapshot job = succeeded();
    String endpoint = Objects.requireNonNull(job.checkpoints().get("1"));

    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(defaultCheckpoint(job)).isEqualTo("1");
    assertThat(shownEndpoint()).isEqualTo(endpoint);
    assertThat(world.service.asked()).containsExactly(endpoint + ": one");
    assertThat(Objects.requireNonNull(world.cluster.configMaps.get("tone-model")).data())
        .containsEntry("endpoint", endpoint);
    assertThat(events("DefaultCheckpointSet")).singleElement().asString().contains("it was 2");
    assertThat(world.effects.count(Effects.REMOVE)).isEqualTo(1);

    world.restart();
    world.minutes(30);
    assertThat(world.effects.count(Effects.REMOVE)).as("not set again").isEqualTo(1);
    assertThat(shownEndpoint()).isEqualTo(endpoint);
  }

  @Test
  @DisplayName("keep their default where it is the one that the resource names, which is read")
  void already() {
    edit("defaultCheckpointId", "2");
    JobSnapshot job = succeeded();
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(shownEndpoint()).isEqualTo(job.checkpoints().get("2"));
    assertThat(world.effects.count(Effects.REMOVE)).isZero();
  }

  @Test
  @DisplayName("do not have the one that the resource names: the status says which there are")
  void unknown() {
    edit("defaultCheckpointId", "9");
    edit("result", Map.of("configMapName", "tone-model"));
    JobSnapshot job = succeeded();
    notSet("it has 1, 2. Change spec.defaultCheckpointId");
    assertThat(defaultCheckpoint(job)).isEqualTo("2");
    assertThat(world.cluster.configMaps).isEmpty();

    edit("defaultCheckpointId", "1");
    world.seconds(30);
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(defaultCheckpoint(job)).isEqualTo("1");
    assertThat(world.cluster.configMaps).hasSize(1);
  }

  @Test
  @DisplayName("whose endpoint was deleted cannot become the default, and the model stays as it is")
  void endpointGone() {
    JobSnapshot job = succeeded();
    String endpoint = Objects.requireNonNull(job.checkpoints().get("1"));
    artifacts().undeploy(endpoint, "1");
    edit("defaultCheckpointId", "1");
    world.seconds(30);
    notSet("Nothing is deployed on its endpoint " + endpoint);
    artifacts().deleteEndpoint(endpoint);
    world.minutes(6);
    notSet("Its endpoint " + endpoint + " does not exist any more");
    assertThat(defaultCheckpoint(job)).isEqualTo("2");
  }

  @Test
  @DisplayName("get their default when a right that was missing is there")
  void permission() {
    edit("defaultCheckpointId", "1");
    artifacts()
        .fail(
            ArtifactVerb.PATCH_MODEL,
            new Failure(Failure.Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "not allowed"));
    JobSnapshot job = succeeded();
    notSet("Vertex AI refuses it: not allowed");
    artifacts().fail(ArtifactVerb.PATCH_MODEL, null);
    world.minutes(6);
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(shownEndpoint()).isEqualTo(job.checkpoints().get("1"));
  }

  @Test
  @DisplayName("are read again after an outage, before the run is Complete; and an end stays said")
  void outage() {
    edit("defaultCheckpointId", "1");
    Failure outage = new Failure(Failure.Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE", "outage");
    artifacts().fail(ArtifactVerb.GET_MODEL, outage);
    JobSnapshot job = succeeded();
    assertThat(world.conditions()).isEqualTo("Reconciling");
    assertThat(world.message()).contains("not yet known to be the default", "outage");
    artifacts().fail(ArtifactVerb.GET_MODEL, null);
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(shownEndpoint()).isEqualTo(job.checkpoints().get("1"));

    artifacts().fail(ArtifactVerb.GET_MODEL, outage);
    world.restart();
    world.minutes(10);
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(world.judge.violations()).isEmpty();
  }

  @Test
  @DisplayName("are set once, and waited for, where the service shows late what it accepted")
  void late() {
    artifacts().slow(Duration.ofSeconds(40), Duration.ZERO);
    edit("defaultCheckpointId", "1");
    JobSnapshot job = succeeded();
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(defaultCheckpoint(job)).isEqualTo("1");
    assertThat(world.effects.count(Effects.REMOVE)).isEqualTo(1);
  }

  @Test
  @DisplayName("are gone with a model that was deleted meanwhile, which the status says")
  void modelGone() {
    JobSnapshot job = succeeded();
    job.endpoints().forEach(endpoint -> artifacts().undeploy(endpoint, "1"));
    artifacts().deleteModel(job.model().orElseThrow().replace("@1", ""));
    edit("defaultCheckpointId", "1");
    new Apply("1").play(world);
    world.minutes(1);
    assertThat(world.reason()).isEqualTo("ModelGone");
  }

  // ---- endpoints of checkpoints that are not the default one

  private void deleteOthers() {
    edit("retention", Map.of("checkpointEndpoints", "DeleteNonDefault"));
  }

  @Test
  @DisplayName("lose the endpoints of all but the default one after success, as the status shows")
  void others() {
    deleteOthers();
    edit("result", Map.of("configMapName", "tone-model"));
    JobSnapshot job = succeeded();
    world.minutes(1);
    String spare = Objects.requireNonNull(job.checkpoints().get("1"));

    assertThat(artifacts().deleted()).containsExactly(spare);
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(world.message()).isEqualTo(READY);
    assertThat(world.status().deletedCheckpointEndpoints()).containsExactly("1");
    assertThat(events("ArtifactsDeleted")).singleElement().asString().contains(spare);
    assertThat(world.told).containsSubsequence("TuningJobSucceeded", "ArtifactsDeleted");
    assertThat(Objects.requireNonNull(world.cluster.configMaps.get("tone-model")).data())
        .containsEntry("endpoint", job.checkpoints().get("2"))
        .extractingByKey("checkpoints")
        .asString()
        .contains("\"checkpointId\":\"1\"", Objects.requireNonNull(shownEndpoint()))
        .doesNotContain(spare);

    long calls = world.effects.count(Effects.ARTIFACT);
    world.restart();
    world.minutes(30);
    assertThat(world.effects.count(Effects.ARTIFACT)).as("not read again").isEqualTo(calls);
    assertThat(world.status().deletedCheckpointEndpoints()).containsExactly("1");
    assertThat(world.judge.violations()).isEmpty();
  }

  private static final String READY =
      "The tuned model is ready; its endpoint is in status.job.tunedModel.endpoint.";

  @Test
  @DisplayName("keep the endpoint of the default one that the resource names, and lose the last's")
  void othersOfNamedDefault() {
    deleteOthers();
    edit("defaultCheckpointId", "1");
    JobSnapshot job = succeeded();
    world.minutes(1);
    assertThat(artifacts().deleted()).containsExactly(job.checkpoints().get("2"));
    assertThat(shownEndpoint()).isEqualTo(job.checkpoints().get("1"));
  }

  @Test
  @DisplayName("keep all endpoints when the checks failed, and when the result is not published")
  void keptUntilAccepted() {
    deleteOthers();
    edit("result", Map.of("configMapName", "tone-model"));
    world.cluster.configMapsRefused = "forbidden";
    JobSnapshot job = succeeded();
    world.minutes(10);
    assertThat(world.reason()).isEqualTo("ResultWriteRefused");
    assertThat(artifacts().remaining(job)).hasSize(3);

    edit("acceptance", checks("two"));
    world.cluster.configMapsRefused = null;
    world.minutes(10);
    assertThat(world.reason()).isEqualTo("NotAccepted");
    assertThat(artifacts().remaining(job)).hasSize(3);

    edit("acceptance", checks("one"));
    world.minutes(3);
    assertThat(world.conditions()).isEqualTo("Accepted Complete Finished Ready");
    assertThat(artifacts().remaining(job)).hasSize(2);
  }

  private static Object checks(String expected) {
    return Serialization.unmarshal(
        "checks: [{name: a, request: {contents: [{parts: [{text: one}]}]}, expect: {equals: %s}}]"
            .formatted(expected),
        Map.class);
  }

  @Test
  @DisplayName("keep the endpoint of one that a client makes the default meanwhile")
  void anotherDefaultMeanwhile() {
    deleteOthers();
    JobName name = world.start();
    world.seconds(60);
    world.effects.meanwhile(
        Effects.ARTIFACT + Effects.ANSWERED,
        () -> artifacts().setDefaultCheckpoint(world.service.job(name).model().orElseThrow(), "1"));
    world.minutes(4);
    JobSnapshot job = world.service.job(name);
    assertThat(artifacts().remaining(job)).hasSize(3);
    assertThat(events("ArtifactsLeft"))
        .singleElement()
        .asString()
        .contains("its checkpoint is the default one");
  }

  @Test
  @DisplayName("keep an endpoint with another model on it, and all while the default is not known")
  void left() {
    JobSnapshot job = succeeded();
    String spare = Objects.requireNonNull(job.checkpoints().get("1"));
    world.leftBehind.add(spare);
    artifacts().deployStranger(spare);
    deleteOthers();
    world.minutes(2);
    assertThat(events("ArtifactsLeft"))
        .singleElement()
        .asString()
        .contains(spare + " (another model is deployed on it)");
    assertThat(artifacts().deleted()).isEmpty();
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(world.status().deletedCheckpointEndpoints()).isEmpty();
  }

  @Test
  @DisplayName("keep their endpoints without rights, which is over after a while, and Ready stays")
  void withoutRights() {
    artifacts()
        .fail(
            ArtifactVerb.UNDEPLOY,
            new Failure(Failure.Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "not allowed"));
    deleteOthers();
    JobSnapshot job = succeeded();
    world.leftBehind.add(Objects.requireNonNull(job.checkpoints().get("1")));
    assertThat(world.conditions()).isEqualTo("Complete Finished Ready");
    assertThat(world.message()).contains("could not be deleted yet", "not allowed");
    world.minutes(15);
    assertThat(world.message()).isEqualTo(READY);
    assertThat(events("ArtifactsLeft"))
        .singleElement()
        .asString()
        .contains("it could not be deleted in time");
    assertThat(artifacts().deleted()).isEmpty();

    artifacts().fail(ArtifactVerb.UNDEPLOY, null);
    world.leftBehind.clear();
    world.restart();
    world.minutes(3);
    assertThat(artifacts().deleted()).containsExactly(job.checkpoints().get("1"));
    assertThat(world.judge.violations()).isEmpty();
  }
}
