package dev.tunesmith.app;

import dev.tunesmith.kube.ApiServerLink;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.InstrumentedTuningJobs;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tunesmith operator}: checks that it can work, then works until it is asked to stop. */
@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Runs the operator.",
    exitCodeListHeading = "%nExit codes:%n",
    footerHeading = "%nEnvironment variables:%n",
    footer = {
      "  TUNESMITH_POLL_INTERVAL         value of --poll-interval; each option has one",
      "  GOOGLE_APPLICATION_CREDENTIALS  file with credentials of Google Cloud",
      "  KUBECONFIG                      instead of --kubeconfig, outside of a cluster",
      "  POD_NAMESPACE                   instead of --lease-namespace%n"
    })
public final class OperatorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorCommand.class);

  private static final Duration HEAP_CHECK = Duration.ofSeconds(5);

  private final Map<String, String> environment;
  private final Clock clock;
  private final Uptime uptime;

  @Mixin private final OperatorFlags flags = new OperatorFlags();

  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  @Spec
  private CommandSpec spec;

  private OperatorCommand(Map<String, String> environment, Clock clock, Uptime uptime) {
    this.environment = environment;
    this.clock = clock;
    this.uptime = uptime;
  }

  /** The command, whose options can also be given by the environment. */
  public static CommandLine commandLine(
      Map<String, String> environment, Clock clock, Uptime uptime, IFactory factory) {
    CommandLine command = new CommandLine(new OperatorCommand(environment, clock, uptime), factory);
    command.getCommandSpec().usageMessage().exitCodeList(ExitCode.list());
    return UsageErrors.configured(OptionParser.configured(command, environment));
  }

  @Override
  public Integer call() {
    OperatorOptions options;
    try {
      options =
          OptionParser.options(
              flags, spec.commandLine().getParseResult(), environment, OptionParser.NAMESPACE_FILE);
    } catch (InvalidOptionsException e) {
      e.violations().forEach(violation -> spec.commandLine().getErr().println(violation));
      return ExitCode.USAGE.code();
    }
    Logging.configure(options.telemetry().logFormat(), options.telemetry().logLevel());
    try {
      return run(options).code();
    } catch (StartException e) {
      LOG.error("cannot start: {}", e.getMessage());
      return e.exitCode().code();
    } catch (IOException e) {
      LOG.error(
          "cannot start: --http-port: port {} cannot be used ({}); end the process that uses it, or"
              + " give another port, 0 for any free one",
          options.telemetry().httpPort(),
          e.getMessage());
      return ExitCode.PORT_UNUSABLE.code();
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
    Duration patience = options.controller().shutdownTimeout().plusSeconds(10);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(asked, ended, patience), "operator-end"));
    Metrics metrics = new Metrics();
    List<Kinds.Kind<?>> kinds = Kinds.all(options, clock, metrics);
    Set<String> collections =
        Framework.watchedCollections(Kinds.types(kinds), options.controller().namespaces());
    try (metrics;
        ApiServerLink link = link(options.cluster().kubeconfig(), collections);
        VertexClients vertex =
            new VertexClients(
                options.vertex().transport(),
                options.vertex().service(),
                options.vertex().restEndpoint())) {
      StartChecks checks = new StartChecks(link.client());
      CredentialsCheck credentials = CredentialsCheck.begin(vertex, options.vertex().location());
      String tooOld = checks.cluster();
      int port = options.telemetry().httpPort();
      if (tooOld != null && !new CrdWait(tooOld, checks, metrics, port).isOver(asked)) {
        return ExitCode.OK;
      }
      checks.watchable(collections);
      credentials.await();
      String instanceId = instanceId(options.cluster(), checks);
      InstrumentedTuningJobs jobs =
          new InstrumentedTuningJobs(
              vertex.tuningJobs(), metrics.vertex(), () -> uptime.now().toNanos());
      try (OperatorProcess process =
              new OperatorProcess(
                  link.client(),
                  options.cluster().lease(),
                  jobs,
                  vertex.endpoints(),
                  options,
                  kinds,
                  instanceId,
                  new OperatorProcess.Observers(
                      metrics,
                      () -> halt(ExitCode.WATCH_LOST),
                      () -> halt(ExitCode.LOST_LEADERSHIP)),
                  clock,
                  uptime);
          HttpEndpoint http = new ProcessHealth(process, link, metrics, clock).serve(port)) {
        link.start(() -> halt(ExitCode.API_SERVER_LOST));
        start(process);
        LOG.atInfo()
            .addKeyValue("instance", instanceId)
            .addKeyValue("namespaces", options.controller().namespaces())
            .addKeyValue("project", options.policy().defaultProject())
            .addKeyValue("location", options.vertex().location())
            .addKeyValue("formerScopes", options.vertex().formerScopes())
            .log("started; port {}", http.port());
        HeapKeeper heap = HeapKeeper.ofProcess();
        while (!asked.await(HEAP_CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
          heap.check();
        }
        LOG.info("shutting down: sending no further create, and waiting for calls in flight");
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
    } catch (OperatorException | KubernetesClientException e) {
      throw new StartException(
          ExitCode.NO_CLUSTER, "the API server refuses the operator: " + refusal(e));
    }
  }

  /** The API server's own message, which names the missing permission; the framework wraps it. */
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
   * The JVM exits when its hooks have ended: this one waits for a create in flight and for the
   * release of the lease. By itself the JVM would exit with 143, which Kubernetes shows as an
   * error.
   */
  private static void end(CountDownLatch asked, CountDownLatch ended, Duration patience) {
    if (ended.getCount() == 0) {
      return; // not by a signal: the exit code is the command's
    }
    asked.countDown();
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.error("work in flight did not end within {}", Durations.format(patience));
        Runtime.getRuntime().halt(ExitCode.SHUTDOWN_TIMED_OUT.code());
      }
      Runtime.getRuntime().halt(ExitCode.OK.code());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** At once, without hooks: what they wait for could create beside the new leader. */
  private static void halt(ExitCode exit) {
    Runtime.getRuntime().halt(exit.code());
  }

  private ApiServerLink link(@Nullable Path kubeconfig, Set<String> collections)
      throws StartException {
    Config config = Kubeconfig.find(kubeconfig, environment);
    try {
      return ApiServerLink.open(config, collections, ApiServerLink.Timing.DEFAULTS, uptime);
    } catch (KubernetesClientException e) {
      throw Kubeconfig.unusable(e);
    }
  }

  private static String instanceId(OperatorOptions.Cluster cluster, StartChecks checks)
      throws StartException {
    String given = cluster.instanceId();
    return given != null ? given : checks.clusterId();
  }
}
