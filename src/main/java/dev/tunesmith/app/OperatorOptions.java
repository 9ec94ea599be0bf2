package dev.tunesmith.app;

import dev.tunesmith.leader.LeaseTiming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tunesmith operator} was told, checked. Made by {@link OperatorFlags#options}.
 *
 * @param vertex how to reach Vertex AI
 * @param cluster how to reach Kubernetes, and what to watch there
 * @param pace how often and how long
 * @param policy what a namespace may use beyond the default project
 * @param daemon everything about the process itself
 */
public record OperatorOptions(
    Vertex vertex, Cluster cluster, Pace pace, Policy policy, Daemon daemon) {

  /**
   * How long after the write of its intent a create may be sent (design, section 3, rule 3). Not an
   * option: the length of the in-doubt grace is reckoned from it by every replica.
   */
  public static final Duration SEND_WINDOW = Duration.ofSeconds(10);

  /**
   * How to reach Vertex AI.
   *
   * @param project the default project's id; null when every resource has to name one
   * @param location the default location, a region
   * @param endpoint {@code host:port} instead of the regional hosts; null for those
   * @param plaintext no TLS; only with an endpoint, and without credentials
   * @param credentials false for none (an emulator), true for Application Default Credentials
   * @param createDeadline of a create
   * @param callDeadline of any other call
   * @param caFile further certificate authorities in PEM; null for the JVM's alone
   */
  public record Vertex(
      @Nullable String project,
      String location,
      @Nullable String endpoint,
      boolean plaintext,
      boolean credentials,
      Duration createDeadline,
      Duration callDeadline,
      @Nullable Path caFile) {}

  /**
   * How to reach Kubernetes.
   *
   * @param kubeconfig the file; null for the usual search
   * @param watchNamespaces empty for all
   * @param instanceId whose markers these are; null for the UID of the namespace {@code
   *     kube-system}
   * @param leaderElection whether replicas elect a leader
   * @param leaseName the lease's name
   * @param leaseNamespace its namespace
   * @param leaseTiming how long it lasts
   */
  public record Cluster(
      @Nullable Path kubeconfig,
      Set<String> watchNamespaces,
      @Nullable String instanceId,
      boolean leaderElection,
      String leaseName,
      String leaseNamespace,
      LeaseTiming leaseTiming) {
    /** Copies the set. */
    public Cluster {
      watchNamespaces = Set.copyOf(watchNamespaces);
    }
  }

  /**
   * How often and how long.
   *
   * @param pollInterval between two sweeps of a scope
   * @param inDoubtGrace how long a create in doubt is looked for; longer than {@link #SEND_WINDOW}
   *     and the create's deadline together
   * @param cancelBound how long a deleted resource waits for its job's end
   * @param adoptionWindow how far back a job is looked for by marker
   * @param maxCallsPerMinute to Vertex AI, per project
   * @param workers reconciles at the same time
   */
  public record Pace(
      Duration pollInterval,
      Duration inDoubtGrace,
      Duration cancelBound,
      Duration adoptionWindow,
      int maxCallsPerMinute,
      int workers) {}

  /**
   * What a namespace may use beyond the default project (design, section 8): names, or patterns in
   * which {@code *} stands for anything.
   *
   * @param projects other projects
   * @param serviceAccounts accounts that jobs may run as
   * @param kmsKeys keys
   */
  public record Policy(Set<String> projects, Set<String> serviceAccounts, Set<String> kmsKeys) {
    /** Copies the sets. */
    public Policy {
      projects = Set.copyOf(projects);
      serviceAccounts = Set.copyOf(serviceAccounts);
      kmsKeys = Set.copyOf(kmsKeys);
    }
  }

  /**
   * The process itself.
   *
   * @param httpPort of probes and metrics; 0 for any free one
   * @param logFormat how log lines look
   * @param logLevel of our own loggers
   * @param shutdownTimeout how long work in flight may take after SIGTERM
   */
  public record Daemon(
      int httpPort, LogFormat logFormat, LogLevel logLevel, Duration shutdownTimeout) {}

  /** How log lines look. */
  public enum LogFormat {
    /** Text on a terminal, JSON elsewhere. */
    AUTO,
    /** One JSON object per line. */
    JSON,
    /** One readable line. */
    TEXT
  }

  /** From which level on our own loggers speak. */
  public enum LogLevel {
    /** Faults only. */
    ERROR,
    /** And what may need a look. */
    WARN,
    /** And what happened. */
    INFO,
    /** And why; also the libraries' words. */
    DEBUG,
    /** Everything. */
    TRACE
  }
}
