package dev.tunesmith.gitops;

import java.nio.file.Path;
import java.util.Locale;

/**
 * What a TuningJob can be in, and what each tool has to make of it. For each there is a file in
 * {@code testdata/}: the resource as the operator wrote it on a real API server.
 */
public enum Situation {
  NOT_SEEN("Progressing", "InProgress", "InProgress", false),
  EDITED_NOT_SEEN("Progressing", "InProgress", "InProgress", false),
  QUEUED("Progressing", "InProgress", "InProgress", false),
  PENDING("Progressing", "InProgress", "InProgress", false),
  RUNNING("Progressing", "InProgress", "InProgress", false),
  PAUSED("Progressing", "InProgress", "InProgress", false),
  UPDATING("Progressing", "InProgress", "InProgress", false),
  CANCELLING("Progressing", "InProgress", "InProgress", false),
  UNHEARD_OF("Progressing", "InProgress", "InProgress", false),
  UNSPECIFIED("Progressing", "InProgress", "InProgress", false),
  SUCCEEDED("Healthy", "Current", "Current", true),
  PARTIALLY_SUCCEEDED("Healthy", "Current", "Current", true),
  PARTIALLY_SUCCEEDED_WITHOUT_ENDPOINT("Degraded", "Failed", "Failed", true),
  FAILED("Degraded", "Failed", "Failed", true),
  EXPIRED("Degraded", "Failed", "Failed", true),
  CANCELLED("Degraded", "Failed", "Failed", true),
  MODEL_GONE("Degraded", "Failed", "Failed", true),
  JOB_LOST("Degraded", "Failed", "Failed", true),
  REFUSED_BY_THE_SERVICE("Degraded", "Failed", "Failed", false),
  UNKNOWN_FIELD("Degraded", "Failed", "Failed", false),
  POLICY_VIOLATION("Degraded", "Failed", "Failed", false),
  MARKER_NOT_KEPT("Degraded", "Failed", "Failed", false),
  OUTCOME_UNKNOWN("Progressing", "InProgress", "InProgress", false),
  PERMISSION_DENIED("Progressing", "InProgress", "InProgress", false),
  QUOTA_EXCEEDED("Progressing", "InProgress", "InProgress", false),
  OUT_OF_SIGHT("Progressing", "InProgress", "InProgress", false),
  SUSPENDED("Suspended", "InProgress", "InProgress", false),
  DELETING("Progressing", "Terminating", "InProgress", false);

  private static final Path FOLDER = ArgoCd.FOLDER.resolve("testdata");

  private final String argoCd;
  private final String kstatus;
  private final String flux;
  private final boolean rerun;

  Situation(String argoCd, String kstatus, String flux, boolean rerun) {
    this.argoCd = argoCd;
    this.kstatus = kstatus;
    this.flux = flux;
    this.rerun = rerun;
  }

  /** The health in Argo CD. */
  public String argoCd() {
    return argoCd;
  }

  /** The status by kstatus' algorithm. */
  public String kstatus() {
    return kstatus;
  }

  /** The status by Flux' expressions. */
  public String flux() {
    return flux;
  }

  /** Whether Argo CD offers to run again: only where the current run is known to be over. */
  public boolean offersRerun() {
    return rerun;
  }

  /**
   * A name for a resource that is in it.
   *
   * @return such as {@code not-seen}
   */
  public String resourceName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The resource as the operator wrote it. */
  public Path file() {
    return FOLDER.resolve(resourceName() + ".yaml");
  }
}
