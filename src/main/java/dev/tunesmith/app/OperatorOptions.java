package dev.tunesmith.app;

import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.kind.tunedmodel.ModelPolicy;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import dev.tunesmith.kind.tuningjob.ModelTable;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.reconcile.JobController;
import dev.tunesmith.vertex.PollSchedule;
import dev.tunesmith.vertex.Transport;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code tunesmith operator}, valid: one that violates a rule cannot be made.
 *
 * @param policy the default project, and what namespaces may use beside it
 * @param models where the Gemini API is, and which hosts resources may name besides
 */
public record OperatorOptions(
    Vertex vertex,
    Cluster cluster,
    PolicyGate policy,
    ModelPolicy models,
    Pace pace,
    Controller controller,
    Telemetry telemetry) {

  /** Checks every rule, alone and together, and reports all violations at once. */
  public OperatorOptions {
    List<String> violations =
        OptionRules.violations(vertex, cluster, policy, models, pace, controller, telemetry);
    if (!violations.isEmpty()) {
      throw new InvalidOptionsException(violations);
    }
  }

  /** How controllers work, under the instance id that was given or found in the cluster. */
  JobController.Settings controllers(String instanceId) {
    return new JobController.Settings(
        instanceId,
        vertex.formerScopes(),
        new Timing(pace.createGrace(), pace.deletionDeadline()),
        new PollSchedule(pace.pollInterval(), pace.maxCallsPerMinute()));
  }

  /** How specs are read. */
  DesiredJobs desiredJobs() {
    return new DesiredJobs(policy.defaultProject(), vertex.location(), vertex.models());
  }

  /**
   * Vertex AI, and how to reach it.
   *
   * @param location of resources that name none, a region
   * @param formerScopes which resources without project or location may have jobs in, since an
   *     earlier default named them
   * @param restEndpoint {@code host:port} of the REST API where it is not the service's; null for
   *     none
   * @param storageEndpoint scheme, host and port of Cloud Storage
   * @param models what is documented of models
   * @param caFile further certificate authorities in PEM; null for the JVM's alone
   */
  public record Vertex(
      String location,
      Set<Scope> formerScopes,
      Transport transport,
      GoogleSettings service,
      @Nullable String restEndpoint,
      URI storageEndpoint,
      @Nullable Path caFile,
      ModelTable models) {
    /** Copies the set. */
    public Vertex {
      formerScopes = Set.copyOf(formerScopes);
    }
  }

  /**
   * Kubernetes, and how to reach it.
   *
   * @param kubeconfig null for the pod's service account, or the usual files
   * @param instanceId the label of this operator's jobs; null for the UID of namespace kube-system
   * @param lease null without leader election
   */
  public record Cluster(
      @Nullable Path kubeconfig, @Nullable String instanceId, @Nullable LeaseSettings lease) {}

  /**
   * How often and how long.
   *
   * @param pollInterval between two reads of the active jobs of a scope
   * @param createGrace how long after a create whose outcome is unknown its job may still turn up
   * @param deletionDeadline how long a deleted resource waits for its cancelled jobs to end
   * @param maxCallsPerMinute to Vertex AI, per project
   */
  public record Pace(
      Duration pollInterval,
      Duration createGrace,
      Duration deletionDeadline,
      int maxCallsPerMinute) {}

  /**
   * How resources are watched and reconciled.
   *
   * @param namespaces the watched ones; empty for all
   * @param workers how many resources of each kind are reconciled at the same time
   * @param shutdownTimeout how long a shutdown waits for work in flight, a create among it
   * @param ttlAfterFinished whether resources are deleted by spec.ttlSecondsAfterFinished
   */
  public record Controller(
      Set<String> namespaces, int workers, Duration shutdownTimeout, boolean ttlAfterFinished) {
    /** Copies the set. */
    public Controller {
      namespaces = Set.copyOf(namespaces);
    }
  }

  /**
   * What the process shows of itself.
   *
   * @param httpPort of probes and metrics; 0 for any free one
   */
  public record Telemetry(int httpPort, LogFormat logFormat, LogLevel logLevel) {}

  /** How log lines look. */
  public enum LogFormat {
    /** Text on a terminal, JSON elsewhere. */
    AUTO,
    /** One JSON object per line. */
    JSON,
    /** One readable line. */
    TEXT
  }

  /** The least severe level that is logged; libraries are a level quieter at {@code INFO}. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }
}
