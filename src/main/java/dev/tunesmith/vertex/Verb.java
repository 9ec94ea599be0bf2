package dev.tunesmith.vertex;

import java.util.Locale;

/** The calls of {@link TuningJobs}, as metrics, logs and tests name them. */
public enum Verb implements ServiceCall {
  /** {@link TuningJobs#create}. */
  CREATE,
  /** {@link TuningJobs#get}. */
  GET,
  /** {@link TuningJobs#list}. */
  LIST,
  /** {@link TuningJobs#cancel}. */
  CANCEL,
  /** {@link TuningJobs#model}. */
  MODEL,
  /** {@link TuningJobs#checkReward}. */
  REWARD;

  @Override
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean creates() {
    return this == CREATE;
  }

  @Override
  public Failure.Kind onNotFound() {
    return switch (this) {
      case CREATE -> Failure.Kind.NOT_FOUND;
      // The project does not exist, or the operator may not see it.
      case LIST -> Failure.Kind.PERMISSION_DENIED;
      // A get's NOT_FOUND is an answer, so only one that is not the service's comes here.
      case GET, CANCEL, MODEL, REWARD -> Failure.Kind.REQUEST_REJECTED;
    };
  }

  @Override
  public String notFoundWords() {
    return "the base model, the key, the bucket or the project of this job does not exist, or the"
        + " operator's identity may not see it; Vertex AI answered: ";
  }
}
