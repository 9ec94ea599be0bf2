package dev.tunesmith.it;

import dev.tunesmith.app.OperatorProcess;
import dev.tunesmith.app.ProcessSettings;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.leader.LeaderLease;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.EngineSettings;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The production operator in the test's JVM as the chart's user, on a {@link Lifeline}. It needs no
 * lease: one of them is alive at a time.
 */
final class MortalOperator implements AutoCloseable {
  final Lifeline lifeline = new Lifeline();
  final OperatorUnderTest.Counts counts = new OperatorUnderTest.Counts();
  private final KubernetesClient client;
  private final GoogleTuningJobs jobs;
  private final OperatorProcess process;

  MortalOperator(ApiServer server, Emulator emulator, String namespace) {
    client =
        server.impersonating(
            lifeline.requests(),
            OperatorUnderTest.USER,
            "system:serviceaccounts",
            "system:authenticated");
    jobs =
        new GoogleTuningJobs(
            new GoogleSettings(
                "127.0.0.1:" + emulator.grpcPort(),
                true,
                GoogleSettings.Credentials.NONE,
                Duration.ofSeconds(4),
                Duration.ofSeconds(4)));
    long start = System.nanoTime();
    Uptime uptime = () -> Duration.ofNanos(System.nanoTime() - start);
    process =
        new OperatorProcess(
            client,
            new LeaderLease(null, Clock.systemUTC(), uptime),
            lifeline.calls(jobs),
            settings(namespace),
            new OperatorProcess.Observers(counts, counts, () -> {}, () -> {}),
            Clock.systemUTC(),
            uptime);
    process.start();
  }

  private static ProcessSettings settings(String namespace) {
    return new ProcessSettings(
        new EngineSettings(
            "test-instance",
            new Policy("local-project", Set.of(), Set.of(), Set.of()),
            "us-central1",
            new Timing(Duration.ofSeconds(11), Duration.ofSeconds(60)),
            new PollSchedule(Duration.ofMillis(500), 100_000),
            Duration.ofDays(90)),
        Set.of(namespace),
        2,
        Duration.ofSeconds(1));
  }

  @Override
  public void close() {
    process.close();
    jobs.close();
    client.close();
  }
}
