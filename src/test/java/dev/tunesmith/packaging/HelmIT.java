package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.UpgradeCommand;
import dev.tunesmith.docs.Page;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KubeApiServer(alone = true)
@Order(1)
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

  @Test
  @DisplayName("does what the documents tell Helm itself to do")
  void documents(ApiServer server) throws Exception {
    Tool helm = Tool.require("helm", "the documents' commands of Helm were not run");
    String install = commands(Path.of("README.md")).getFirst();
    for (Page page : Page.own()) {
      for (String command : commands(page.path())) {
        String namespace = server.newNamespace();
        adopt(server.kubectl(namespace), namespace);
        List<String> lines = new ArrayList<>(List.of(command));
        if (!command.startsWith("helm install ")) {
          lines.addFirst(install);
        }
        if (!command.startsWith("helm uninstall ")) {
          lines.add("helm uninstall tunesmith -n tunesmith-system");
        }
        for (String line : lines) {
          helm.passes(here(line, namespace, server.kubeconfig()));
        }
        assertThat(server.kubectl(namespace).run("get", "deployment", "-o", "name").output())
            .as(page + ": " + command)
            .isEmpty();
      }
    }
  }

  private static List<String> commands(Path page) {
    return Page.read(page).blocks().stream()
        .filter(block -> !block.mark().startsWith("not run"))
        .flatMap(block -> block.commands().stream())
        .filter(command -> command.startsWith("helm "))
        .toList();
  }

  /** A page's command, with the release and the namespace of a test. */
  private static List<String> here(String command, String namespace, Path kubeconfig) {
    List<String> words = new ArrayList<>(List.of(Page.arguments(command)));
    words.removeFirst();
    words.replaceAll(
        word ->
            switch (word) {
              case Chart.NAME -> RELEASE;
              case Chart.NAMESPACE -> namespace;
              default -> word;
            });
    words.add("--kubeconfig=" + kubeconfig);
    return words;
  }

  private static UpgradeCommand upgrade(ApiServer server, String namespace, String release) {
    return new Helm(Chart.FOLDER)
        .upgrade()
        .withName(release)
        .withNamespace(namespace)
        .withKubeConfig(server.kubeconfig());
  }

  private static String field(Kubectl kubectl, String deployment, String path) {
    return kubectl.run("get", "deployment", deployment, "-o", "jsonpath={" + path + "}").output();
  }

  @Test
  @DisplayName("switches leader election off and on again in a running release")
  void leaderElection(ApiServer server) {
    String namespace = server.newNamespace();
    Kubectl kubectl = server.kubectl(namespace);
    String release = RELEASE + "-alone";
    upgrade(server, namespace, release).install().set("crds.enabled", "false").call();
    for (String enabled : List.of("false", "true")) {
      upgrade(server, namespace, release)
          .set("crds.enabled", "false")
          .set("leaderElection.enabled", enabled)
          .call();
      assertThat(field(kubectl, release, ".spec.strategy.type"))
          .isEqualTo(enabled.equals("true") ? "RollingUpdate" : "Recreate");
    }
    Helm.uninstall(release).withNamespace(namespace).withKubeConfig(server.kubeconfig()).call();
  }

  @Test
  @DisplayName("keeps values with --reset-then-reuse-values, a second release beside the first")
  void reuse(ApiServer server) {
    String namespace = server.newNamespace();
    Kubectl kubectl = server.kubectl(namespace);
    String project =
        ".spec.template.spec.containers[0].env[?(@.name==\"TUNESMITH_PROJECT\")].value";
    List<String> releases = List.of(RELEASE + "-one", RELEASE + "-two");
    for (String release : releases) {
      upgrade(server, namespace, release)
          .install()
          .set("crds.enabled", "false")
          .set("vertex.project", "my-project")
          .call();
      upgrade(server, namespace, release).resetThenReuseValues().set("workers", "5").call();
    }
    for (String release : releases) {
      assertThat(field(kubectl, release, project)).isEqualTo("my-project");
      Helm.uninstall(release).withNamespace(namespace).withKubeConfig(server.kubeconfig()).call();
    }
  }

  @Test
  @DisplayName("takes over what kubectl apply -k installed, as the chart's README says")
  void fromKubectl(ApiServer server, @TempDir Path folder) throws IOException {
    String namespace = server.newNamespace();
    Kubectl kubectl = server.kubectl(namespace);
    try (Stream<Path> files = Files.list(DeployManifests.FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        Files.writeString(
            folder.resolve(file.getFileName()),
            file.endsWith("kustomization.yaml")
                ? text.replace(
                    "\nnamespace: " + Chart.NAMESPACE,
                    "\nnamePrefix: own-\nnamespace: " + namespace)
                : text);
      }
    }
    String name = "own-" + Chart.NAME;
    kubectl.run("apply", "--server-side", "--force-conflicts", "-k", folder.toString()).output();
    String uid = field(kubectl, name, ".metadata.uid");

    for (String command : commands("## From kubectl to Helm")) {
      String here =
          command.replace("-k deploy", "-k " + folder).replace(Chart.NAMESPACE, namespace);
      kubectl.run(here.replaceFirst("^kubectl ", "").split(" ", -1)).output();
    }
    new Helm(Chart.FOLDER)
        .install()
        .withName(Chart.NAME)
        .withNamespace(namespace)
        .withKubeConfig(server.kubeconfig())
        .set("fullnameOverride", name)
        .call();
    assertThat(field(kubectl, name, ".metadata.uid")).isEqualTo(uid);
    Helm.uninstall(Chart.NAME).withNamespace(namespace).withKubeConfig(server.kubeconfig()).call();
    assertThat(kubectl.run("get", "deployment", "-o", "name").output()).isEmpty();
    assertThat(kubectl.run("get", CRDS.getFirst(), "-o", "name").output()).isNotBlank();
  }

  /** The lines of a section of the chart's README that are for kubectl. */
  private static List<String> commands(String heading) throws IOException {
    String text = Files.readString(ChartReadme.FILE);
    String section = text.substring(text.indexOf(heading + "\n"));
    List<String> commands =
        section
            .substring(0, section.indexOf("\n## "))
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("kubectl "))
            .toList();
    assertThat(commands).isNotEmpty();
    return commands;
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
