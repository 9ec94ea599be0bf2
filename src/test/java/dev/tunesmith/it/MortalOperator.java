package dev.tunesmith.it;

import dev.tunesmith.app.OperatorProcess;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;

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
            null,
            lifeline.calls(jobs),
            (endpoint, request) -> {
              throw new AssertionError("no resource here has acceptance checks");
            },
            // The client above waits longer for a create; a death ends it all the same.
            OperatorUnderTest.options(
                namespace,
                "--create-deadline=900ms",
                "--create-grace=11s",
                "--deletion-deadline=60s",
                "--workers=2",
                "--shutdown-timeout=1s"),
            "test-instance",
            new OperatorProcess.Observers(counts.metrics, () -> {}, () -> {}),
            Clock.systemUTC(),
            uptime);
    process.start();
  }

  @Override
  public void close() {
    process.close();
    jobs.close();
    client.close();
  }
}
