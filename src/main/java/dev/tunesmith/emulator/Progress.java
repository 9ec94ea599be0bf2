package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a job's training has come: {@code tuningJobState} and {@code tuningJobMetadata} of
 * v1beta1. Like the state it follows from the timeline and the clock alone. It stands still once
 * the job is cancelled or has ended.
 *
 * @param stage what the job does, or did last
 * @param trained the part of the training steps that is complete, 0 to 1
 */
record Progress(Stage stage, double trained) {

  /** The detailed states in the order in which a job passes through them. */
  enum Stage {
    WAITING_FOR_QUOTA(0.03),
    PROCESSING_DATASET(0.15),
    WAITING_FOR_CAPACITY(0.2),
    TUNING(0.95),
    POST_PROCESSING(1);

    /** The part of the whole run at which the stage ends. */
    private final double end;

    Stage(double end) {
      this.end = end;
    }

    String apiName() {
      return "TUNING_JOB_STATE_" + name();
    }
  }

  /** The progress at an instant; empty before the job first ran. */
  static Optional<Progress> of(Timeline timeline, Instant now) {
    return timeline
        .started(now)
        .map(
            started -> {
              Instant until = timeline.stopped(now).orElse(now);
              return of(part(started, until, timeline.expectedEnd()), timeline.endless());
            });
  }

  /** A job that never ends never gets beyond training. */
  private static Progress of(double part, boolean endless) {
    double begin = Stage.WAITING_FOR_CAPACITY.end;
    double trained = Math.clamp((part - begin) / (Stage.TUNING.end - begin), 0, 1);
    Stage stage = Stage.POST_PROCESSING;
    for (Stage candidate : Stage.values()) {
      if (part < candidate.end) {
        stage = candidate;
        break;
      }
    }
    return endless && stage == Stage.POST_PROCESSING
        ? new Progress(Stage.TUNING, Math.nextDown(1.0))
        : new Progress(stage, trained);
  }

  private static double part(Instant started, Instant until, Instant expectedEnd) {
    long whole = Duration.between(started, expectedEnd).toNanos();
    long done = Duration.between(started, until).toNanos();
    return whole <= 0 || done >= whole ? 1 : (double) done / whole;
  }

  /** Whether the statistics of the dataset are known. */
  boolean datasetProcessed() {
    return stage.compareTo(Stage.PROCESSING_DATASET) > 0;
  }

  /**
   * {@code TuningJobMetadata}; zeros are left out. The reference documents the step count for
   * multi-step reinforcement tuning; here every job has it.
   */
  ObjectNode metadata(Training training) {
    long steps = (long) (trained * training.steps());
    long epochs = steps / training.stepsPerEpoch();
    ObjectNode metadata = Json.object();
    if (epochs > 0) {
      metadata.put("completedEpochCount", Long.toString(epochs));
    }
    if (steps > 0) {
      metadata.put("completedStepCount", Long.toString(steps));
    }
    return metadata;
  }
}
