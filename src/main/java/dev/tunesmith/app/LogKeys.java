package dev.tunesmith.app;

/**
 * The MDC keys of our log lines: fields of a JSON line's {@code mdc}, and what a query filters by.
 * The framework adds its own, {@code resource.namespace} and {@code resource.name} among them,
 * while it reconciles.
 */
public final class LogKeys {
  /** Namespace and name, {@code team-a/support-tone}. */
  public static final String TUNING_JOB = "tuningJob";

  /** The run, {@code spec.run}. */
  public static final String RUN = "run";

  /** The id of the create call's intent. */
  public static final String SUBMISSION = "submission";

  /** The service's name of the job. */
  public static final String VERTEX_JOB = "vertexJob";

  /** Project and location of a sweep. */
  public static final String SCOPE = "scope";

  private LogKeys() {}
}
