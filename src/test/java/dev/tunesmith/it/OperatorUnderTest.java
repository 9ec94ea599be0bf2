package dev.tunesmith.it;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.app.Framework;
import dev.tunesmith.app.Metrics;
import dev.tunesmith.app.OperatorOptions;
import dev.tunesmith.app.OperatorProcess;
import dev.tunesmith.app.OptionParser;
import dev.tunesmith.app.VertexClients;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.kube.ApiServerLink;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.support.apiserver.ApiProxy;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.vertex.Transport;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The production operator in the test's JVM, on the real API server as a user who is bound to
 * exactly the roles of {@code deploy/rbac.yaml}, with an emulator of its own. It elects no leader:
 * {@link OperatorJvm} does.
 */
final class OperatorUnderTest implements AutoCloseable {
  static final String USER = "system:serviceaccount:tunesmith-system:tunesmith";
  private static final String[] GROUPS = {"system:serviceaccounts", "system:authenticated"};
  private static final Path RBAC = Path.of("deploy", "rbac.yaml");
  private static final Path NAMESPACE = Path.of("deploy", "namespace.yaml");

  private final ApiServerLink link;
  private final TuningJobs jobs;
  private final VertexClients vertex;
  private final OperatorProcess process;
  private final Counts counts;
  private final LeapingUptime uptime;

  /** Monotonic time, which a test may set forward. */
  private static final class LeapingUptime implements Uptime {
    private final long start = System.nanoTime();
    private volatile Duration leapt = Duration.ZERO;

    @Override
    public Duration now() {
      return Duration.ofNanos(System.nanoTime() - start).plus(leapt);
    }
  }

  /** What the operator counted, read from its metrics. */
  static final class Counts {
    final Metrics metrics = new Metrics();
    final AtomicInteger watchesLost = new AtomicInteger();

    int adoptions() {
      return value("tunesmith_jobs_adopted_total");
    }

    int duplicates() {
      return value("tunesmith_duplicate_jobs_total");
    }

    int unconfirmed() {
      return value("tunesmith_finalizers_released_unconfirmed_total");
    }

    int internalErrors() {
      return value("tunesmith_internal_errors_total");
    }

    int reconciliations() {
      return value("tunesmith_reconciliations_total");
    }

    /** The sum of all series of that name. */
    private int value(String name) {
      return (int)
          metrics
              .scrape()
              .lines()
              .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
              .sum();
    }
  }

  private OperatorUnderTest(
      ApiServerLink link,
      TuningJobs jobs,
      VertexClients vertex,
      OperatorProcess process,
      Counts counts,
      LeapingUptime uptime) {
    this.link = link;
    this.jobs = jobs;
    this.vertex = vertex;
    this.process = process;
    this.counts = counts;
    this.uptime = uptime;
  }

  /** Starts an emulator whose jobs end within seconds. */
  static Emulator emulator() {
    try {
      return Emulator.start(EmulatorOptions.defaults().withSpeed(30), Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options that make a test quick: polls each half second, a grace of fifteen seconds. */
  private static final Map<String, String> QUICK =
      Map.of(
          "TUNESMITH_INSTANCE_ID", "test-instance",
          "TUNESMITH_PROJECT", "local-project",
          "TUNESMITH_CREATE_DEADLINE", "4s",
          "TUNESMITH_CALL_DEADLINE", "4s",
          "TUNESMITH_CREATE_GRACE", "15s",
          "TUNESMITH_DELETION_DEADLINE", "30s",
          "TUNESMITH_POLL_INTERVAL", "500ms",
          "TUNESMITH_MAX_CALLS_PER_MINUTE", "100000",
          "TUNESMITH_SHUTDOWN_TIMEOUT", "20s");

  /** The quick options for one namespace, but for those that are given. */
  static OperatorOptions options(String namespace, String... given) {
    Map<String, String> environment = new HashMap<>(QUICK);
    environment.put("TUNESMITH_WATCH_NAMESPACES", namespace);
    return OptionParser.parse(environment, given);
  }

  /** Starts the operator in one namespace, as the chart's user. */
  static OperatorUnderTest start(ApiServer server, Emulator emulator, String namespace) {
    return start(server, emulator, options(namespace));
  }

  static OperatorUnderTest start(ApiServer server, Emulator emulator, OperatorOptions options) {
    return start(server, address(emulator), options);
  }

  /** The same, behind a proxy. */
  static OperatorUnderTest start(
      ApiServer server, ApiProxy proxy, Emulator emulator, String namespace) {
    bindRoles(server.admin());
    return start(proxy.configOf(USER, GROUPS), vertex(address(emulator)), options(namespace));
  }

  /** Starts the operator on any service. */
  static OperatorUnderTest start(ApiServer server, String vertex, OperatorOptions options) {
    return start(server, vertex(vertex), options);
  }

  /** With a way of its own to the service, which ends with the operator. */
  static OperatorUnderTest start(ApiServer server, TuningJobs jobs, OperatorOptions options) {
    bindRoles(server.admin());
    return start(server.configOf(USER, GROUPS), jobs, options);
  }

  private static OperatorUnderTest start(Config config, TuningJobs jobs, OperatorOptions options) {
    LeapingUptime uptime = new LeapingUptime();
    ApiServerLink link =
        ApiServerLink.open(
            config,
            Framework.watchedCollections(TuningJob.class, options.controller().namespaces()),
            ApiServerLink.Timing.DEFAULTS,
            uptime);
    Counts counts = new Counts();
    VertexClients vertex =
        new VertexClients(
            options.vertex().transport(),
            options.vertex().service(),
            options.vertex().restEndpoint());
    OperatorProcess process =
        new OperatorProcess(
            link.client(),
            null,
            jobs,
            vertex.endpoints(),
            options,
            Objects.requireNonNull(options.cluster().instanceId()),
            new OperatorProcess.Observers(
                counts.metrics, counts.watchesLost::incrementAndGet, () -> {}),
            Clock.systemUTC(),
            uptime);
    process.start();
    link.start(() -> {});
    return new OperatorUnderTest(link, jobs, vertex, process, counts, uptime);
  }

  /** Both APIs of an emulator, as in production; closed with the operator that uses them. */
  static VertexClients vertex(Emulator emulator) {
    Duration deadline = Duration.ofSeconds(4);
    return new VertexClients(
        Transport.AUTO,
        GoogleSettings.emulator(address(emulator)).withDeadlines(deadline, deadline),
        "127.0.0.1:" + emulator.httpPort());
  }

  private static GoogleTuningJobs vertex(String address) {
    return new GoogleTuningJobs(
        new GoogleSettings(
            address,
            true,
            GoogleSettings.Credentials.NONE,
            Duration.ofSeconds(4),
            Duration.ofSeconds(4)));
  }

  private static String address(Emulator emulator) {
    return "127.0.0.1:" + emulator.grpcPort();
  }

  /** What an installation does: the namespace, and the roles of the operator's user. */
  static synchronized void bindRoles(KubernetesClient admin) {
    for (Path file : new Path[] {NAMESPACE, RBAC}) {
      try (InputStream in = Files.newInputStream(file)) {
        for (HasMetadata object : admin.load(in).items()) {
          if (object instanceof Namespaced && object.getMetadata().getNamespace() == null) {
            object.getMetadata().setNamespace("tunesmith-system");
          }
          admin.resource(object).createOr(existing -> existing.update());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Counts counts() {
    return counts;
  }

  /** Sets its time forward: whatever it waits for by its own clock has come. */
  void leap(Duration duration) {
    uptime.leapt = uptime.leapt.plus(duration);
  }

  /** The same, and changes the resources of a namespace, so that it looks at them now. */
  void leap(Duration duration, KubectlUser user) {
    leap(duration);
    // Again where a resource goes in the meantime.
    KubectlUser.awaitThat(
        "the resources' change",
        () -> user.run("annotate", "tuningjobs", "--all", "--overwrite", "leapt=" + uptime.leapt));
  }

  ApiServerLink link() {
    return link;
  }

  OperatorProcess process() {
    return process;
  }

  /** A resource as the API server has it now. */
  static @Nullable TuningJob read(KubernetesClient client, String namespace, String name) {
    return client.resources(TuningJob.class).inNamespace(namespace).withName(name).get();
  }

  @Override
  public void close() {
    process.close();
    jobs.close();
    vertex.close();
    link.close();
  }
}
