package dev.tunesmith.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code tunesmith operator} as picocli fills them in: a mixin. They are all text
 * here, since picocli stops at the first one that does not convert; {@link #options} finds every
 * mistake at once.
 *
 * <p>Each has an environment variable, see {@link EnvironmentDefaults}.
 */
public final class OperatorFlags {
  /** Where Kubernetes tells a pod its namespace. */
  static final Path NAMESPACE_FILE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

  // ---- Vertex AI

  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "Google Cloud project of resources that name none. Without it each has to.")
  @Nullable String project;

  @Option(
      names = "--location",
      paramLabel = "REGION",
      defaultValue = "us-central1",
      description = "Region of resources that name none. Default: ${DEFAULT-VALUE}")
  String location = "";

  @Option(
      names = "--vertex-endpoint",
      paramLabel = "HOST:PORT",
      description = "Instead of Vertex AI's regional hosts: an emulator, or a private endpoint.")
  @Nullable String vertexEndpoint;

  @Option(
      names = "--vertex-plaintext",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      defaultValue = "false",
      description = "No TLS to --vertex-endpoint. Default: ${DEFAULT-VALUE}")
  String vertexPlaintext = "";

  @Option(
      names = "--vertex-credentials",
      paramLabel = "adc|none",
      defaultValue = "adc",
      description =
          "adc: Application Default Credentials; none: for an emulator. Default: ${DEFAULT-VALUE}")
  String vertexCredentials = "";

  @Option(
      names = "--create-deadline",
      paramLabel = "DURATION",
      defaultValue = "60s",
      description = "How long a create call may take. Default: ${DEFAULT-VALUE}")
  String createDeadline = "";

  @Option(
      names = "--call-deadline",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description = "How long any other call may take. Default: ${DEFAULT-VALUE}")
  String callDeadline = "";

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "Further certificate authorities to trust, in PEM: a proxy's, or a private endpoint's.")
  @Nullable String caFile;

  // ---- Kubernetes

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Without it: the pod's service account, or the usual files.")
  @Nullable String kubeconfig;

  @Option(
      names = "--watch-namespaces",
      paramLabel = "NAMESPACE",
      split = ",",
      description = "Only these, separated by commas. Without it: all.")
  List<String> watchNamespaces = List.of();

  @Option(
      names = "--instance-id",
      paramLabel = "ID",
      description =
          "Whose jobs these are, across clusters and restores. Without it: the UID of the namespace"
              + " kube-system.")
  @Nullable String instanceId;

  @Option(
      names = "--leader-elect",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Replicas elect a leader. Default: ${DEFAULT-VALUE}")
  String leaderElect = "";

  @Option(
      names = "--lease-name",
      paramLabel = "NAME",
      defaultValue = "tunesmith",
      description = "The leader's lease. Default: ${DEFAULT-VALUE}")
  String leaseName = "";

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAMESPACE",
      description = "The lease's namespace. Without it: $POD_NAMESPACE, the pod's own, default.")
  @Nullable String leaseNamespace;

  @Option(
      names = "--lease-duration",
      paramLabel = "DURATION",
      defaultValue = "15s",
      description =
          "How long after its last renewal another replica takes the lease. Default:"
              + " ${DEFAULT-VALUE}")
  String leaseDuration = "";

  @Option(
      names = "--lease-renew-deadline",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description =
          "How long after its last renewal the leader buys nothing more, and ends. Default:"
              + " ${DEFAULT-VALUE}")
  String leaseRenewDeadline = "";

  @Option(
      names = "--lease-retry-period",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description = "Between two renewals, or tries to take the lease. Default: ${DEFAULT-VALUE}")
  String leaseRetryPeriod = "";

  // ---- pace

  @Option(
      names = "--poll-interval",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "Between two looks at a location's jobs. Default: ${DEFAULT-VALUE}")
  String pollInterval = "";

  @Option(
      names = "--in-doubt-grace",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description =
          "How long to look for the job of a create that was not answered, before another is"
              + " created. Default: ${DEFAULT-VALUE}")
  String inDoubtGrace = "";

  @Option(
      names = "--cancel-bound",
      paramLabel = "DURATION",
      defaultValue = "10m",
      description =
          "How long a deleted resource waits until its cancelled job has ended. Default:"
              + " ${DEFAULT-VALUE}")
  String cancelBound = "";

  @Option(
      names = "--adoption-window",
      paramLabel = "DURATION",
      defaultValue = "90d",
      description =
          "How far back a job of the same manifest is looked for. Default: ${DEFAULT-VALUE}")
  String adoptionWindow = "";

  @Option(
      names = "--max-calls-per-minute",
      paramLabel = "NUMBER",
      defaultValue = "300",
      description = "Calls to Vertex AI per project. Default: ${DEFAULT-VALUE}")
  String maxCallsPerMinute = "";

  @Option(
      names = "--workers",
      paramLabel = "NUMBER",
      defaultValue = "10",
      description = "Resources reconciled at the same time. Default: ${DEFAULT-VALUE}")
  String workers = "";

  // ---- policy

  @Option(
      names = "--allow-project",
      paramLabel = "ID",
      split = ",",
      description =
          "A further project that any namespace may use; * stands for anything. Repeatable.")
  List<String> allowProjects = List.of();

  @Option(
      names = "--allow-service-account",
      paramLabel = "EMAIL",
      split = ",",
      description =
          "A service account that any namespace's jobs may run as; * stands for anything."
              + " Repeatable.")
  List<String> allowServiceAccounts = List.of();

  @Option(
      names = "--allow-kms-key",
      paramLabel = "NAME",
      split = ",",
      description =
          "A Cloud KMS key that any namespace's jobs may use; * stands for anything. Repeatable.")
  List<String> allowKmsKeys = List.of();

  // ---- process

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Of /healthz, /readyz and /metrics; 0 for any. Default: ${DEFAULT-VALUE}")
  String httpPort = "";

  @Option(
      names = "--log-format",
      paramLabel = "auto|json|text",
      defaultValue = "auto",
      description = "auto: text on a terminal, JSON elsewhere. Default: ${DEFAULT-VALUE}")
  String logFormat = "";

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "error, warn, info, debug or trace. Default: ${DEFAULT-VALUE}")
  String logLevel = "";

  @Option(
      names = "--shutdown-timeout",
      paramLabel = "DURATION",
      defaultValue = "90s",
      description = "How long work in flight may take after SIGTERM. Default: ${DEFAULT-VALUE}")
  String shutdownTimeout = "";

  /**
   * Checks everything.
   *
   * @param environment for {@code POD_NAMESPACE}; {@code System.getenv()} outside of tests
   * @return the checked options
   * @throws InvalidOptionsException with every mistake
   */
  public OperatorOptions options(Map<String, String> environment) {
    return new OptionsReader(this, environment, NAMESPACE_FILE).read();
  }
}
