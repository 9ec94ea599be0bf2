package dev.tunesmith.vertex;

import java.util.Locale;

/** The calls of {@link TuningJobs}, as metrics, logs and tests name them. */
public enum Verb {
  /** {@link TuningJobs#create}. */
  CREATE,
  /** {@link TuningJobs#get}. */
  GET,
  /** {@link TuningJobs#list}. */
  LIST,
  /** {@link TuningJobs#cancel}. */
  CANCEL,
  /** {@link TuningJobs#model}. */
  MODEL;

  /**
   * The name in metrics and logs.
   *
   * @return the last part of the REST method's name, such as {@code create}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
