package dev.tunesmith.vertex.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Redactor;
import dev.tunesmith.vertex.TuningJobs.RewardReply;
import dev.tunesmith.vertex.TuningJobs.RewardScored;
import dev.tunesmith.vertex.TuningJobs.RewardWrong;
import dev.tunesmith.vertex.TuningJobs.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code ValidateReinforcementTuningRewardResponse} says. */
final class RewardAnswer {
  /**
   * The numbers of DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL and UNAVAILABLE in {@code
   * google.rpc.Code}: a scorer that could not be asked says nothing about its reward.
   */
  private static final Set<Integer> PASSING = Set.of(4, 8, 13, 14);

  private RewardAnswer() {}

  static RewardReply read(ObjectNode answer) {
    List<String> errors = new ArrayList<>();
    List<String> unasked = new ArrayList<>();
    List<String> rewards = new ArrayList<>();
    for (Map.Entry<String, JsonNode> reward : answer.path("rewardInfoDetails").properties()) {
      error("reward " + reward.getKey(), reward.getValue().path("errorStatus"), errors, unasked);
      rewards.add(reward.getKey() + " " + reward.getValue().path("reward").asText("0"));
    }
    error("the rewards", answer.path("errorStatus"), errors, unasked);
    if (errors.isEmpty() && unasked.isEmpty() && answer.hasNonNull("error")) {
      errors.add(answer.path("error").asText());
    }
    if (errors.isEmpty() && !unasked.isEmpty()) {
      return new Unknown(
          new Failure(
              Failure.Kind.SERVICE_UNAVAILABLE,
              CanonicalCode.UNAVAILABLE.name(),
              Redactor.clean(String.join("; ", unasked))));
    }
    String overall = "overall reward " + answer.path("overallReward").asText("0");
    return errors.isEmpty()
        ? new RewardScored(
            Redactor.clean(
                rewards.isEmpty() ? overall : overall + " (" + String.join(", ", rewards) + ")"))
        : new RewardWrong(Redactor.clean(String.join("; ", errors)));
  }

  private static void error(
      String what, JsonNode status, List<String> errors, List<String> unasked) {
    int code = status.path("code").asInt();
    if (code != 0 || status.hasNonNull("message")) {
      (PASSING.contains(code) ? unasked : errors)
          .add(what + ": " + status.path("message").asText("code " + code));
    }
  }
}
