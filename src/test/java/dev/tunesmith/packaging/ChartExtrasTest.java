package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the chart adds on demand")
class ChartExtrasTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static JsonNode only(Manifests chart, String kind) throws IOException {
    List<Manifests.Document> found =
        chart.documents().stream().filter(d -> d.object().getKind().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return YAML.readTree(found.getFirst().text());
  }

  private static PodTemplateSpec pod(Manifests chart) {
    return chart.one(Deployment.class, "tunesmith").getSpec().getTemplate();
  }

  private static Container operator(Manifests chart) {
    return pod(chart).getSpec().getContainers().getFirst();
  }

  private static Map<String, String> environment(Manifests chart) {
    return operator(chart).getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static Map<String, String> labels(JsonNode selector) {
    return YAML.convertValue(
        selector, YAML.getTypeFactory().constructMapType(Map.class, String.class, String.class));
  }

  @Test
  @DisplayName("a ServiceMonitor that finds the operator's Service, and a PodMonitor its pods")
  void monitors() throws IOException {
    Manifests chart =
        Chart.render(
            "{emulator: {enabled: true}, metrics: {serviceMonitor: {enabled: true, interval: 15s,"
                + " labels: {release: prometheus}}}}");
    JsonNode monitor = only(chart, "ServiceMonitor");
    Map<String, String> selector = labels(monitor.at("/spec/selector/matchLabels"));
    assertThat(chart.all(Service.class))
        .filteredOn(s -> s.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
        .extracting(s -> s.getMetadata().getName())
        .containsExactly("tunesmith");
    assertThat(monitor.at("/spec/endpoints/0/port").asText()).isEqualTo("http");
    assertThat(monitor.at("/spec/endpoints/0/interval").asText()).isEqualTo("15s");
    assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");

    JsonNode byPod = only(Chart.render("metrics: {podMonitor: {enabled: true}}"), "PodMonitor");
    assertThat(byPod.at("/spec/podMetricsEndpoints/0/path").asText()).isEqualTo("/metrics");
    assertThat(Manifests.selects(labels(byPod.at("/spec/selector/matchLabels")), pod(chart)))
        .isTrue();
  }

  @Test
  @DisplayName("the alerts of deploy/monitoring, about its own release, and its dashboard")
  void alerts() throws IOException {
    Manifests chart =
        Chart.render("metrics: {prometheusRule: {enabled: true}, dashboard: {enabled: true}}");
    String shipped = Files.readString(Path.of("deploy/monitoring/rules.yaml"));
    String own = "namespace=\"tunesmith-system\",job=~\"(.+/)?tunesmith\"";
    assertThat(only(chart, "PrometheusRule").at("/spec/groups"))
        .isEqualTo(YAML.readTree(shipped.replace("namespace=~\".*\"", own)).path("groups"));
    ConfigMap dashboard = chart.one(ConfigMap.class, "tunesmith-dashboard");
    assertThat(new ObjectMapper().readTree(dashboard.getData().get("tunesmith.json")))
        .isEqualTo(
            new ObjectMapper().readTree(Path.of("deploy/monitoring/dashboard.json").toFile()));
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
  }

  @Test
  @DisplayName("alerts without those that are not wanted, with further ones, on other series")
  void chosenAlerts() throws IOException {
    JsonNode rules =
        only(
                Chart.render(
                    """
                    metrics:
                      prometheusRule:
                        enabled: true
                        selector: cluster="a"
                        disabledAlerts: [TunesmithQuotaExceeded]
                        extraRules: [{alert: Mine, expr: vector(1)}]
                    """),
                "PrometheusRule")
            .at("/spec/groups/0/rules");
    assertThat(rules.findValuesAsText("alert"))
        .contains("TuningJobFailed", "Mine")
        .doesNotContain("TunesmithQuotaExceeded");
    assertThat(rules.findValuesAsText("expr"))
        .filteredOn(expression -> expression.contains("tunesmith_"))
        .allSatisfy(
            expression ->
                assertThat(expression).contains("{cluster=\"a\"").doesNotContain("namespace=~"));
  }

  @Test
  @DisplayName("a disruption budget where there is a second pod, and none that blocks a drain")
  void disruption() throws IOException {
    assertThat(kinds("{}")).doesNotContain("PodDisruptionBudget");
    Manifests two = Chart.render("replicas: 2");
    JsonNode budget = only(two, "PodDisruptionBudget").path("spec");
    assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
    assertThat(Manifests.selects(labels(budget.at("/selector/matchLabels")), pod(two))).isTrue();
    assertThat(kinds("{replicas: 2, podDisruptionBudget: {enabled: false}}"))
        .doesNotContain("PodDisruptionBudget");
  }

  private static List<String> kinds(String values) {
    return Chart.render(values).documents().stream().map(d -> d.object().getKind()).toList();
  }

  private static List<Integer> ports(JsonNode rules) {
    return rules.findValues("port").stream().map(JsonNode::asInt).distinct().sorted().toList();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("a network policy that lets in the scrape alone, and out what the preset names")
  @CsvSource({
    "none, ''",
    "generic, 53 443 6443",
    "gkeDataplaneV2, 53 80 443 988 6443",
    "gkeCalico, 53 80 443 988 6443"
  })
  void network(String egress, String ports) throws IOException {
    Manifests chart = Chart.render("networkPolicy: {enabled: true, egress: " + egress + "}");
    JsonNode policy = policy(chart, "tunesmith");
    assertThat(Manifests.selects(labels(policy.at("/podSelector/matchLabels")), pod(chart)))
        .isTrue();
    assertThat(ports(policy.path("ingress"))).containsExactly(8080);
    assertThat(policy.path("policyTypes").toString().contains("Egress"))
        .isEqualTo(!egress.equals("none"));
    assertThat(ports(policy.path("egress")))
        .extracting(port -> Integer.toString(port))
        .containsExactlyElementsOf(ports.isEmpty() ? List.of() : List.of(ports.split(" ", -1)));
    assertThat(kinds("{}")).doesNotContain("NetworkPolicy");
  }

  private static JsonNode policy(Manifests chart, String name) throws IOException {
    return YAML.valueToTree(chart.one(NetworkPolicy.class, name).getSpec());
  }

  @Test
  @DisplayName("network policies of the emulator and of helm test, which let them do their work")
  void otherPolicies() throws IOException {
    Manifests chart =
        Chart.renderWithTests(
            Chart.NAME,
            Chart.NAMESPACE,
            "{emulator: {enabled: true}, networkPolicy: {enabled: true, egress: generic,"
                + " metricsFrom: [{namespaceSelector: {matchLabels: {a: b}}}],"
                + " emulatorFrom: [{podSelector: {matchLabels: {app: own}}}]}}");
    PodTemplateSpec emulator =
        chart.one(Deployment.class, "tunesmith-emulator").getSpec().getTemplate();
    JsonNode ofEmulator = policy(chart, "tunesmith-emulator");
    assertThat(Manifests.selects(labels(ofEmulator.at("/podSelector/matchLabels")), emulator))
        .isTrue();
    JsonNode in = ofEmulator.at("/ingress/0");
    assertThat(ports(in)).containsExactly(8081, 8082);
    assertThat(in.path("from")).hasSize(2);
    assertThat(Manifests.selects(labels(in.at("/from/0/podSelector/matchLabels")), pod(chart)))
        .isTrue();
    JsonNode toEmulator =
        stream(policy(chart, "tunesmith").path("egress"))
            .filter(rule -> ports(rule).contains(8082))
            .findFirst()
            .orElseThrow();
    assertThat(Manifests.selects(labels(toEmulator.at("/to/0/podSelector/matchLabels")), emulator))
        .isTrue();

    JsonNode ofTests = policy(chart, "tunesmith-test");
    assertThat(ports(ofTests.path("egress"))).containsExactly(53, 443, 6443, 8080);
    Map<String, String> tests = labels(ofTests.at("/podSelector/matchLabels"));
    assertThat(chart.all(Pod.class))
        .hasSize(2)
        .allSatisfy(
            pod ->
                assertThat(pod.getMetadata().getLabels().entrySet()).containsAll(tests.entrySet()));
    assertThat(stream(policy(chart, "tunesmith").at("/ingress/0/from")))
        .extracting(from -> from.at("/podSelector/matchLabels"))
        .anySatisfy(labels -> assertThat(labels(labels)).isEqualTo(tests));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Test
  @DisplayName("identity: an annotation, or a key file that is mounted and named")
  void identity() {
    ServiceAccount linked =
        Chart.render(
                "{credentials: {googleServiceAccount: 't@p.iam.gserviceaccount.com'},"
                    + " serviceAccount: {annotations: {a: b}}}")
            .one(ServiceAccount.class, "tunesmith");
    assertThat(linked.getMetadata().getAnnotations())
        .containsEntry("iam.gke.io/gcp-service-account", "t@p.iam.gserviceaccount.com")
        .containsEntry("a", "b");

    Manifests key = Chart.render("credentials: {keySecret: {name: vertex, key: k.json}}");
    assertThat(environment(key))
        .containsEntry("GOOGLE_APPLICATION_CREDENTIALS", "/etc/tunesmith/credentials/k.json");
    assertThat(operator(key).getVolumeMounts())
        .anySatisfy(
            mount -> assertThat(mount.getMountPath()).isEqualTo("/etc/tunesmith/credentials"));
    assertThat(pod(key).getSpec().getVolumes())
        .filteredOn(volume -> volume.getSecret() != null)
        .singleElement()
        .satisfies(volume -> assertThat(volume.getSecret().getSecretName()).isEqualTo("vertex"));
  }

  @Test
  @DisplayName("a proxy for Google alone, and a certificate authority to trust")
  void proxy() {
    Manifests chart =
        Chart.render(
            "{proxy: {host: proxy.internal, port: 8888, noProxy: ['*.internal', 10.0.0.1]},"
                + " extraCa: {configMap: company-ca, key: ca.pem}}");
    assertThat(environment(chart))
        .containsEntry(
            "JAVA_TOOL_OPTIONS",
            "-Dhttps.proxyHost=proxy.internal -Dhttps.proxyPort=8888"
                + " -Dhttp.nonProxyHosts=*.internal|10.0.0.1")
        .containsEntry("TUNESMITH_CA_FILE", "/etc/tunesmith/ca/ca.pem")
        .doesNotContainKeys("HTTPS_PROXY", "https_proxy");
    assertThat(pod(chart).getSpec().getVolumes())
        .filteredOn(volume -> volume.getConfigMap() != null)
        .singleElement()
        .satisfies(volume -> assertThat(volume.getConfigMap().getName()).isEqualTo("company-ca"));
  }

  @Test
  @DisplayName("roles that let people spend money, where the administrator says so")
  void people() {
    assertThat(Chart.render().all(ClusterRole.class))
        .extracting(role -> role.getMetadata().getName())
        .containsExactlyInAnyOrder("tunesmith", "tunesmith-view");
    Manifests chart = Chart.render("rbac: {aggregateToEdit: true, aggregateToAdmin: true}");
    for (String role : List.of("edit", "admin")) {
      ClusterRole granted = chart.one(ClusterRole.class, "tunesmith-" + role);
      assertThat(granted.getMetadata().getLabels())
          .containsEntry("rbac.authorization.k8s.io/aggregate-to-" + role, "true");
      assertThat(granted.getRules())
          .singleElement()
          .satisfies(
              rule -> {
                assertThat(rule.getResources()).containsExactly("tuningjobs", "tunedmodels");
                assertThat(rule.getVerbs()).contains("create", "delete").doesNotContain("*");
              });
    }
  }

  @Test
  @DisplayName("arguments, environment and objects of the user's own")
  void own() {
    Manifests chart = ChartMatrix.render("namespaces");
    assertThat(operator(chart).getArgs()).containsExactly("operator", "--max-calls-per-minute=600");
    assertThat(operator(chart).getEnvFrom().getFirst().getConfigMapRef().getName())
        .isEqualTo("tunesmith-extra");
    assertThat(chart.one(ConfigMap.class, "tunesmith-extra").getMetadata().getNamespace())
        .isEqualTo(Chart.NAMESPACE);
  }
}
