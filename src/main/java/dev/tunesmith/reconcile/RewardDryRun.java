package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.TuningJobs;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Tries the rewards of a job with its resource's sample. What the service says bars creates as a
 * refusal of one does: an error until the resource changes, an unknown answer for a pause.
 */
final class RewardDryRun {
  /** The call is free: an error that a person corrects elsewhere is noticed in the end. */
  private static final Duration AGAIN = Duration.ofDays(1);

  private RewardDryRun() {}

  /** The rewards in words; empty where creates are barred now. */
  static Optional<String> of(
      Situation in, JobController.Parts<?> parts, ResourceState state, long generation) {
    String body = Objects.requireNonNull(in.job().rewardCheck());
    TuningJobs.RewardReply reply = parts.service().checkReward(in.scope(), body);
    Duration now = parts.uptime().now();
    switch (reply) {
      case TuningJobs.RewardScored scored -> {
        state.rewardChecked(generation);
        return Optional.of("The rewards were tried with the sample: " + scored.rewards() + ".");
      }
      case TuningJobs.RewardWrong wrong ->
          state.refused(
              new Verdict.Refuse(
                  ConditionReason.REWARD_CHECK_FAILED,
                  "Nothing was created: the rewards fail with the sample in spec.rewardCheck: "
                      + wrong.message()
                      + ". Correct the reward or the sample.",
                  null),
              now.plus(AGAIN),
              generation);
      case TuningJobs.Unknown unknown -> {
        Failure failure = unknown.failure();
        Duration pause = parts.pause(failure.kind(), state.failures(generation));
        state.refused(
            new Verdict.Wait(
                failure.kind().reason(),
                "The rewards cannot be tried with the sample in spec.rewardCheck, and nothing is"
                    + " created until they are: "
                    + failure.message(),
                pause),
            now.plus(pause),
            generation);
      }
    }
    return Optional.empty();
  }
}
