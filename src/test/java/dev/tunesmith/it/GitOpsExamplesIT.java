package dev.tunesmith.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.gitops.Written;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code deploy/}, on a real API server with the operator running. */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The examples for GitOps")
class GitOpsExamplesIT {
  private static final Path CHART = Path.of("deploy", "samples", "chart");
  private static final Path EXAMPLE = Path.of("deploy", "argocd", "example");

  private ApiServer server;
  private KubectlUser user;
  private Kubectl kubectl;
  private Emulator emulator;
  private OperatorUnderTest operator;

  @BeforeAll
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    kubectl = namespace.kubectl();
    emulator = OperatorUnderTest.emulator();
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
  }

  @AfterAll
  void stop() {
    operator.close();
    emulator.close();
  }

  @Test
  @DisplayName("are accepted by the API server as they are, by server-side apply")
  void dryRun() {
    String chart =
        new Helm(CHART).template().withName("support-desk").withKubeVersion("v1.30.0").call();
    assertThat(
            kubectl
                .runWithInput(chart, "apply", "--server-side", "--dry-run=server", "-f", "-")
                .output()
                .lines())
        .hasSize(5);
    for (String folder : List.of("tuning", "app")) {
      String flag = folder.equals("app") ? "-k" : "-f";
      Kubectl.Result applied =
          kubectl.run(
              "apply",
              "--server-side",
              "--dry-run=server",
              flag,
              EXAMPLE.resolve(folder).toString());
      assertThat(applied.output()).isNotBlank();
      assertThat(applied.stderr()).isEmpty();
    }
  }

  @Test
  @DisplayName("give the endpoint to the application: its own account, its own commands")
  void endpoint(@TempDir Path folder) throws IOException, InterruptedException {
    user.run("apply", "-f", EXAMPLE.resolve("tuning").toString());
    user.run("apply", "-f", EXAMPLE.resolve("app/rbac.yaml").toString());
    String script =
        Written.read(EXAMPLE.resolve("app/deployment.yaml"))
            .at("/spec/template/spec/initContainers/0/args/0")
            .asText();
    assertThat(script).contains(">/tuned/endpoint");
    Path signedIn = signIn(folder, "support-desk");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-ec", script.replace("/tuned/", folder + "/"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("KUBECONFIG", signedIn.toString());
    builder.environment().put("TUNING_RUN", "1");
    builder.environment().put("HOME", folder.toString());
    builder.environment().merge("PATH", server.programs() + ":", (path, first) -> first + path);

    Process process = builder.start();

    assertThat(process.waitFor(90, TimeUnit.SECONDS))
        .as(() -> text(folder.resolve("log")))
        .isTrue();
    assertThat(process.exitValue()).as(() -> text(folder.resolve("log"))).isZero();
    assertThat(text(folder.resolve("endpoint")))
        .startsWith("projects/")
        .isEqualTo(user.field("support-tone", ".status.job.tunedModel.endpoint"));
  }

  /** A kubeconfig with a token of the account, as its pod has it. */
  private Path signIn(Path folder, String account) throws IOException {
    String token = user.tryToRun("create", "token", account).output().strip();
    Path own = Files.copy(server.kubeconfig(), folder.resolve("config"));
    Kubectl config = new Kubectl(server.kubectlProgram(), own, user.namespace());
    config.run("config", "set-credentials", account, "--token=" + token).output();
    config
        .run(
            "config",
            "set-context",
            "--current",
            "--user=" + account,
            "--namespace=" + user.namespace())
        .output();
    return own;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  @DisplayName(
      "under Helm: a new run creates a job, and no upgrade, rollback or re-installation does")
  void helm(@TempDir Path folder) throws IOException {
    Path values = folder.resolve("values.yaml");
    Files.writeString(values, values("1"));
    helmInstall(values);
    awaitRun("1");
    helmUpgrade(values);
    assertThat(user.field("released", ".metadata.generation")).isEqualTo("1");
    Files.writeString(values, values("2"));
    helmUpgrade(values);
    awaitRun("2");
    assertThat(jobCount()).isEqualTo(2);
    Files.writeString(values, values("1"));
    helmUpgrade(values);
    awaitRun("1");
    Helm.uninstall("released")
        .withNamespace(user.namespace())
        .withKubeConfig(server.kubeconfig())
        .call();
    user.awaitGone("released");
    helmInstall(values);
    awaitRun("1");
    assertThat(jobCount()).as("one for each run").isEqualTo(2);
  }

  private static String values(String run) {
    return "{app: {enabled: false}, tuning: {run: '" + run + "'}}";
  }

  private void helmInstall(Path values) {
    assertThat(
            new Helm(CHART)
                .install()
                .withName("released")
                .withNamespace(user.namespace())
                .withKubeConfig(server.kubeconfig())
                .withValuesFile(values)
                .call()
                .getStatus())
        .isEqualTo("deployed");
  }

  private void helmUpgrade(Path values) {
    assertThat(
            new Helm(CHART)
                .upgrade()
                .withName("released")
                .withNamespace(user.namespace())
                .withKubeConfig(server.kubeconfig())
                .withValuesFile(values)
                .call()
                .getStatus())
        .isEqualTo("deployed");
  }

  private void awaitRun(String run) {
    user.run("wait", "tj/released", "--for=jsonpath={.status.run}=" + run, "--timeout=55s");
    user.awaitCondition("released", "Complete");
  }

  private int jobCount() {
    return new EmulatorJobs(emulator).of("released").size();
  }
}
