package dev.tunesmith.cli.quickstart;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.InvalidOptionsException;
import dev.tunesmith.app.Metrics;
import dev.tunesmith.app.ModelTables;
import dev.tunesmith.app.OperatorOptions;
import dev.tunesmith.app.OperatorProcess;
import dev.tunesmith.app.StartChecks;
import dev.tunesmith.app.StartException;
import dev.tunesmith.app.Terminal;
import dev.tunesmith.app.VertexClients;
import dev.tunesmith.kind.tunedmodel.ModelPolicy;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.leader.LeaseTiming;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.Transport;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hands the quickstart the operator of production: {@link OperatorProcess}. */
public final class QuickstartOperator implements OperatorAssembly {
  private static final int WORKERS = 10;
  private static final int CALLS_PER_MINUTE = 300;

  /** The emulator has no quota, and a first look should not wait for one. */
  private static final int EMULATED_CALLS_PER_MINUTE = 100_000;

  private static final Duration SHUTDOWN = Duration.ofSeconds(65);

  private final Clock clock;
  private final Uptime uptime;

  private QuickstartOperator(Clock clock, Uptime uptime) {
    this.clock = clock;
    this.uptime = uptime;
  }

  /** The command, on this machine. */
  public static QuickstartCommand command(
      Map<String, String> environment, Clock clock, Uptime uptime) {
    return new QuickstartCommand(
        new QuickstartOperator(clock, uptime),
        new Surroundings(
            environment,
            Path.of(System.getProperty("user.home")),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Terminal.isTerminal(),
            Charset.forName(System.getProperty("stdout.encoding", "UTF-8"))),
        clock);
  }

  @Override
  public List<CustomResourceDefinition> crds() {
    return StartChecks.packagedCrds();
  }

  @Override
  public void check(KubernetesClient client) throws QuickstartException {
    try {
      String tooOld = new StartChecks(client).cluster();
      if (tooOld != null) {
        throw new StartException(ExitCode.CRD_UNUSABLE, tooOld);
      }
    } catch (StartException e) {
      throw QuickstartException.of(e);
    }
  }

  @Override
  public String instanceId(KubernetesClient client) throws QuickstartException {
    try {
      return new StartChecks(client).clusterId();
    } catch (StartException e) {
      throw QuickstartException.of(e);
    }
  }

  @Override
  public Running start(KubernetesClient client, Order order) throws QuickstartException {
    OperatorOptions options = options(order);
    VertexClients vertex =
        new VertexClients(
            options.vertex().transport(),
            options.vertex().service(),
            order.gemini() == null ? null : order.gemini().getAuthority());
    Metrics metrics = new Metrics();
    OperatorProcess process =
        new OperatorProcess(
            client,
            options.cluster().lease(),
            vertex.tuningJobs(),
            vertex.endpoints(),
            options,
            order.instanceId(),
            new OperatorProcess.Observers(
                metrics,
                () -> Runtime.getRuntime().halt(ExitCode.WATCH_LOST.code()),
                () -> Runtime.getRuntime().halt(ExitCode.LOST_LEADERSHIP.code())),
            clock,
            uptime);
    Running running =
        () -> {
          process.close();
          vertex.close();
          metrics.close();
        };
    try {
      if (order.emulator() == null) {
        vertex.checkCredentials(order.location());
      }
      process.start();
      return running;
    } catch (IOException e) {
      running.close();
      throw new QuickstartException(
          ExitCode.NO_CREDENTIALS,
          "no Google Cloud credentials: gcloud auth application-default login, or"
              + " GOOGLE_APPLICATION_CREDENTIALS ("
              + e.getMessage()
              + ")");
    } catch (OperatorException e) {
      running.close();
      throw new QuickstartException(
          ExitCode.NO_CLUSTER, "the cluster refuses the operator: " + e.getMessage());
    }
  }

  private static GoogleSettings service(@Nullable String emulator) {
    return emulator == null
        ? GoogleSettings.defaults()
        : new GoogleSettings(
            emulator,
            true,
            GoogleSettings.Credentials.NONE,
            GoogleSettings.DEFAULT_CREATE_DEADLINE,
            GoogleSettings.DEFAULT_CALL_DEADLINE);
  }

  private static OperatorOptions options(Order order) throws QuickstartException {
    int calls = order.emulator() == null ? CALLS_PER_MINUTE : EMULATED_CALLS_PER_MINUTE;
    try {
      return new OperatorOptions(
          new OperatorOptions.Vertex(
              order.location(),
              Set.of(),
              Transport.AUTO,
              service(order.emulator()),
              null,
              order.gemini() == null ? URI.create(ObjectStore.SERVICE) : order.gemini(),
              null,
              ModelTables.packaged()),
          new OperatorOptions.Cluster(null, order.instanceId(), lease(order)),
          order.policy(),
          order.gemini() == null ? ModelPolicy.DEFAULT : new ModelPolicy(order.gemini(), Set.of()),
          new OperatorOptions.Pace(
              order.pollInterval(),
              Timing.DEFAULTS.grace(),
              Timing.DEFAULTS.deletionDeadline(),
              calls),
          new OperatorOptions.Controller(Set.of(order.namespace()), WORKERS, SHUTDOWN, false),
          new OperatorOptions.Telemetry(
              0, OperatorOptions.LogFormat.TEXT, OperatorOptions.LogLevel.INFO));
    } catch (InvalidOptionsException e) {
      throw new QuickstartException(ExitCode.USAGE, String.join("\n", e.violations()));
    }
  }

  private static @Nullable LeaseSettings lease(Order order) {
    return order.leaderElection()
        ? new LeaseSettings(
            order.namespace(),
            "tunesmith-quickstart",
            UUID.randomUUID().toString(),
            LeaseTiming.DEFAULTS)
        : null;
  }
}
