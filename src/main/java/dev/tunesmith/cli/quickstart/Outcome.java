package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.JobStatus;
import dev.tunesmith.api.v1alpha1.tuningjob.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;
import java.util.stream.Stream;

/** How a resource stands, by its conditions and not by its job's state. */
enum Outcome {
  /** The tuned model can be used. */
  COMPLETE,
  /** It ended without a usable model. */
  FAILED,
  /** A person has to do something. */
  STALLED,
  /** It is held, free of charge. */
  SUSPENDED,
  /** It is under way. */
  UNDER_WAY;

  static Outcome of(TuningJob job) {
    if (isTrue(job, Conditions.COMPLETE)) {
      return COMPLETE;
    }
    if (isTrue(job, Conditions.FAILED)) {
      return FAILED;
    }
    if (isTrue(job, Conditions.STALLED)) {
      return STALLED;
    }
    return isTrue(job, Conditions.SUSPENDED) ? SUSPENDED : UNDER_WAY;
  }

  /** Whether nothing more will happen by itself. */
  boolean isEnd() {
    return this != UNDER_WAY;
  }

  /** One line about a resource. */
  static String line(TuningJob job) {
    Outcome outcome = of(job);
    String name = job.getMetadata().getName();
    return switch (outcome) {
      case COMPLETE -> name + ": Complete, " + result(job);
      case FAILED -> name + ": Failed, " + why(job);
      case STALLED -> name + ": Stalled, " + why(job);
      case SUSPENDED -> name + ": Suspended, no job was created";
      case UNDER_WAY -> name + ": not at its end, " + why(job);
    };
  }

  /** An open model is not deployed. */
  private static String result(TuningJob job) {
    Optional<JobStatus> seen = Optional.ofNullable(job.getStatus()).map(TuningJobStatus::job);
    return seen.map(JobStatus::tunedModel)
        .map(TunedModel::endpoint)
        .map(endpoint -> "endpoint " + endpoint)
        .or(() -> seen.map(JobStatus::outputUri).map(folder -> "artefacts in " + folder))
        .orElse("endpoint none");
  }

  private static String why(TuningJob job) {
    return condition(job, Conditions.READY)
        .map(ready -> ready.getReason() + ": " + ready.getMessage())
        .orElse("the operator has not seen it yet");
  }

  /** A condition that speaks of the present spec. */
  private static boolean isTrue(TuningJob job, String type) {
    Long now = job.getMetadata().getGeneration();
    return condition(job, type)
        .filter(condition -> "True".equals(condition.getStatus()))
        .map(Condition::getObservedGeneration)
        .filter(seen -> now == null || seen >= now)
        .isPresent();
  }

  static Optional<Condition> condition(TuningJob job, String type) {
    return Stream.ofNullable(job.getStatus())
        .flatMap(status -> status.conditions().stream())
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }
}
