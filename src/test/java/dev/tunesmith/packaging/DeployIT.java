package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@KubeApiServer(alone = true)
@Order(1)
@DisplayName("kubectl apply -k deploy, on a real API server")
class DeployIT {

  private static final String OPERATOR =
      "--as=system:serviceaccount:" + Chart.NAMESPACE + ":" + Chart.NAME;

  @BeforeAll
  static void install(ApiServer server) {
    server.kubectl(Chart.NAMESPACE).run("apply", "-k", "deploy").output();
  }

  @Test
  @DisplayName("installs everything, and a second time changes nothing")
  void idempotent(ApiServer server) {
    Kubectl.Result again = server.kubectl(Chart.NAMESPACE).run("apply", "-k", "deploy");
    assertThat(again.output().lines())
        .hasSizeGreaterThanOrEqualTo(10)
        .allSatisfy(line -> assertThat(line).endsWith(" unchanged"));
    assertThat(again.stderr()).isEmpty();
    assertThat(
            server
                .kubectl(Chart.NAMESPACE)
                .run("get", "deployment,service,serviceaccount,role,rolebinding", "-o", "name")
                .output()
                .lines())
        .containsExactlyInAnyOrder(
            "deployment.apps/tunesmith",
            "service/tunesmith",
            "serviceaccount/tunesmith",
            "role.rbac.authorization.k8s.io/tunesmith-leader-election",
            "rolebinding.rbac.authorization.k8s.io/tunesmith-leader-election");
  }

  @Test
  @DisplayName("does not label as managed by Helm what Helm does not manage")
  void label(ApiServer server) {
    assertThat(server.kubectl("default").run("kustomize", "deploy").output())
        .contains("app.kubernetes.io/managed-by: kustomize")
        .doesNotContain("app.kubernetes.io/managed-by: Helm");
  }

  @Test
  @DisplayName("moves to another namespace by one line of kustomization.yaml")
  void moves(ApiServer server, @TempDir Path folder) throws IOException {
    try (Stream<Path> files = Files.list(DeployManifests.FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        Files.writeString(
            folder.resolve(file.getFileName()),
            file.endsWith("kustomization.yaml")
                ? text.replace("\nnamespace: " + Chart.NAMESPACE, "\nnamespace: ml-platform")
                : text);
      }
    }
    assertThat(server.kubectl("default").run("kustomize", folder.toString()).output())
        .contains("kind: Namespace", "namespace: ml-platform", "name: ml-platform")
        .doesNotContain(Chart.NAMESPACE);
  }

  @Test
  @DisplayName("takes its settings from kubectl set env, as its first lines say")
  void setEnv(ApiServer server) {
    Kubectl kubectl = server.kubectl(Chart.NAMESPACE);
    String project = "TUNESMITH_PROJECT=my-project";
    kubectl.run("set", "env", "deployment/tunesmith", project).output();
    assertThat(kubectl.run("set", "env", "deployment/tunesmith", "--list").output())
        .contains(project);
    kubectl.run("set", "env", "deployment/tunesmith", "TUNESMITH_PROJECT-").output();
  }

  @Test
  @DisplayName(
      "runs pods that the restricted standard admits in its own namespace, the emulator's too")
  void restrictedPods(ApiServer server) {
    for (PodTemplateSpec template : Chart.render("emulator: {enabled: true}").pods()) {
      Pod pod = server.admin().resource(pod(template)).create();
      assertThat(pod.getMetadata().getUid()).isNotEmpty();
      server.admin().resource(pod).delete();
    }
  }

  /** What the security context constraint restricted-v2 of OpenShift asks of a pod's user. */
  private static final String USER_RANGE =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: user-range}
      spec:
        matchConstraints:
          resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
        validations:
          - expression: "!has(object.spec.securityContext.runAsUser) || object.spec.securityContext.runAsUser >= 1000680000"
            message: runAsUser must be in the range
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: user-range}
      spec:
        policyName: user-range
        validationActions: [Deny]
        matchResources:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
      """
          .formatted(Chart.NAMESPACE);

  @Test
  @DisplayName("runs pods that OpenShift admits, which gives each namespace a range of users")
  void openShift(ApiServer server) {
    Kubectl kubectl = server.kubectl(Chart.NAMESPACE);
    kubectl.runWithInput(USER_RANGE, "apply", "-f", "-").output();
    try {
      List<PodTemplateSpec> pods = Chart.render("emulator: {enabled: true}").pods();
      PodTemplateSpec fixed =
          Chart.render("podSecurityContext: {runAsUser: 65532}").pods().getFirst();
      // A new policy is in force some seconds later.
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> server.admin().resource(pod(fixed)).dryRun().create())
                      .hasMessageContaining("must be in the range"));
      for (PodTemplateSpec template : pods) {
        assertThat(server.admin().resource(pod(template)).dryRun().create()).isNotNull();
      }
    } finally {
      kubectl.runWithInput(USER_RANGE, "delete", "-f", "-").output();
    }
  }

  @Test
  @DisplayName("and the API server there refuses a pod that asks for less")
  void refusedPod(ApiServer server) {
    PodTemplateSpec template = Chart.render().pods().getFirst();
    template.getSpec().getContainers().getFirst().setSecurityContext(null);
    assertThatThrownBy(() -> server.admin().resource(pod(template)).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("violates PodSecurity \"restricted:latest\"");
  }

  /** The pod that a Deployment's controller, which does not run here, would make. */
  private static Pod pod(PodTemplateSpec template) {
    return new PodBuilder()
        .withNewMetadata()
        .withGenerateName("tunesmith-")
        .withNamespace(Chart.NAMESPACE)
        .withLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("lets the operator do its work, in any namespace")
  @CsvSource({
    "list tuningjobs --all-namespaces",
    "watch tuningjobs --all-namespaces",
    "patch tuningjobs --namespace=default",
    "list tunedmodels --all-namespaces",
    "watch tunedmodels --all-namespaces",
    "patch tunedmodels --namespace=default",
    "update tunedmodels --subresource=status --namespace=default",
    "get customresourcedefinitions/tunedmodels.tunesmith.dev",
    "update tuningjobs --subresource=status --namespace=default",
    "create events --namespace=default",
    "patch events --namespace=default",
    "get namespaces/kube-system",
    "get customresourcedefinitions/tuningjobs.tunesmith.dev",
    "create leases --namespace=" + Chart.NAMESPACE,
    "get leases/tunesmith --namespace=" + Chart.NAMESPACE,
    "update leases/tunesmith --namespace=" + Chart.NAMESPACE,
  })
  void may(String what, ApiServer server) {
    assertThat(canI(server, what).stdout().strip()).isEqualTo("yes");
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("lets the operator do nothing else")
  @CsvSource({
    "get tuningjobs --namespace=default",
    "create tuningjobs --namespace=default",
    "update tuningjobs --namespace=default",
    "delete tuningjobs --namespace=default",
    "deletecollection tuningjobs --namespace=default",
    "get tunedmodels --namespace=default",
    "create tunedmodels --namespace=default",
    "update tunedmodels --namespace=default",
    "delete tunedmodels --namespace=default",
    "get secrets --namespace=default",
    "get secrets --namespace=" + Chart.NAMESPACE,
    "list configmaps --namespace=default",
    "get configmaps --namespace=default",
    "create pods --namespace=" + Chart.NAMESPACE,
    "list namespaces",
    "get namespaces/default",
    "update namespaces/kube-system",
    "update customresourcedefinitions/tuningjobs.tunesmith.dev",
    "get customresourcedefinitions/others.example.com",
    "create leases --namespace=default",
    "update leases/kube-scheduler --namespace=" + Chart.NAMESPACE,
    "delete leases/tunesmith --namespace=" + Chart.NAMESPACE,
    "impersonate serviceaccounts --namespace=default",
    "create serviceaccounts --subresource=token --namespace=" + Chart.NAMESPACE,
    "update deployments --namespace=" + Chart.NAMESPACE,
  })
  void mayNot(String what, ApiServer server) {
    Kubectl.Result answer = canI(server, what);
    assertThat(answer.stdout().strip()).as(answer.toString()).isEqualTo("no");
  }

  private static Kubectl.Result canI(ApiServer server, String what) {
    return server.kubectl("default").run(("auth can-i " + OPERATOR + " " + what).split(" "));
  }

  @Test
  @DisplayName("installs CRDs that accept every sample, and take it again without a change")
  void samples(TestNamespace namespace) {
    Kubectl kubectl = namespace.kubectl();
    Kubectl.Result first = kubectl.run("apply", "-f", "deploy/samples/tunedmodel");
    assertThat(first.output().lines())
        .filteredOn(line -> line.startsWith("tunedmodel."))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).endsWith(" created"));
    first = kubectl.run("apply", "-f", "deploy/samples");
    assertThat(first.output().lines())
        .hasSize(14)
        .allSatisfy(line -> assertThat(line).endsWith(" created"));
    assertThat(first.stderr()).isEmpty();
    assertThat(kubectl.run("apply", "-f", "deploy/samples").output().lines())
        .hasSize(14)
        .allSatisfy(line -> assertThat(line).endsWith(" unchanged"));
  }
}
