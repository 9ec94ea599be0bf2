package dev.tunesmith.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.it.OperatorJvm;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chart's objects against a real API server. There is no kubelet, so what the pods of {@code
 * helm test} would run is run here by hand, signed in as the chart's account.
 */
@KubeApiServer
@DisplayName("On a real API server, the chart's")
@Order(3)
class ChartRightsIT {
  private static final String RELEASE = "tunesmith-rights";

  /** Kinds of the Prometheus operator, which is not installed here. */
  private static final Set<String> FOREIGN =
      Set.of("ServiceMonitor", "PodMonitor", "PrometheusRule");

  @TempDir private Path folder;

  static List<String> names() {
    return ChartMatrix.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("objects are taken whole, field by field, in every kind of installation")
  void dryRun(String name, ApiServer server) throws IOException {
    String namespace = server.newNamespace();
    String a = server.newNamespace();
    String b = server.newNamespace();
    String values =
        ChartMatrix.values(name)
            .replace("[team-a, team-b]", "[" + a + ", " + b + "]")
            .replace("namespaceOverride: tuning", "namespaceOverride: " + namespace)
            .replaceAll("namespace: (leases|monitoring)", "namespace: " + a);
    for (Manifests.Document document :
        Chart.renderWithTests(RELEASE, namespace, values).documents()) {
      if (!FOREIGN.contains(document.object().getKind())) {
        Path file = Files.writeString(folder.resolve("object.yaml"), document.text());
        String own = document.object().getMetadata().getNamespace();
        Kubectl.Result result =
            server
                .kubectl(own == null ? namespace : own)
                .run(
                    "apply",
                    "--server-side",
                    "--force-conflicts",
                    "--dry-run=server",
                    "--validate=strict",
                    "-f",
                    file.toString());
        assertThat(result.output()).as(document.text()).contains("serverside-applied");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "watchNamespaces: [WATCHED]",
        "{watchNamespaces: [WATCHED], ttlAfterFinished: true}",
        "leaderElection: {enabled: false}",
        "rbac: {resultConfigMaps: true}"
      })
  @DisplayName("helm test finds its account able to do what it must, and nothing else")
  void rights(String values, ApiServer server) throws IOException, InterruptedException {
    Result result = run(values, server, Set.of());
    assertThat(result.output()).contains("the operator's rights are as they should be");
    assertThat(result.code()).isZero();
  }

  @Test
  @DisplayName("helm test fails, and names the right, where one is missing")
  void missing(ApiServer server) throws IOException, InterruptedException {
    Result result = run("{}", server, Set.of("ClusterRoleBinding"));
    assertThat(result.output()).contains("the operator may not: watch tuningjobs.tunesmith.dev");
    assertThat(result.code()).isNotZero();
  }

  @Test
  @DisplayName("helm test looks at every watched namespace")
  void everyNamespace(ApiServer server) throws IOException, InterruptedException {
    String other = server.newNamespace();
    Result result =
        run("watchNamespaces: [WATCHED, " + other + "]", server, Set.of(), Set.of(other));
    assertThat(result.output())
        .contains("the operator may not: watch tuningjobs.tunesmith.dev --namespace=" + other);
    assertThat(result.code()).isNotZero();
  }

  private record Result(int code, String output) {}

  private Result run(String values, ApiServer server, Set<String> without)
      throws IOException, InterruptedException {
    return run(values, server, without, Set.of());
  }

  private Result run(
      String values, ApiServer server, Set<String> without, Set<String> withoutNamespaces)
      throws IOException, InterruptedException {
    String namespace = server.newNamespace();
    String watched = server.newNamespace();
    Manifests chart =
        Chart.renderWithTests(
            RELEASE + "-" + namespace, namespace, values.replace("WATCHED", watched));
    List<HasMetadata> rights =
        chart.documents().stream()
            .map(Manifests.Document::object)
            .filter(o -> o.getKind().matches("ServiceAccount|(Cluster)?Role(Binding)?"))
            .filter(o -> !without.contains(o.getKind()))
            .filter(
                o -> !withoutNamespaces.contains(String.valueOf(o.getMetadata().getNamespace())))
            .toList();
    try {
      rights.forEach(object -> server.admin().resource(object).serverSideApply());
      Pod pod =
          chart.all(Pod.class).stream()
              .filter(p -> p.getMetadata().getName().endsWith("-test-rights"))
              .findFirst()
              .orElseThrow();
      Path kubeconfig =
          OperatorJvm.signIn(server, namespace, pod.getSpec().getServiceAccountName());
      ProcessBuilder script =
          new ProcessBuilder(
              "/bin/sh", "-ec", pod.getSpec().getContainers().getFirst().getArgs().getFirst());
      script.environment().put("KUBECONFIG", kubeconfig.toString());
      Path programs = Objects.requireNonNull(server.kubectlProgram().getParent());
      script
          .environment()
          .merge("PATH", programs.toString(), (path, own) -> own + File.pathSeparator + path);
      Process process = script.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), output);
    } finally {
      rights.forEach(object -> server.admin().resource(object).delete());
    }
  }
}
