package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.RestartableServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A release's life while jobs run, on a server that nobody else uses. Helm's library for the JVM
 * has no rollback: an upgrade to the earlier chart sends the same objects.
 */
@DisplayName("A Helm release while jobs run")
class ChartUpgradeIT {
  private static final Path CHART = Path.of("helm", "tunesmith");
  private static final String NAMESPACE = "tunesmith-system";
  private static final String NAME = "tunesmith";
  private static final String CRD = "files/tuningjobs.tunesmith.dev-v1.yml";
  private static final String CRD_OBJECT = "crd/tuningjobs.tunesmith.dev";
  private static final String FIELD = ".status.instanceId";

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "is upgraded with its CRD, is rolled back and uninstalled: no job is created again, and no"
          + " finalizer is stuck")
  void life() throws Exception {
    Path earlier = earlierChart();
    Path crds = Files.createDirectory(folder.resolve("crds"));
    Files.copy(earlier.resolve(CRD), crds.resolve("tuningjobs.yaml"));
    try (RestartableServer server = RestartableServer.start(crds);
        Emulator emulator = OperatorUnderTest.emulator()) {
      ApiServer api = server.api();
      KubectlUser user = new KubectlUser(api, api.newNamespace());
      user.run("apply", "-f", "deploy/namespace.yaml");
      adopt(user);
      Release installed =
          new Helm(earlier)
              .install()
              .withName(NAME)
              .withNamespace(NAMESPACE)
              .withKubeConfig(api.kubeconfig())
              .call();
      assertThat(installed.getStatus()).isEqualTo("deployed");
      EmulatorJobs jobs = new EmulatorJobs(emulator);
      try (OperatorUnderTest before = OperatorUnderTest.start(api, emulator, user.namespace())) {
        user.apply(Manifest.of("ended"), Manifest.ofEndless("flies"));
        user.awaitCondition("ended", "Complete");
        user.awaitState("flies", "JOB_STATE_RUNNING");
        assertThat(before.counts().duplicates()).isZero();
      }
      assertThat(user.field("flies", FIELD)).as("before the upgrade").isEmpty();

      upgrade(api, CHART);
      try (OperatorJvm operator = asThePod(api, emulator)) {
        operator.awaitReady();
        KubectlUser.awaitThat(
            "the new field", () -> assertThat(user.field("flies", FIELD)).isNotEmpty());
        createdOnce(user, jobs);

        upgrade(api, earlier);
        KubectlUser.awaitThat(
            "the earlier CRD", () -> assertThat(user.field("flies", FIELD)).isEmpty());
        upgrade(api, CHART);
        createdOnce(user, jobs);

        user.run("delete", "tuningjobs", "--all", "--timeout=60s");
        assertThat(jobs.states("flies")).containsExactly("JOB_STATE_CANCELLED");
        operator.terminate();
        assertThat(operator.exitCode()).isZero();
      }
      Helm.uninstall(NAME).withNamespace(NAMESPACE).withKubeConfig(api.kubeconfig()).call();
      user.run("get", CRD_OBJECT);
      user.run("delete", CRD_OBJECT, "--timeout=60s");
      user.run("delete", "namespace", NAMESPACE, "--wait=false");
      api.verifyNothingForbidden();
    }
  }

  /** The CRD is there before the chart: Helm is allowed to own it. */
  private static void adopt(KubectlUser user) {
    user.run("label", CRD_OBJECT, "app.kubernetes.io/managed-by=Helm");
    user.run(
        "annotate",
        CRD_OBJECT,
        "meta.helm.sh/release-name=" + NAME,
        "meta.helm.sh/release-namespace=" + NAMESPACE);
  }

  private static void createdOnce(KubectlUser user, EmulatorJobs jobs) {
    assertThat(user.state("flies")).contains("JOB_STATE_RUNNING");
    for (String name : List.of("ended", "flies")) {
      assertThat(jobs.of(name)).as(name).hasSize(1);
    }
  }

  private static OperatorJvm asThePod(ApiServer api, Emulator emulator) {
    List<String> options =
        new ArrayList<>(
            OperatorJvm.options(OperatorJvm.signIn(api, NAMESPACE, NAME), emulator.grpcPort()));
    // As the operator before the upgrade: of another instance's jobs, none is followed.
    options.add("--instance-id=test-instance");
    return OperatorJvm.start(Map.of(), options);
  }

  private static void upgrade(ApiServer api, Path chart) {
    Release upgraded =
        new Helm(chart)
            .upgrade()
            .withName(NAME)
            .withNamespace(NAMESPACE)
            .withKubeConfig(api.kubeconfig())
            .call();
    assertThat(upgraded.getStatus()).isEqualTo("deployed");
  }

  /** This chart, as a version could have been that had no instance id in the status yet. */
  private Path earlierChart() throws IOException {
    Path copy = folder.resolve("earlier");
    try (Stream<Path> files = Files.walk(CHART)) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(CHART.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    Path chart = copy.resolve("Chart.yaml");
    Files.writeString(
        chart, Files.readString(chart).replaceFirst("(?m)^version: .*$", "version: 0.0.9"));
    Path crd = copy.resolve(CRD);
    String now = Files.readString(crd);
    String without = now.replaceFirst("(?m)^ {14}instanceId:\n(?: {15,}.*\n|  {14}- .*\n)*", "");
    assertThat(without).isNotEqualTo(now).contains("observedGeneration");
    Files.writeString(crd, without);
    return copy;
  }
}
