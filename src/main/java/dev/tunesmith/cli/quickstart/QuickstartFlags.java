package dev.tunesmith.cli.quickstart;

import dev.tunesmith.app.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code tunesmith quickstart}: a mixin. */
final class QuickstartFlags {
  static final String ACCEPT = "--i-accept-that-jobs-are-billed";
  static final String BESIDE = "--beside-deployed-operator";
  static final String INSTALL_CRD = "--install-crd";

  @Parameters(
      paramLabel = "FILE",
      description =
          "Resources to run, files or folders. Without any: some of deploy/samples, one of each"
              + " kind of tuning. TunedModels run on the emulator alone.")
  List<Path> manifests = List.of();

  // ---- Kubernetes

  @Option(
      names = "--server",
      converter = ServerName.class,
      paramLabel = "auto|kube-apiserver|mock",
      description =
          "auto: a real kube-apiserver where its programs are ($KUBE_API_TEST_DIR, ~/.kubeapitest),"
              + " else a mock server in this process. Nothing is downloaded. Default: auto")
  Servers.Wanted server = Servers.Wanted.AUTO;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "An existing cluster, by its kubeconfig's current context, instead of --server.")
  @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Where the resources go. Without it: the kubeconfig's namespace, or default.")
  @Nullable String namespace;

  @Option(names = INSTALL_CRD, description = "Install or update the CRD in the cluster named.")
  boolean installCrd;

  @Option(
      names = BESIDE,
      description = "Go on although an operator is deployed in the cluster named.")
  boolean besideOperator;

  @Option(
      names = "--delete-afterwards",
      description =
          "Delete the resources of the manifests at the end, while an operator removes their"
              + " finalizers.")
  boolean deleteAfterwards;

  // ---- Vertex AI

  @Option(
      names = "--project",
      paramLabel = "ID",
      description =
          "A real Google Cloud project instead of the emulator. Needs manifests of your own,"
              + " credentials (gcloud auth application-default login) and "
              + ACCEPT
              + ".")
  @Nullable String project;

  @Option(
      names = "--location",
      paramLabel = "REGION",
      description = "Region of resources that name none. Default: ${DEFAULT-VALUE}")
  String location = "us-central1";

  @Option(names = ACCEPT, description = "With --project: yes, Google bills what is tuned.")
  boolean accepted;

  @Option(
      names = "--policy",
      description =
          "On the emulator, too, refuse what a deployed operator refuses: other projects, and"
              + " service accounts and keys that are not allowed here. With --project it is on.")
  boolean policy;

  @Option(
      names = "--allow-service-account",
      paramLabel = "EMAIL",
      description =
          "With --policy or --project: a service account that manifests may use. Repeatable.")
  Set<String> allowServiceAccounts = Set.of();

  @Option(
      names = "--allow-kms-key",
      paramLabel = "NAME",
      description =
          "With --policy or --project: a Cloud KMS key that manifests may use. Repeatable.")
  Set<String> allowKmsKeys = Set.of();

  @Option(
      names = "--instance-id",
      paramLabel = "ID",
      description =
          "Marks the jobs of this operator: with the same ID they are found again, and not created"
              + " again. Without it: the named cluster's, or quickstart.")
  @Nullable String instanceId;

  // ---- pace

  @Option(
      names = "--poll-interval",
      converter = Durations.class,
      paramLabel = "DURATION",
      description = "Interval between two reads of the jobs. Default: 1s, and 10s with --project")
  @Nullable Duration pollInterval;

  @Option(
      names = "--timeout",
      converter = Durations.class,
      paramLabel = "DURATION",
      description = "How long to wait for the jobs' end. Default: 2m, and 1d with --project")
  @Nullable Duration timeout;

  @Option(
      names = "--keep-running",
      description = "Go on at the end, until Ctrl-C: time for kubectl.")
  boolean keepRunning;

  @Option(
      names = "--details",
      description =
          "Show each change of each resource, and at the end what the service gave and loss"
              + " curves.")
  boolean details;

  @Option(names = "--verbose", description = "Show the operator's log.")
  boolean verbose;

  /** Whether jobs run on Google's side, and are billed. */
  boolean billed() {
    return project != null;
  }

  Duration pollInterval() {
    return pollInterval != null ? pollInterval : Duration.ofSeconds(billed() ? 10 : 1);
  }

  Duration timeout() {
    return timeout != null ? timeout : billed() ? Duration.ofDays(1) : Duration.ofMinutes(2);
  }

  /** Reads a server's name. */
  static final class ServerName implements ITypeConverter<Servers.Wanted> {
    @Override
    public Servers.Wanted convert(String value) {
      return switch (value) {
        case "auto" -> Servers.Wanted.AUTO;
        case "kube-apiserver" -> Servers.Wanted.KUBE_APISERVER;
        case "mock" -> Servers.Wanted.MOCK;
        default ->
            throw new TypeConversionException(
                "'" + value + "' is none of auto, kube-apiserver, mock");
      };
    }
  }
}
