package dev.tunesmith.cli.quickstart;

import dev.tunesmith.app.ExitCode;
import dev.tunesmith.app.Metrics;
import dev.tunesmith.app.MetricsBridge;
import dev.tunesmith.app.OperatorProcess;
import dev.tunesmith.app.ProcessSettings;
import dev.tunesmith.app.StartChecks;
import dev.tunesmith.app.StartException;
import dev.tunesmith.leader.LeaderLease;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.leader.LeaseTiming;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.EngineSettings;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

  private static final Duration ADOPTION_WINDOW = Duration.ofDays(90);
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
            System.getProperty("os.arch")),
        clock);
  }

  @Override
  public CustomResourceDefinition definition() {
    return StartChecks.packagedCrd();
  }

  @Override
  public void check(KubernetesClient client) throws QuickstartException {
    try {
      String tooOld = new StartChecks(client).cluster();
      if (tooOld != null) {
        throw new StartException(ExitCode.CRD_UNUSABLE, tooOld);
      }
    } catch (StartException e) {
      throw failed(e);
    }
  }

  @Override
  public String instanceId(KubernetesClient client) throws QuickstartException {
    try {
      return new StartChecks(client).clusterId();
    } catch (StartException e) {
      throw failed(e);
    }
  }

  @Override
  public Running start(KubernetesClient client, Order order) throws QuickstartException {
    GoogleTuningJobs jobs = new GoogleTuningJobs(service(order.emulator()));
    Metrics metrics = new Metrics(MetricsBridge.vocabulary());
    MetricsBridge bridge = new MetricsBridge(metrics, uptime);
    LeaderLease lead = new LeaderLease(lease(order), clock, uptime);
    KubernetesClient observed = lead.observed(client);
    OperatorProcess process =
        new OperatorProcess(
            observed,
            lead,
            jobs,
            settings(order),
            new OperatorProcess.Observers(
                bridge,
                bridge,
                () -> Runtime.getRuntime().halt(ExitCode.WATCH_LOST.code()),
                () -> Runtime.getRuntime().halt(ExitCode.LOST_LEADERSHIP.code())),
            clock,
            uptime);
    Running running =
        () -> {
          process.close();
          observed.close();
          jobs.close();
          metrics.close();
        };
    try {
      if (order.emulator() == null) {
        jobs.checkCredentials(order.location());
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

  private static QuickstartException failed(StartException e) {
    return new QuickstartException(e.exitCode(), String.valueOf(e.getMessage()));
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

  private static ProcessSettings settings(Order order) {
    int calls = order.emulator() == null ? CALLS_PER_MINUTE : EMULATED_CALLS_PER_MINUTE;
    return new ProcessSettings(
        new EngineSettings(
            order.instanceId(),
            order.policy(),
            order.location(),
            Timing.DEFAULTS,
            new PollSchedule(order.pollInterval(), calls),
            ADOPTION_WINDOW),
        Set.of(order.namespace()),
        WORKERS,
        SHUTDOWN);
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
