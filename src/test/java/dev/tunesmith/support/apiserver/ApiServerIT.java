package dev.tunesmith.support.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What other tests rely on: that the server is real, shared, and judges by RBAC. */
@KubeApiServer(alone = true)
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiServerIT {
  private static final String SOMEBODY = "somebody";

  private final Set<ApiServer> servers = new HashSet<>();

  @RepeatedTest(2)
  @DisplayName("all tests share one server, and each has an empty namespace of its own")
  void serverIsSharedAndNamespaceIsFresh(ApiServer server, TestNamespace namespace) {
    servers.add(server);

    assertThat(servers).hasSize(1);
    assertThat(namespace.client().configMaps().withName("mine").get()).isNull();
    namespace.client().resource(configMap()).create();
  }

  @Test
  @DisplayName("an impersonated user may do what a role allows, and nothing else")
  void impersonatedUserHasOnlyItsRights(ApiServer server, TestNamespace namespace) {
    namespace.client().resource(configMap()).create();
    allowReading(namespace, server);

    try (KubernetesClient user = server.impersonating(SOMEBODY, "readers")) {
      var configMaps = user.configMaps().inNamespace(namespace.name());

      assertThat(configMaps.withName("mine").get()).isNotNull();
      assertThatThrownBy(() -> configMaps.withName("mine").delete())
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refusal -> assertThat(refusal.getCode()).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN));
    }
  }

  @Test
  @DisplayName("the audit log names every request before it is answered, and who made it")
  void auditLogNamesRequests(ApiServer server, TestNamespace namespace) throws IOException {
    namespace.client().configMaps().withName("asked-for").get();

    assertThat(Files.readString(server.auditLog()).lines())
        .filteredOn(line -> line.contains("\"name\":\"asked-for\""))
        .singleElement()
        .asString()
        .contains(
            "\"verb\":\"get\"", "\"namespace\":\"" + namespace.name() + "\"", "system:masters")
        .doesNotContain("requestObject");
  }

  @Test
  @DisplayName("kubectl reads its input, and a failure has its exit code and its words")
  void kubectlReportsFailure(TestNamespace namespace) {
    Kubectl.Result created =
        namespace
            .kubectl()
            .runWithInput(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: mine}}", "create", "-f", "-");
    Kubectl.Result missing = namespace.kubectl().run("get", "configmap", "other");

    assertThat(created.output()).isEqualTo("configmap/mine created\n");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.stderr()).contains("(NotFound)");
    assertThatThrownBy(missing::output).hasMessageContaining("(NotFound)");
  }

  private static ConfigMap configMap() {
    return new ConfigMapBuilder().withNewMetadata().withName("mine").endMetadata().build();
  }

  private static void allowReading(TestNamespace namespace, ApiServer server) {
    var role =
        new RoleBuilder()
            .withNewMetadata()
            .withName("reader")
            .withNamespace(namespace.name())
            .endMetadata()
            .addNewRule()
            .addToApiGroups("")
            .addToResources("configmaps")
            .addToVerbs("get")
            .endRule()
            .build();
    var binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("reader")
            .withNamespace(namespace.name())
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", "reader")
            .addNewSubject()
            .withKind("User")
            .withName(SOMEBODY)
            .withApiGroup("rbac.authorization.k8s.io")
            .endSubject()
            .build();
    server.admin().resource(role).create();
    server.admin().resource(binding).create();
  }
}
