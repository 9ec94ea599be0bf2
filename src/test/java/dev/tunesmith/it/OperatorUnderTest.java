package dev.tunesmith.it;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.app.OperatorProcess;
import dev.tunesmith.app.ProcessSettings;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.kube.ClusterClient;
import dev.tunesmith.leader.LeaderLease;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.leader.LeaseTiming;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.EngineSettings;
import dev.tunesmith.reconcile.Journal;
import dev.tunesmith.support.apiserver.ApiProxy;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.vertex.SweepListener;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The production operator in the test's JVM, on the real API server as a user who is bound to
 * exactly the roles of {@code deploy/rbac.yaml}, with an emulator of its own.
 */
final class OperatorUnderTest implements AutoCloseable {
  static final String USER = "system:serviceaccount:tunesmith-system:tunesmith";
  private static final String[] GROUPS = {"system:serviceaccounts", "system:authenticated"};
  private static final Path RBAC = Path.of("deploy", "rbac.yaml");
  private static final Path NAMESPACE = Path.of("deploy", "namespace.yaml");

  private final KubernetesClient client;
  private final TuningJobs jobs;
  private final OperatorProcess process;
  private final Counts counts;

  /** What the operator counted. */
  static final class Counts implements Journal, SweepListener {
    final AtomicInteger adoptions = new AtomicInteger();
    final AtomicInteger extraJobs = new AtomicInteger();
    final AtomicInteger unconfirmed = new AtomicInteger();
    final AtomicInteger internalErrors = new AtomicInteger();
    final AtomicInteger watchesLost = new AtomicInteger();
    final AtomicInteger sweepCalls = new AtomicInteger();
    final AtomicInteger rounds = new AtomicInteger();

    @Override
    public void adopted() {
      adoptions.incrementAndGet();
    }

    @Override
    public void extraJob() {
      extraJobs.incrementAndGet();
    }

    @Override
    public void releasedUnconfirmed() {
      unconfirmed.incrementAndGet();
    }

    @Override
    public void internalError() {
      internalErrors.incrementAndGet();
    }

    @Override
    public void inDoubt() {}

    @Override
    public void submitted(TuningJob resource) {}

    @Override
    public void ended(TuningJob resource) {}

    @Override
    public void shows(ResourceKey key, TuningJobStatus status) {}

    @Override
    public void gone(ResourceKey key) {}

    @Override
    public void round(String outcome) {
      rounds.incrementAndGet();
    }

    @Override
    public void changed(ResourceKey key) {}

    @Override
    public void swept(Scope scope, Kind kind, int calls, boolean well, Duration took) {
      sweepCalls.addAndGet(calls);
    }
  }

  private OperatorUnderTest(
      KubernetesClient client, TuningJobs jobs, OperatorProcess process, Counts counts) {
    this.client = client;
    this.jobs = jobs;
    this.process = process;
    this.counts = counts;
  }

  /** Starts an emulator whose jobs end within seconds. */
  static Emulator emulator() {
    try {
      return Emulator.start(EmulatorOptions.defaults().withSpeed(30), Clock.systemUTC());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings that make a test quick: polls each half second, a grace of fifteen seconds. */
  static ProcessSettings settings(String namespace) {
    return new ProcessSettings(
        new EngineSettings(
            "test-instance",
            new Policy("local-project", Set.of(), Set.of(), Set.of()),
            "us-central1",
            new Timing(Duration.ofSeconds(15), Duration.ofSeconds(30)),
            new PollSchedule(Duration.ofMillis(500), 100_000),
            Duration.ofDays(90)),
        Set.of(namespace),
        10,
        Duration.ofSeconds(20));
  }

  /** Starts the operator in one namespace, as the chart's user. */
  static OperatorUnderTest start(ApiServer server, Emulator emulator, String namespace) {
    return start(server, emulator, settings(namespace));
  }

  static OperatorUnderTest start(ApiServer server, Emulator emulator, ProcessSettings settings) {
    return start(server, address(emulator), settings);
  }

  /**
   * Starts the operator without leader election: a process that loses the lead ends, and this one
   * shall go on.
   */
  static OperatorUnderTest startWithoutLease(
      ApiServer server, Emulator emulator, String namespace) {
    bindRoles(server.admin());
    return start(
        server.configOf(USER, GROUPS),
        vertex(address(emulator)),
        settings(namespace),
        null,
        uptime());
  }

  /** The same, behind a proxy that makes trouble. */
  static OperatorUnderTest startWithoutLease(
      ApiServer server, ApiProxy proxy, Emulator emulator, String namespace) {
    bindRoles(server.admin());
    return start(
        proxy.configOf(USER, GROUPS),
        vertex(address(emulator)),
        settings(namespace),
        null,
        uptime());
  }

  /** Starts the operator on any service. */
  static OperatorUnderTest start(ApiServer server, String vertex, ProcessSettings settings) {
    return start(server, vertex(vertex), settings);
  }

  /**
   * Starts the operator with a time of its own, and without leader election: a time that leaps ends
   * the lead where it is looked at before the next renewal.
   */
  static OperatorUnderTest startWithoutLease(
      ApiServer server, String vertex, ProcessSettings settings, Uptime uptime) {
    bindRoles(server.admin());
    return start(server.configOf(USER, GROUPS), vertex(vertex), settings, null, uptime);
  }

  /** With a way of its own to the service, which ends with the operator. */
  static OperatorUnderTest start(ApiServer server, TuningJobs jobs, ProcessSettings settings) {
    bindRoles(server.admin());
    return start(server.configOf(USER, GROUPS), jobs, settings, lease(), uptime());
  }

  private static OperatorUnderTest start(
      Config config,
      TuningJobs jobs,
      ProcessSettings settings,
      @Nullable LeaseSettings lease,
      Uptime uptime) {
    LeaderLease lead = new LeaderLease(lease, Clock.systemUTC(), uptime);
    KubernetesClient client = ClusterClient.open(config, lead);
    Counts counts = new Counts();
    OperatorProcess process =
        new OperatorProcess(
            client,
            lead,
            jobs,
            settings,
            new OperatorProcess.Observers(
                counts, counts, counts.watchesLost::incrementAndGet, () -> {}),
            Clock.systemUTC(),
            uptime);
    process.start();
    return new OperatorUnderTest(client, jobs, process, counts);
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

  private static LeaseSettings lease() {
    return new LeaseSettings(
        "tunesmith-system", "tunesmith", UUID.randomUUID().toString(), LeaseTiming.DEFAULTS);
  }

  private static Uptime uptime() {
    long start = System.nanoTime();
    return () -> Duration.ofNanos(System.nanoTime() - start);
  }

  private static String address(Emulator emulator) {
    return "127.0.0.1:" + emulator.grpcPort();
  }

  /** What an installation does: the namespace, and the roles of the operator's user. */
  static void bindRoles(KubernetesClient admin) {
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
    client.close();
  }
}
