package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;

/**
 * The snapshots of a tuning: the mean loss falls from step to step towards a floor, with some noise
 * that follows from the seed and the model alone. There is one for each step, and of a very long
 * tuning about {@value #MOST}, evenly spaced and with the last one.
 */
record LossCurve(double first, double floor, String key, Seeded seeded) {
  private static final int MOST = 1000;
  // How much of the way to the floor is left at the end: e^-4.
  private static final double FALL = 4;
  private static final double NOISE = 0.08;
  private static final int FRACTIONS = 1 << 20;

  static LossCurve of(String key, Seeded seeded) {
    double first = 2 + 4 * fraction("loss-first:" + key, seeded);
    double floor = 0.05 + 0.3 * fraction("loss-floor:" + key, seeded);
    return new LossCurve(first, floor, key, seeded);
  }

  /** The mean loss after a part of the steps, 0 to 1. */
  private double meanLoss(int step, int totalSteps) {
    double part = (double) step / totalSteps;
    double noise = 1 + NOISE * (2 * fraction("loss:" + key + ":" + step, seeded) - 1);
    return (floor + (first - floor) * Math.exp(-FALL * part)) * noise;
  }

  /** The snapshots of the steps that are complete, in order. */
  ArrayNode snapshots(TunedModelRun run, Instant now) {
    int completed = run.completedSteps(now);
    int count = Math.min(completed, MOST);
    ArrayNode snapshots = Json.array();
    for (long number = 1; number <= count; number++) {
      int step = (int) (number * completed / count);
      snapshots
          .addObject()
          .put("step", step)
          .put("epoch", (step - 1) / run.stepsPerEpoch() + 1)
          .put("meanLoss", (float) meanLoss(step, run.totalSteps()))
          .put("computeTime", Json.timestamp(run.completed(step)));
    }
    return snapshots;
  }

  private static double fraction(String key, Seeded seeded) {
    return (double) seeded.between(0, FRACTIONS, key) / FRACTIONS;
  }
}
