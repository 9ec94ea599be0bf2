package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@KubeApiServer
@Execution(ExecutionMode.SAME_THREAD)
@DisplayName("helm install, on a real API server")
class HelmIT {

  /** Not the name of {@code deploy/}: both are on the one API server of the tests. */
  private static final String RELEASE = "tunesmith-trial";

  private static final List<String> CRDS =
      List.of(
          "customresourcedefinition/tuningjobs.tunesmith.dev",
          "customresourcedefinition/tunedmodels.tunesmith.dev");

  @Test
  @DisplayName("installs, upgrades and uninstalls; the CRDs, and with them every resource, stay")
  void lifecycle(ApiServer server, @TempDir Path folder) throws IOException {
    String namespace = server.newNamespace();
    String watched = server.newNamespace();
    Kubectl kubectl = server.kubectl(namespace);
    adopt(kubectl, namespace);
    Path values = folder.resolve("values.yaml");
    Files.writeString(
        values, "{emulator: {enabled: true}, watchNamespaces: [%s]}".formatted(watched));

    Release installed =
        new Helm(Chart.FOLDER)
            .install()
            .withName(RELEASE)
            .withNamespace(namespace)
            .withKubeConfig(server.kubeconfig())
            .withValuesFile(values)
            .call();
    assertThat(installed.getStatus()).isEqualTo("deployed");
    assertThat(kubectl.run("get", "deployment", "-o", "name").output().lines())
        .containsExactly("deployment.apps/" + RELEASE, "deployment.apps/" + RELEASE + "-emulator");
    assertThat(
            server.kubectl(watched).run("get", "role,rolebinding", "-o", "name").output().lines())
        .hasSize(2);
    assertThat(canWatch(kubectl, namespace, watched)).isEqualTo("yes");
    assertThat(canWatch(kubectl, namespace, "default")).isEqualTo("no");

    Files.writeString(values, "vertex: {project: my-project}");
    Release upgraded =
        new Helm(Chart.FOLDER)
            .upgrade()
            .withName(RELEASE)
            .withNamespace(namespace)
            .withKubeConfig(server.kubeconfig())
            .withValuesFile(values)
            .call();
    assertThat(upgraded.getRevision()).isEqualTo("2");
    assertThat(kubectl.run("get", "deployment", "-o", "name").output().lines())
        .containsExactly("deployment.apps/" + RELEASE);
    assertThat(canWatch(kubectl, namespace, "default")).isEqualTo("yes");

    Helm.uninstall(RELEASE).withNamespace(namespace).withKubeConfig(server.kubeconfig()).call();
    assertThat(kubectl.run("get", "deployment", "-o", "name").output()).isEmpty();
    for (String crd : CRDS) {
      assertThat(kubectl.run("get", crd, "-o", "name").output()).isNotBlank();
    }
  }

  /**
   * What Helm asks of an object that was there before it: a user who comes from kubectl does it.
   */
  private static void adopt(Kubectl kubectl, String namespace) {
    for (String crd : CRDS) {
      kubectl.run("label", crd, "--overwrite", "app.kubernetes.io/managed-by=Helm").output();
      kubectl
          .run(
              "annotate",
              crd,
              "--overwrite",
              "meta.helm.sh/release-name=" + RELEASE,
              "meta.helm.sh/release-namespace=" + namespace)
          .output();
    }
  }

  private static String canWatch(Kubectl kubectl, String account, String namespace) {
    return kubectl
        .run(
            "auth",
            "can-i",
            "watch",
            "tuningjobs",
            "--namespace=" + namespace,
            "--as=system:serviceaccount:" + account + ":" + RELEASE)
        .stdout()
        .strip();
  }
}
