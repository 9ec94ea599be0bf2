package dev.tunesmith.vertex.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.vertex.Redactor;
import dev.tunesmith.vertex.TuningJobs.RewardReply;
import dev.tunesmith.vertex.TuningJobs.RewardScored;
import dev.tunesmith.vertex.TuningJobs.RewardWrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code ValidateReinforcementTuningRewardResponse} says. */
final class RewardAnswer {
  private RewardAnswer() {}

  static RewardReply read(ObjectNode answer) {
    List<String> errors = new ArrayList<>();
    List<String> rewards = new ArrayList<>();
    for (Map.Entry<String, JsonNode> reward : answer.path("rewardInfoDetails").properties()) {
      error("reward " + reward.getKey(), reward.getValue().path("errorStatus"), errors);
      rewards.add(reward.getKey() + " " + reward.getValue().path("reward").asText("0"));
    }
    error("the rewards", answer.path("errorStatus"), errors);
    if (errors.isEmpty() && answer.hasNonNull("error")) {
      errors.add(answer.path("error").asText());
    }
    String overall = "overall reward " + answer.path("overallReward").asText("0");
    return errors.isEmpty()
        ? new RewardScored(
            Redactor.clean(
                rewards.isEmpty() ? overall : overall + " (" + String.join(", ", rewards) + ")"))
        : new RewardWrong(Redactor.clean(String.join("; ", errors)));
  }

  private static void error(String what, JsonNode status, List<String> errors) {
    if (status.path("code").asInt() != 0 || status.hasNonNull("message")) {
      errors.add(what + ": " + status.path("message").asText("code " + status.path("code")));
    }
  }
}
