package dev.tunesmith.lifecycle;

/**
 * The fields of log lines. A line about a resource, a job or a scope carries these as key-values of
 * SLF4J, {@code LOG.atInfo().addKeyValue(LogKeys.NAMESPACE, …)}, or in the MDC; in JSON each is a
 * field of its own.
 */
public final class LogKeys {
  /** The namespace of the resource. */
  public static final String NAMESPACE = "namespace";

  /** The name of the resource. */
  public static final String NAME = "name";

  /** The run, {@code spec.run}. */
  public static final String RUN = "run";

  /** The service's name of the job, {@code projects/…/tuningJobs/…}. */
  public static final String JOB = "job";

  /** The project and location of jobs, {@code projects/…/locations/…}. */
  public static final String SCOPE = "scope";

  private LogKeys() {}
}
