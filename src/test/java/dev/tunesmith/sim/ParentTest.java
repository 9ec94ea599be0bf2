package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.SentModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Edit;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A job that tunes the model of another resource further")
class ParentTest {
  private final SimWorld world = new SimWorld();

  @BeforeEach
  void jobsGoOn() {
    world.jobsEnd = Known.JOB_STATE_SUCCEEDED;
  }

  private void apply(String name, String run, String parent) {
    new Edit(name, "preTunedModelFrom", parent.isEmpty() ? null : Map.of("tuningJob", parent))
        .play(world);
    new Apply(name, run, "train", null).play(world);
    world.seconds(10);
  }

  private TuningJobStatus status(String name) {
    return Objects.requireNonNull(
        world.cluster.status(new ResourceKey(SimWorld.KEY.namespace(), name)));
  }

  private String ready(String name) {
    return status(name).conditions().getFirst().getReason()
        + ": "
        + status(name).conditions().getFirst().getMessage();
  }

  private SentModel sent(String name) {
    return Objects.requireNonNull(
        Objects.requireNonNull(status(name).submission()).preTunedModel());
  }

  @Test
  @DisplayName("says what it waits for, and goes on by itself with the model that was made")
  void waits() {
    apply("further", "1", "base");
    assertThat(ready("further"))
        .isEqualTo(
            "WaitingForParent: Waiting for the model of TuningJob base, which does not exist in"
                + " this namespace yet.");

    apply("base", "1", "");
    assertThat(ready("further")).contains("which is Pending.");
    assertThat(world.jobCount()).isEqualTo(1);

    world.minutes(8);

    assertThat(SimCluster.conditions(status("further"))).isEqualTo("Complete Finished Ready");
    String made =
        Objects.requireNonNull(Objects.requireNonNull(status("base").job()).tunedModel()).model();
    assertThat(sent("further").tunedModelName()).isEqualTo(made);
    assertThat(world.ours().getFirst().body().at("/preTunedModel/tunedModelName").asText())
        .isEqualTo(made);
  }

  @Test
  @DisplayName("stops where the parent failed, and goes on when a later run of it succeeds")
  void failedParent() {
    world.jobsEnd = Known.JOB_STATE_FAILED;
    apply("base", "1", "");
    world.minutes(4);
    apply("further", "1", "base");
    assertThat(ready("further")).startsWith("ParentFailed: TuningJob base has no model");
    assertThat(SimCluster.conditions(status("further"))).isEqualTo("Finished Stalled");

    world.jobsEnd = Known.JOB_STATE_SUCCEEDED;
    apply("base", "2", "");
    world.minutes(8);

    assertThat(SimCluster.conditions(status("further"))).isEqualTo("Complete Finished Ready");
    assertThat(world.jobCount()).isEqualTo(3);
  }

  @Test
  @DisplayName("is refused as part of a cycle, which every member names, until one leaves it")
  void cycle() {
    apply("a", "1", "b");
    apply("b", "1", "c");
    apply("c", "1", "a");
    world.minutes(1);
    assertThat(ready("a")).startsWith("ParentCycle").contains("a -> b -> c -> a");
    assertThat(ready("b")).startsWith("ParentCycle").contains("b -> c -> a -> b");
    assertThat(ready("c")).startsWith("ParentCycle").contains("c -> a -> b -> c");
    assertThat(world.jobCount()).isZero();

    apply("itself", "1", "itself");
    assertThat(ready("itself")).startsWith("ParentCycle").contains("itself -> itself");

    apply("c", "1", "");
    world.minutes(20);

    assertThat(SimCluster.conditions(status("a"))).isEqualTo("Complete Finished Ready");
    assertThat(world.jobCount()).isEqualTo(3);
  }

  @Test
  @DisplayName("is not tuned again when its parent is, and a new run takes the newest model")
  void parentRunAgain() {
    apply("base", "1", "");
    apply("further", "1", "base");
    world.minutes(8);
    SentModel first = sent("further");

    apply("base", "2", "");
    world.minutes(8);
    assertThat(SimCluster.conditions(status("further"))).isEqualTo("Complete Finished Ready");
    assertThat(sent("further")).isEqualTo(first);
    assertThat(world.jobCount()).isEqualTo(3);

    apply("further", "2", "base");
    world.minutes(8);
    assertThat(sent("further")).isNotEqualTo(first);
    assertThat(world.jobCount()).isEqualTo(4);
  }
}
