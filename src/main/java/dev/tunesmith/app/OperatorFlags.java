package dev.tunesmith.app;

import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.kind.tunedmodel.ModelPolicy;
import dev.tunesmith.kind.tuningjob.ModelTable;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.leader.LeaseTiming;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.Transport;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code tunesmith operator} as picocli reads them: a mixin. Each has an environment
 * variable, {@code TUNESMITH_POLL_INTERVAL} for {@code --poll-interval}: the command line wins over
 * it, and it over the default. A blank variable counts as unset, since templates often leave one.
 */
@SuppressWarnings("NullAway.Init") // picocli sets every field that has a default value
public final class OperatorFlags {
  // ---- Vertex AI

  @Option(
      names = "--project",
      paramLabel = "ID",
      description =
          "Google Cloud project of resources that name none. Without it each has to name one.")
  private @Nullable String project;

  @Option(
      names = "--location",
      paramLabel = "REGION",
      defaultValue = "us-central1",
      description = "Region of resources that name none. Default: ${DEFAULT-VALUE}")
  private String location;

  @Option(
      names = "--former-scope",
      paramLabel = "PROJECT/LOCATION",
      split = ",",
      converter = OptionParser.ScopeName.class,
      description =
          "An earlier value of --project and --location. The operator also lists its jobs, so that"
              + " none of them is lost or created again. Repeatable.")
  private Set<Scope> formerScopes = Set.of();

  @Option(
      names = "--vertex-transport",
      paramLabel = "auto|grpc|rest",
      defaultValue = "auto",
      description =
          "Which API of Vertex AI the operator calls. auto: gRPC for creates and cancels that it"
              + " can express, and REST for the rest. Default: ${DEFAULT-VALUE}")
  private Transport vertexTransport;

  @Option(
      names = "--vertex-endpoint",
      paramLabel = "HOST:PORT",
      description =
          "Endpoint instead of Vertex AI's regional hosts: an emulator, or a private endpoint.")
  private @Nullable String vertexEndpoint;

  @Option(
      names = "--vertex-rest-endpoint",
      paramLabel = "HOST:PORT",
      description =
          "The REST API's, where it is another one than --vertex-endpoint, as an emulator's. With"
              + " --vertex-endpoint alone, --vertex-transport=auto calls by gRPC only.")
  private @Nullable String vertexRestEndpoint;

  @Option(
      names = "--storage-endpoint",
      paramLabel = "URL",
      defaultValue = ObjectStore.SERVICE,
      description =
          "Where Cloud Storage is, for spec.retention.artifacts: scheme, host and at most a port."
              + " Default: ${DEFAULT-VALUE}")
  private URI storageEndpoint;

  @Option(
      names = "--models-file",
      paramLabel = "FILE",
      converter = ModelTables.class,
      description =
          "Table of models, adapters and places per tuning method in place of the packaged one,"
              + " such as a mounted ConfigMap. It warns and never refuses.")
  private @Nullable ModelTable models;

  @Option(
      names = "--vertex-plaintext",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Connect to --vertex-endpoint without TLS. Default: ${DEFAULT-VALUE}")
  private boolean vertexPlaintext;

  @Option(
      names = "--vertex-credentials",
      paramLabel = "adc|none",
      defaultValue = "adc",
      description =
          "adc: Application Default Credentials. none: for an emulator. Default: ${DEFAULT-VALUE}")
  private GoogleSettings.Credentials vertexCredentials;

  @Option(
      names = "--create-deadline",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "60s",
      description = "How long a create call may take. Default: ${DEFAULT-VALUE}")
  private Duration createDeadline;

  @Option(
      names = "--call-deadline",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "30s",
      description = "How long any other call may take. Default: ${DEFAULT-VALUE}")
  private Duration callDeadline;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      converter = OptionParser.ReadableFile.class,
      description =
          "Further certificate authorities to trust, in PEM: a proxy's, or a private endpoint's.")
  private @Nullable Path caFile;

  // ---- Kubernetes

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Without it: the pod's service account, or the usual files.")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--watch-namespaces",
      paramLabel = "NAMESPACE",
      split = ",",
      description = "The namespaces to watch, separated by commas. Without it: all.")
  private Set<String> watchNamespaces = Set.of();

  @Option(
      names = "--instance-id",
      paramLabel = "ID",
      description =
          "Marks the jobs of this operator, also across clusters and restores. One cluster per ID."
              + " Without it: the UID of the namespace kube-system.")
  private @Nullable String instanceId;

  @Option(
      names = "--leader-elect",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Elect a leader among the replicas. Default: ${DEFAULT-VALUE}")
  private boolean leaderElect;

  @Option(
      names = "--lease-name",
      paramLabel = "NAME",
      defaultValue = "tunesmith",
      description = "The Lease of leader election. Default: ${DEFAULT-VALUE}")
  private String leaseName;

  @Option(
      names = "--lease-namespace",
      paramLabel = "NAMESPACE",
      description =
          "The namespace of the Lease. Without it: $POD_NAMESPACE, the pod's own, or default.")
  private @Nullable String leaseNamespace;

  @Option(
      names = "--lease-duration",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "15s",
      description =
          "Time after the last renewal at which another replica may take the Lease. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration leaseDuration;

  @Option(
      names = "--lease-renew-deadline",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "10s",
      description =
          "Time after the last renewal at which the leader stops creating jobs and exits. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration leaseRenewDeadline;

  @Option(
      names = "--lease-retry-period",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "2s",
      description =
          "Interval between two renewals, or two attempts to take the Lease. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration leaseRetryPeriod;

  @Option(
      names = "--workers",
      paramLabel = "NUMBER",
      defaultValue = "10",
      description =
          "How many resources of each kind are reconciled at the same time. Default:"
              + " ${DEFAULT-VALUE}")
  private int workers;

  // ---- pace

  @Option(
      names = "--poll-interval",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "10s",
      description =
          "Interval between two reads of the active jobs of a project and location. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration pollInterval;

  @Option(
      names = "--create-grace",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "2m",
      description =
          "How long a job may be missing in listings after a create whose outcome is unknown. The"
              + " operator creates another job only after that time. More than 10s and"
              + " --create-deadline together. Default: ${DEFAULT-VALUE}")
  private Duration createGrace;

  @Option(
      names = "--deletion-deadline",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "10m",
      description =
          "How long a deleted resource waits for its cancelled jobs to end. Then the operator"
              + " removes the finalizer without confirmation. Default: ${DEFAULT-VALUE}")
  private Duration deletionDeadline;

  @Option(
      names = "--max-calls-per-minute",
      paramLabel = "NUMBER",
      defaultValue = "300",
      description =
          "Calls per minute that list and read the jobs of a project; creates and cancels are not"
              + " counted. Default: ${DEFAULT-VALUE}")
  private int maxCallsPerMinute;

  // ---- Gemini API

  @Option(
      names = "--gemini-endpoint",
      paramLabel = "URL",
      defaultValue = "https://generativelanguage.googleapis.com",
      description =
          "Where the Gemini API is, for TunedModels that name no endpoint. Default:"
              + " ${DEFAULT-VALUE}")
  private URI geminiEndpoint;

  @Option(
      names = "--allow-gemini-host",
      paramLabel = "HOST",
      split = ",",
      description =
          "A host that TunedModels may name in spec.endpoint, beside the default. Repeatable.")
  private Set<String> allowGeminiHosts = Set.of();

  // ---- policy

  @Option(
      names = "--allow-project",
      paramLabel = "ID",
      split = ",",
      description =
          "A further project that every namespace may use; * stands for anything. Repeatable.")
  private Set<String> allowProjects = Set.of();

  @Option(
      names = "--allow-service-account",
      paramLabel = "EMAIL",
      split = ",",
      description =
          "A service account that jobs of every namespace may run as; * stands for anything."
              + " Repeatable.")
  private Set<String> allowServiceAccounts = Set.of();

  @Option(
      names = "--allow-kms-key",
      paramLabel = "NAME",
      split = ",",
      description =
          "A Cloud KMS key that jobs of every namespace may use; * stands for anything."
              + " Repeatable.")
  private Set<String> allowKmsKeys = Set.of();

  @Option(
      names = "--ttl-after-finished",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Delete resources by their spec.ttlSecondsAfterFinished; needs the verb delete on them."
              + " Default: ${DEFAULT-VALUE}")
  private boolean ttlAfterFinished;

  // ---- the process

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "Port of /healthz, /readyz and /metrics; 0 for any free one. Default: ${DEFAULT-VALUE}")
  private int httpPort;

  @Option(
      names = "--log-format",
      paramLabel = "auto|json|text",
      defaultValue = "auto",
      description = "auto: text on a terminal, JSON elsewhere. Default: ${DEFAULT-VALUE}")
  private LogFormat logFormat;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "error, warn, info, debug or trace. Default: ${DEFAULT-VALUE}")
  private LogLevel logLevel;

  @Option(
      names = "--shutdown-timeout",
      paramLabel = "DURATION",
      converter = Durations.class,
      defaultValue = "90s",
      description = "How long work in flight may take after SIGTERM. Default: ${DEFAULT-VALUE}")
  private Duration shutdownTimeout;

  /**
   * The options in the fields.
   *
   * @throws InvalidOptionsException with every rule that they violate
   */
  OperatorOptions options(Map<String, String> environment, Path namespaceFile) {
    return new OperatorOptions(
        new OperatorOptions.Vertex(
            location,
            formerScopes,
            vertexTransport,
            new GoogleSettings(
                vertexEndpoint, vertexPlaintext, vertexCredentials, createDeadline, callDeadline),
            vertexRestEndpoint,
            storageEndpoint,
            caFile,
            models == null ? ModelTables.packaged() : models),
        new OperatorOptions.Cluster(
            kubeconfig, instanceId, leaderElect ? lease(environment, namespaceFile) : null),
        new PolicyGate(
            project, clean(allowProjects), clean(allowServiceAccounts), clean(allowKmsKeys)),
        new ModelPolicy(geminiEndpoint, clean(allowGeminiHosts)),
        new OperatorOptions.Pace(pollInterval, createGrace, deletionDeadline, maxCallsPerMinute),
        new OperatorOptions.Controller(
            clean(watchNamespaces), workers, shutdownTimeout, ttlAfterFinished),
        new OperatorOptions.Telemetry(httpPort, logFormat, logLevel));
  }

  private LeaseSettings lease(Map<String, String> environment, Path namespaceFile) {
    return new LeaseSettings(
        leaseNamespace != null ? leaseNamespace : ownNamespace(environment, namespaceFile),
        leaseName,
        UUID.randomUUID().toString(),
        new LeaseTiming(leaseDuration, leaseRenewDeadline, leaseRetryPeriod));
  }

  private static String ownNamespace(Map<String, String> environment, Path namespaceFile) {
    String own = environment.getOrDefault("POD_NAMESPACE", "");
    if (!own.isBlank()) {
      return own.strip();
    }
    try {
      return Files.readString(namespaceFile).strip();
    } catch (IOException e) {
      return "default"; // not in a pod
    }
  }

  /** Templates leave spaces and empty parts between commas. */
  private static Set<String> clean(Set<String> values) {
    return values.stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
