package dev.tunesmith.app;

import dev.tunesmith.kube.ClusterClient;
import dev.tunesmith.leader.LeaderLease;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.InstrumentedTuningJobs;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tunesmith operator}: checks that it can work, then works until it is told to end. */
@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the operator. Every option can be given as an environment variable, too:"
          + " --poll-interval is TUNESMITH_POLL_INTERVAL."
    },
    exitCodeListHeading = "%nExit codes:%n")
public final class OperatorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorCommand.class);

  /**
   * Of one request to the API server, over some three seconds; the client's own ten would keep a
   * wrong kubeconfig secret for half a minute. Whatever still fails is tried again by its round.
   */
  private static final int CLIENT_RETRIES = 5;

  private final Map<String, String> environment;
  private final Clock clock;
  private final Uptime uptime;

  @Mixin private final OperatorFlags flags = new OperatorFlags();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  public OperatorCommand(Map<String, String> environment, Clock clock, Uptime uptime) {
    this.environment = environment;
    this.clock = clock;
    this.uptime = uptime;
  }

  @Override
  public Integer call() {
    OperatorOptions options;
    try {
      options = flags.options(environment);
    } catch (InvalidOptionsException e) {
      e.mistakes().forEach(mistake -> spec.commandLine().getErr().println(mistake));
      return ExitCode.USAGE.code();
    }
    Logging.configure(options.daemon().logFormat(), options.daemon().logLevel());
    try {
      return run(options).code();
    } catch (StartException e) {
      LOG.error("cannot start: {}", e.getMessage());
      return e.exitCode().code();
    } catch (IOException e) {
      LOG.error(
          "cannot serve /healthz on port {}: {}", options.daemon().httpPort(), e.getMessage());
      return ExitCode.FAILED.code();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.OK.code();
    }
  }

  private ExitCode run(OperatorOptions options)
      throws StartException, IOException, InterruptedException {
    trust(options.vertex().caFile());
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Duration patience = options.daemon().shutdownTimeout().plusSeconds(10);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(asked, ended, patience), "operator-end"));
    LeaderLease lead = new LeaderLease(OptionMeanings.lease(options.cluster()), clock, uptime);
    try (Metrics metrics = new Metrics(MetricsBridge.vocabulary());
        KubernetesClient client = client(options.cluster(), lead);
        GoogleTuningJobs google = new GoogleTuningJobs(OptionMeanings.vertex(options.vertex()))) {
      StartChecks checks = new StartChecks(client);
      CredentialsCheck credentials = CredentialsCheck.begin(google, options.vertex().location());
      String tooOld = checks.cluster();
      int port = options.daemon().httpPort();
      if (tooOld != null && !new DefinitionWait(tooOld, checks, metrics, port).isOver(asked)) {
        return ExitCode.OK;
      }
      credentials.await();
      String instanceId = instanceId(options.cluster(), checks);
      MetricsBridge bridge = new MetricsBridge(metrics, uptime);
      InstrumentedTuningJobs jobs =
          new InstrumentedTuningJobs(google, bridge, () -> uptime.now().toNanos());
      try (OperatorProcess process =
              new OperatorProcess(
                  client,
                  lead,
                  jobs,
                  OptionMeanings.settings(options, instanceId),
                  new OperatorProcess.Observers(
                      bridge,
                      bridge,
                      () -> halt(ExitCode.WATCH_LOST),
                      () -> halt(ExitCode.LOST_LEADERSHIP)),
                  clock,
                  uptime);
          HttpEndpoint http = new ProcessHealth(process, metrics, clock).serve(port)) {
        start(process);
        LOG.info(
            "watching {} as instance {}; default project {}, default location {}; port {}",
            options.cluster().watchNamespaces().isEmpty()
                ? "all namespaces"
                : options.cluster().watchNamespaces(),
            instanceId,
            options.vertex().project() == null ? "none" : options.vertex().project(),
            options.vertex().location(),
            http.port());
        asked.await();
        LOG.info("ending: no further create is sent, and what is under way is waited for");
      }
    } finally {
      ended.countDown();
    }
    return ExitCode.OK;
  }

  private static void trust(@Nullable Path caFile) throws StartException {
    if (caFile != null) {
      try {
        TrustedAuthorities.add(caFile);
      } catch (IOException e) {
        throw new StartException(ExitCode.USAGE, "--ca-file: " + e.getMessage());
      }
    }
  }

  private static void start(OperatorProcess process) throws StartException {
    try {
      process.start();
    } catch (OperatorException e) {
      throw new StartException(
          ExitCode.NO_CLUSTER, "the cluster refuses the operator: " + refusal(e));
    }
  }

  /** The API server's own words, which name the right that is missing; the framework wraps them. */
  private static String refusal(Throwable e) {
    Throwable cause = e;
    while (!(cause instanceof KubernetesClientException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof KubernetesClientException answer && answer.getStatus() != null
        ? answer.getStatus().getMessage()
        : String.valueOf(cause.getMessage());
  }

  /**
   * The JVM ends when its hooks have: this one lets a create in flight and the lease end well. By
   * itself the JVM would then tell 143, which Kubernetes shows as an error.
   */
  private static void end(CountDownLatch asked, CountDownLatch ended, Duration patience) {
    if (ended.getCount() == 0) {
      return; // not by a signal: the exit code is the command's
    }
    asked.countDown();
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("what was under way did not end within {}", patience);
        Runtime.getRuntime().halt(ExitCode.SHUTDOWN_TIMED_OUT.code());
      }
      Runtime.getRuntime().halt(ExitCode.OK.code());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** At once, without hooks: whatever they waited for could buy beside the new leader. */
  private static void halt(ExitCode exit) {
    Runtime.getRuntime().halt(exit.code());
  }

  private static KubernetesClient client(OperatorOptions.Cluster cluster, LeaderLease lead)
      throws StartException {
    Config config;
    try {
      config =
          cluster.kubeconfig() == null
              ? Config.autoConfigure(null)
              : Config.fromKubeconfig(Files.readString(cluster.kubeconfig()));
    } catch (IOException | RuntimeException e) {
      throw new StartException(
          ExitCode.NO_CLUSTER,
          "--kubeconfig " + cluster.kubeconfig() + " cannot be read: " + e.getMessage());
    }
    config.setRequestRetryBackoffLimit(CLIENT_RETRIES);
    return ClusterClient.open(config, lead);
  }

  private static String instanceId(OperatorOptions.Cluster cluster, StartChecks checks)
      throws StartException {
    String given = cluster.instanceId();
    return given != null ? given : checks.clusterId();
  }
}
