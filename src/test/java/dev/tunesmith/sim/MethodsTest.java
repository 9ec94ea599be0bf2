package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Verb;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is special about a method")
class MethodsTest {
  private final SimWorld world = new SimWorld();

  @Test
  @DisplayName("rewards that fail with the sample bar the create until the resource changes")
  void rewardFails() {
    world.cluster.apply(SimWorld.KEY, rewarded("raise ValueError()"));
    world.minutes(60);

    assertThat(world.jobCount()).isZero();
    assertThat(world.service.calls(Verb.REWARD)).isOne();
    assertThat(ready()).contains("RewardCheckFailed", "the code raised an error");

    world.cluster.apply(SimWorld.KEY, rewarded("return 1.0"));
    world.minutes(1);

    assertThat(world.jobCount()).isOne();
    assertThat(world.service.calls(Verb.REWARD)).isEqualTo(2);
  }

  @Test
  @DisplayName("rewards that cannot be tried wait, and the job is created once when they could be")
  void rewardUnknown() {
    Failure failure = Failures.of(Failure.Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE");
    world.service.failAlways(Verb.REWARD, failure);
    world.cluster.apply(SimWorld.KEY, rewarded("return 1.0"));
    world.minutes(3);

    assertThat(world.jobCount()).isZero();
    assertThat(ready()).contains("ServiceUnavailable", "rewards cannot be tried");

    world.service.heal();
    world.minutes(10);

    assertThat(world.jobCount()).isOne();
    assertThat(world.service.calls(Verb.CREATE)).isOne();
  }

  @Test
  @DisplayName("before a create in global the regions where its job may be are listed, too")
  void global() {
    world.cluster.apply(
        SimWorld.KEY,
        spec(
            """
            location: global
            run: "1"
            tuning:
              baseModel: google/gemma3@gemma-3-4b-it
              supervisedTuningSpec: {trainingDatasetUri: "gs://my-bucket/train.jsonl"}
              outputUri: gs://my-bucket/out
            """));
    world.minutes(1);

    assertThat(world.jobCount()).isOne();
    assertThat(world.service.calls(Verb.LIST)).isGreaterThanOrEqualTo(6);
  }

  private String ready() {
    return Serialization.asJson(world.status().conditions());
  }

  private static TuningJobSpec rewarded(String code) {
    return spec(
        """
        tuning:
          baseModel: gemini-3.5-flash
          reinforcementTuningSpec:
            trainingDatasetUri: gs://my-bucket/rl.jsonl
            singleRewardConfig:
              codeExecutionRewardScorer: {pythonCodeSnippet: "%s"}
        run: "1"
        rewardCheck:
          example: {contents: []}
          sampleResponse: {role: model}
        """
            .formatted(code));
  }

  private static TuningJobSpec spec(String yaml) {
    return Serialization.unmarshal(yaml, TuningJobSpec.class);
  }
}
