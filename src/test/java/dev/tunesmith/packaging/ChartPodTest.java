package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.app.OperatorFlags;
import dev.tunesmith.app.OperatorOptions;
import dev.tunesmith.app.OptionParser;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

@DisplayName("A pod of the chart")
class ChartPodTest {

  private static final String EMULATOR = "emulator: {enabled: true}";

  /** What {@code tunesmith operator} reads from its environment, as its command line says. */
  private static Set<String> options() {
    return CommandSpec.forAnnotatedObject(new OperatorFlags()).options().stream()
        .map(option -> OptionParser.variable(option.longestName()))
        .collect(Collectors.toSet());
  }

  @Test
  @DisplayName(
      "asks for what the restricted pod security standard demands, and can write nowhere but /tmp")
  void restricted() {
    List<PodTemplateSpec> pods = Chart.render(EMULATOR).pods();
    assertThat(pods).hasSize(2);
    for (PodTemplateSpec pod : pods) {
      PodSpec spec = pod.getSpec();
      assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
      // The image's own, by number; OpenShift refuses one that is not of the namespace's range.
      assertThat(spec.getSecurityContext().getRunAsUser()).isNull();
      assertThat(spec.getSecurityContext().getRunAsGroup()).isNull();
      assertThat(spec.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(spec.getHostNetwork()).isNull();
      assertThat(spec.getInitContainers()).isEmpty();
      assertThat(spec.getContainers())
          .singleElement()
          .satisfies(
              container -> {
                var security = container.getSecurityContext();
                assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(security.getCapabilities().getAdd()).isEmpty();
                assertThat(container.getVolumeMounts())
                    .extracting(mount -> mount.getName() + " " + mount.getMountPath())
                    .containsExactly("tmp /tmp");
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
              });
      assertThat(spec.getVolumes())
          .singleElement()
          .satisfies(
              volume ->
                  assertThat(volume.getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("64Mi")));
    }
  }

  @Test
  @DisplayName("gets no variables of Services, which would pass for options of the operator")
  void noServiceLinks() {
    assertThat(Chart.render(EMULATOR).pods())
        .allSatisfy(pod -> assertThat(pod.getSpec().getEnableServiceLinks()).isFalse());
  }

  @Test
  @DisplayName("of the operator, and no other, carries a token of the API server")
  void token() {
    Manifests chart = Chart.render("{emulator: {enabled: true}, serviceAccount: {name: tuner}}");
    assertThat(pod(chart, "tunesmith").getAutomountServiceAccountToken()).isTrue();
    assertThat(pod(chart, "tunesmith").getServiceAccountName()).isEqualTo("tuner");
    assertThat(pod(chart, "tunesmith-emulator").getAutomountServiceAccountToken()).isFalse();
    assertThat(pod(chart, "tunesmith-emulator").getServiceAccountName()).isNull();
    ServiceAccount account = chart.one(ServiceAccount.class, "tuner");
    assertThat(account.getAutomountServiceAccountToken()).isFalse();
    assertThat(Chart.render("serviceAccount: {create: false}").all(ServiceAccount.class)).isEmpty();
  }

  @Test
  @DisplayName(
      "is probed at the operator's health addresses, and is not killed while it still may stop by"
          + " itself")
  void probes() {
    PodSpec spec = pod(Chart.render("shutdownTimeoutSeconds: 200"), "tunesmith");
    Container operator = spec.getContainers().getFirst();
    assertThat(operator.getStartupProbe().getHttpGet().getPath()).isEqualTo("/healthz");
    assertThat(operator.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/healthz");
    assertThat(operator.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
    assertThat(operator.getPorts())
        .singleElement()
        .satisfies(
            port -> {
              assertThat(port.getName()).isEqualTo("http");
              assertThat(port.getContainerPort().toString())
                  .isEqualTo(environment(operator).get("TUNESMITH_HTTP_PORT"));
            });
    assertThat(environment(operator)).containsEntry("TUNESMITH_SHUTDOWN_TIMEOUT", "200s");
    assertThat(spec.getTerminationGracePeriodSeconds()).isEqualTo(230);
  }

  @Test
  @DisplayName("is told every value as an option that the operator knows, and nothing twice")
  void optionsAreKnown() {
    String everything =
        """
        vertex: {project: my-project, location: europe-west4, instanceId: old-cluster,
                 endpoint: 'private.example.com:443', credentials: none, plaintext: true, pollIntervalSeconds: 30}
        allow: {projects: [other-project, 'example.com:third-project'], serviceAccounts: ['*'], kmsKeys: ['*'],
                geminiHosts: [gateway.example.com]}
        gemini: {endpoint: 'https://gateway.example.com:8443'}
        storage: {endpoint: 'https://storage.example.com'}
        watchNamespaces: [team-a, team-b]
        workers: 20
        logging: {format: json, level: DEBUG}
        """;
    Container operator = operator(Chart.render(everything));
    assertThat(operator.getArgs()).containsExactly("operator");
    assertThat(operator.getEnv()).extracting(EnvVar::getName).doesNotHaveDuplicates();
    Map<String, String> environment = environment(operator);
    assertThat(environment.keySet()).contains("POD_NAMESPACE");
    environment.remove("POD_NAMESPACE");
    assertThat(options()).containsAll(environment.keySet());
    assertThat(environment(operator))
        .containsEntry("TUNESMITH_PROJECT", "my-project")
        .containsEntry("TUNESMITH_LOCATION", "europe-west4")
        .containsEntry("TUNESMITH_INSTANCE_ID", "old-cluster")
        .containsEntry("TUNESMITH_VERTEX_ENDPOINT", "private.example.com:443")
        .containsEntry("TUNESMITH_VERTEX_CREDENTIALS", "none")
        .containsEntry("TUNESMITH_VERTEX_PLAINTEXT", "true")
        .containsEntry("TUNESMITH_POLL_INTERVAL", "30s")
        .containsEntry("TUNESMITH_ALLOW_PROJECT", "other-project,example.com:third-project")
        .containsEntry("TUNESMITH_ALLOW_SERVICE_ACCOUNT", "*")
        .containsEntry("TUNESMITH_ALLOW_KMS_KEY", "*")
        .containsEntry("TUNESMITH_ALLOW_GEMINI_HOST", "gateway.example.com")
        .containsEntry("TUNESMITH_GEMINI_ENDPOINT", "https://gateway.example.com:8443")
        .containsEntry("TUNESMITH_STORAGE_ENDPOINT", "https://storage.example.com")
        .containsEntry("TUNESMITH_WATCH_NAMESPACES", "team-a,team-b")
        .containsEntry("TUNESMITH_LEADER_ELECT", "true")
        .containsEntry("TUNESMITH_LEASE_NAME", "tunesmith")
        .containsEntry("TUNESMITH_LEASE_NAMESPACE", "$(POD_NAMESPACE)")
        .containsEntry("TUNESMITH_WORKERS", "20")
        .containsEntry("TUNESMITH_LOG_FORMAT", "json")
        .containsEntry("TUNESMITH_LOG_LEVEL", "DEBUG");
  }

  @Test
  @DisplayName("is told by default what the operator can start with")
  void defaultsCanBeRead() {
    Map<String, String> environment = environment(operator(Chart.render()));
    environment.replaceAll((name, value) -> value.replace("$(POD_NAMESPACE)", "tunesmith-system"));

    assertThat(read(environment).cluster().lease()).isNotNull();
  }

  @Test
  @DisplayName(
      "is told no project, no permission and no endpoint by default, and uses TLS and credentials")
  void defaults() {
    assertThat(environment(operator(Chart.render())))
        .doesNotContainKeys(
            "TUNESMITH_PROJECT",
            "TUNESMITH_LOCATION",
            "TUNESMITH_VERTEX_ENDPOINT",
            "TUNESMITH_ALLOW_PROJECT",
            "TUNESMITH_ALLOW_SERVICE_ACCOUNT",
            "TUNESMITH_ALLOW_KMS_KEY",
            "TUNESMITH_WATCH_NAMESPACES")
        .containsEntry("TUNESMITH_VERTEX_CREDENTIALS", "adc")
        .containsEntry("TUNESMITH_VERTEX_PLAINTEXT", "false");
  }

  @Test
  @DisplayName("runs the image of the chart's version, or the one of a digest")
  void image() {
    assertThat(operator(Chart.render()).getImage()).isEqualTo("ghcr.io/tunesmith/tunesmith:0.1.0");
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    String values =
        "image: {repository: registry.example.com/t, tag: v9, digest: '%s'}".formatted(digest);
    assertThat(operator(Chart.render(values)).getImage())
        .isEqualTo("registry.example.com/t@" + digest);
  }

  @Test
  @DisplayName("of an operator that elects no leader is gone before the next one starts")
  void recreate() {
    Deployment alone =
        Chart.render("leaderElection: {enabled: false}").one(Deployment.class, "tunesmith");
    assertThat(alone.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    assertThat(alone.getSpec().getStrategy().getRollingUpdate()).isNull();
    Deployment usual = Chart.render().one(Deployment.class, "tunesmith");
    assertThat(usual.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(usual.getSpec().getStrategy().getRollingUpdate()).isNotNull();
  }

  @Test
  @DisplayName("carries what a platform asks for, each thing once, and keeps what was not named")
  void platform() {
    Manifests chart = ChartMatrix.render("platform");
    PodTemplateSpec template = chart.one(Deployment.class, "tunesmith").getSpec().getTemplate();
    PodSpec spec = template.getSpec();
    assertThat(spec.getSecurityContext().getRunAsUser()).isEqualTo(1000680001);
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    Container operator = spec.getContainers().getFirst();
    assertThat(operator.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(operator.getImage())
        .isEqualTo("registry.example.com/mirror/tunesmith/tunesmith:0.1.0");
    assertThat(spec.getImagePullSecrets())
        .extracting(secret -> secret.getName())
        .containsExactly("mirror", "own");
    assertThat(operator.getStartupProbe().getFailureThreshold()).isEqualTo(60);
    assertThat(operator.getStartupProbe().getPeriodSeconds()).isEqualTo(2);
    assertThat(operator.getStartupProbe().getHttpGet().getPath()).isEqualTo("/healthz");
    assertThat(spec.getContainers())
        .extracting(Container::getName)
        .containsExactly("operator", "proxy");
    assertThat(spec.getInitContainers()).extracting(Container::getName).containsExactly("wait");
    assertThat(spec.getHostAliases()).hasSize(1);
    assertThat(spec.getDnsConfig().getOptions()).hasSize(1);
    assertThat(environment(operator)).containsEntry("TUNESMITH_LEASE_NAMESPACE", "leases");
    assertThat(chart.one(Role.class, "tunesmith-leader-election").getMetadata().getNamespace())
        .isEqualTo("leases");
    assertThat(template.getMetadata().getAnnotations())
        .containsEntry("example.com/owner", "platform")
        .containsEntry("example.com/scrape", "no");
    assertThat(chart.one(PodDisruptionBudget.class, "tunesmith").getSpec())
        .satisfies(
            budget -> {
              assertThat(budget.getMinAvailable().getIntVal()).isEqualTo(2);
              assertThat(budget.getMaxUnavailable()).isNull();
            });
    for (Manifests.Document document : chart.documents()) {
      String owner = document.template().equals("service.yaml") ? "observability" : "platform";
      assertThat(document.object().getMetadata().getAnnotations())
          .as(document.text())
          .containsEntry("example.com/owner", owner);
      assertThat(document.object().getMetadata().getNamespace())
          .as(document.text())
          .isIn(null, "tuning", "leases", "monitoring", "team-a", "team-b");
    }
  }

  @Test
  @DisplayName("and every other object has text for a name, also where it looks like a number")
  void numbers() {
    Manifests chart =
        Chart.renderRelease(
            "123",
            "1e3",
            "{fullnameOverride: '0x10', nameOverride: '7', replicas: 2,"
                + " serviceAccount: {name: '8'}, emulator: {enabled: true},"
                + " networkPolicy: {enabled: true}}");
    assertThat(chart.documents())
        .filteredOn(document -> !document.template().equals("crd.yaml"))
        .allSatisfy(
            document ->
                assertThat(document.text())
                    .doesNotContainPattern(
                        "(?m)(name|namespace|instance|Name): (123|1e3|0x10|7|8)$"));
    assertThat(chart.one(Deployment.class, "0x10").getMetadata().getNamespace()).isEqualTo("1e3");
  }

  @Test
  @DisplayName("is picked by its own Deployment and its own Service only")
  void selectors() {
    Manifests chart = Chart.render(EMULATOR);
    for (PodTemplateSpec pod : chart.pods()) {
      assertThat(chart.all(Deployment.class))
          .filteredOn(deployment -> Manifests.selects(deployment.getSpec().getSelector(), pod))
          .extracting(deployment -> deployment.getSpec().getTemplate())
          .containsExactly(pod);
      assertThat(chart.all(Service.class))
          .filteredOn(service -> Manifests.selects(service.getSpec().getSelector(), pod))
          .singleElement()
          .satisfies(
              service ->
                  assertThat(pod.getSpec().getContainers().getFirst().getPorts())
                      .extracting(port -> port.getName() + " " + port.getContainerPort())
                      .containsExactlyElementsOf(
                          service.getSpec().getPorts().stream()
                              .map(port -> port.getTargetPort().getStrVal() + " " + port.getPort())
                              .toList()));
    }
    assertThat(Chart.render("metrics: {service: {enabled: false}}").all(Service.class)).isEmpty();
  }

  @Test
  @DisplayName("carries what the administrator adds to it")
  void additions() {
    String values =
        """
        serviceAccount: {annotations: {iam.gke.io/gcp-service-account: tuner@my-project.iam.gserviceaccount.com}}
        podAnnotations: {example.com/a: b}
        podLabels: {example.com/team: ml}
        extraEnv: [{name: GOOGLE_APPLICATION_CREDENTIALS, value: /var/run/federation/config.json}]
        extraVolumes: [{name: federation, configMap: {name: federation}}]
        extraVolumeMounts: [{name: federation, mountPath: /var/run/federation, readOnly: true}]
        imagePullSecrets: [{name: my-registry}]
        nodeSelector: {kubernetes.io/arch: amd64}
        tolerations: [{key: spot, operator: Exists}]
        topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]
        affinity: {podAntiAffinity: {}}
        priorityClassName: high
        """;
    Manifests chart = Chart.render(values);
    assertThat(chart.one(ServiceAccount.class, "tunesmith").getMetadata().getAnnotations())
        .containsEntry(
            "iam.gke.io/gcp-service-account", "tuner@my-project.iam.gserviceaccount.com");
    PodTemplateSpec pod = chart.pods().getFirst();
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("example.com/a", "b");
    assertThat(pod.getMetadata().getLabels()).containsEntry("example.com/team", "ml");
    PodSpec spec = pod.getSpec();
    assertThat(environment(operator(chart)))
        .containsEntry("GOOGLE_APPLICATION_CREDENTIALS", "/var/run/federation/config.json");
    assertThat(spec.getVolumes())
        .extracting(volume -> volume.getName())
        .containsExactly("tmp", "federation");
    assertThat(operator(chart).getVolumeMounts())
        .extracting(mount -> mount.getMountPath())
        .containsExactly("/tmp", "/var/run/federation");
    assertThat(spec.getImagePullSecrets())
        .extracting(secret -> secret.getName())
        .containsExactly("my-registry");
    assertThat(spec.getNodeSelector()).containsEntry("kubernetes.io/arch", "amd64");
    assertThat(spec.getTolerations()).hasSize(1);
    assertThat(spec.getTopologySpreadConstraints()).hasSize(1);
    assertThat(spec.getAffinity().getPodAntiAffinity()).isNotNull();
    assertThat(spec.getPriorityClassName()).isEqualTo("high");
  }

  private static PodSpec pod(Manifests chart, String deployment) {
    return chart.one(Deployment.class, deployment).getSpec().getTemplate().getSpec();
  }

  /** Reads an environment as the operator would, and fails with its words where it would. */
  private static OperatorOptions read(Map<String, String> environment) {
    Map<String, String> pod = new HashMap<>(environment);
    pod.put("POD_NAMESPACE", "tunesmith-system");
    return OptionParser.parse(pod);
  }

  private static Container operator(Manifests chart) {
    return pod(chart, "tunesmith").getContainers().getFirst();
  }

  /** Names and values; a value that comes from elsewhere is empty. */
  private static Map<String, String> environment(Container container) {
    Map<String, String> environment = new HashMap<>();
    container
        .getEnv()
        .forEach(
            variable ->
                environment.put(
                    variable.getName(), Objects.requireNonNullElse(variable.getValue(), "")));
    return environment;
  }
}
