package dev.tunesmith.packaging;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.it.KubectlUser;
import dev.tunesmith.it.Manifest;
import dev.tunesmith.it.OperatorJvm;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.AuditTrail;
import dev.tunesmith.support.apiserver.AuditTrail.Request;
import dev.tunesmith.support.apiserver.KubeApiServer;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.StatusDetails;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The chart as it renders for two namespaces: its roles, its account, and the environment of its
 * pod, under which the real process runs.
 */
@KubeApiServer
@DisplayName("With watchNamespaces, the operator")
@Order(2)
class WatchNamespacesIT {
  private ApiServer server;
  private KubectlUser one;
  private KubectlUser two;
  private KubectlUser elsewhere;
  private Emulator emulator;

  @SuppressWarnings("NullAway.Init") // each test installs a release of its own first
  private Release release;

  private record Release(String home, String account, Manifests chart, Path kubeconfig) {}

  @BeforeEach
  void start(ApiServer apiServer) throws IOException {
    server = apiServer;
    one = user();
    two = user();
    elsewhere = user();
    emulator = Emulator.start(EmulatorOptions.defaults().withSpeed(30), Clock.systemUTC());
  }

  /** Installs a release of the test's own: each right of its roles has to be used by the test. */
  private void install(String further) {
    String home = server.newNamespace();
    // Not the name of deploy/: both are on the one API server of the tests.
    String name = "tunesmith-" + home;
    Manifests chart =
        Chart.renderRelease(
            name,
            home,
            "{watchNamespaces: [%s, %s], vertex: {project: local-project}%s}"
                .formatted(one.namespace(), two.namespace(), further));
    chart.documents().stream()
        .filter(document -> document.template().matches("(rbac|serviceaccount)\\.yaml"))
        .forEach(document -> server.admin().resource(document.object()).create());
    release =
        new Release(
            home,
            "system:serviceaccount:" + home + ":" + name,
            chart,
            OperatorJvm.signIn(server, home, name));
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  private KubectlUser user() {
    return new KubectlUser(server, server.newNamespace());
  }

  private OperatorJvm operator(Map<String, String> further) {
    PodTemplateSpec pod = release.chart().pods().getFirst();
    Map<String, String> environment =
        pod.getSpec().getContainers().getFirst().getEnv().stream()
            .filter(variable -> variable.getValue() != null)
            .collect(
                toMap(
                    EnvVar::getName,
                    v -> v.getValue().replace("$(POD_NAMESPACE)", release.home())));
    environment.putAll(further);
    // What the environment says, the command line must not say again: it would win.
    List<String> options =
        OperatorJvm.options(release.kubeconfig(), emulator.grpcPort()).stream()
            .filter(option -> !option.startsWith("--lease-"))
            .toList();
    return OperatorJvm.start(environment, options);
  }

  @Test
  @DisplayName("lives by Roles in these namespaces alone, and neither sees nor touches any other")
  void twoNamespaces() throws InterruptedException {
    install("");
    elsewhere.apply(Manifest.of("untouched"));
    TuningJob before = untouched();
    try (OperatorJvm operator = operator(Map.of())) {
      operator.awaitReady();
      KubectlUser.awaitThat(
          "the lead", () -> assertThat(operator.leads()).as(operator.log()).isTrue());
      live(operator);
    }

    assertThat(untouched()).isEqualTo(before);
    assertThat(emulator.jobs()).hasSize(2);
    List<Request> requests = new AuditTrail(server.auditLog()).requestsOf(release.account());
    assertThat(requests).filteredOn(Request::forbidden).isEmpty();
    assertThat(requests)
        .filteredOn(request -> request.resource().matches("(tuningjobs|events).*"))
        .extracting(Request::namespace)
        .containsOnly(one.namespace(), two.namespace());
    assertThat(requests)
        .filteredOn(request -> request.resource().equals("leases"))
        .isNotEmpty()
        .extracting(Request::namespace)
        .containsOnly(release.home());
  }

  private void live(OperatorJvm operator) throws InterruptedException {
    for (KubectlUser user : List.of(one, two)) {
      user.apply(Manifest.of("alive"));
    }
    for (KubectlUser user : List.of(one, two)) {
      user.awaitCondition("alive", "Complete");
      user.delete("alive");
      user.awaitGone("alive");
    }
    operator.terminate();
    assertThat(operator.exitCode()).as(operator.log()).isZero();
  }

  private TuningJob untouched() {
    return server
        .admin()
        .resources(TuningJob.class)
        .inNamespace(elsewhere.namespace())
        .withName("untouched")
        .require();
  }

  @Test
  @DisplayName(
      "serves the namespaces that it may read, reports the one that it may not, and serves it as"
          + " soon as it may")
  void oneForbidden() throws InterruptedException {
    // Watched without leader election, it needs no lease.
    install(", leaderElection: {enabled: false}");
    forbidden(elsewhere);
    try (OperatorJvm operator =
        operator(Map.of("TUNESMITH_WATCH_NAMESPACES", namespaces(one, two, elsewhere)))) {
      operator.awaitReady();
      one.apply(Manifest.of("served"));
      elsewhere.apply(Manifest.of("waits"));
      one.awaitCondition("served", "Complete");
      assertThat(operator.log()).contains("cannot watch ", path(elsewhere), "403 Forbidden");
      assertThat(operator.readiness())
          .startsWith("200 ready; not watched: ")
          .contains(path(elsewhere), "not permitted to list and watch")
          .doesNotContain(path(one));
      assertThat(operator.metrics()).contains("tunesmith_watches_down 2.0");
      assertThat(emulator.jobs()).hasSize(1);

      grant(elsewhere);

      elsewhere.awaitCondition("waits", "Complete");
      // The other kind's watch is tried again a moment later.
      KubectlUser.awaitThat(
          "all watches", () -> assertThat(operator.readiness()).isEqualTo("200 ready"));
      assertThat(operator.metrics()).contains("tunesmith_watches_down 0.0");
      one.delete("served");
      elsewhere.delete("waits");
      one.awaitGone("served");
      elsewhere.awaitGone("waits");
      live(operator);
    }
  }

  @Test
  @DisplayName("reports a namespace whose Role is taken away while it runs, and serves the others")
  void takenAway() throws InterruptedException {
    install(", leaderElection: {enabled: false}");
    try (OperatorJvm operator = operator(Map.of())) {
      operator.awaitReady();
      for (KubectlUser user : List.of(one, two)) {
        user.apply(Manifest.of("before"));
        user.awaitCondition("before", "Complete");
        user.delete("before");
        user.awaitGone("before");
      }
      forbidden(two);

      List<StatusDetails> deleted =
          server.admin().rbac().roleBindings().inNamespace(two.namespace()).delete();
      assertThat(deleted).isNotEmpty();

      KubectlUser.awaitThat(
          "the report",
          () -> {
            assertThat(operator.readiness())
                .startsWith("200 ready; not watched: ")
                .contains(path(two));
            assertThat(operator.metrics()).contains("tunesmith_watches_down 2.0");
          });
      one.apply(Manifest.of("after"));
      one.awaitCondition("after", "Complete");
      operator.terminate();
      assertThat(operator.exitCode()).as(operator.log()).isZero();
    }
  }

  @Test
  @DisplayName("says which right is missing, and exits, where it may read none of its namespaces")
  void allForbidden() throws InterruptedException {
    install(", leaderElection: {enabled: false}");
    forbidden(elsewhere);

    try (OperatorJvm operator =
        operator(Map.of("TUNESMITH_WATCH_NAMESPACES", elsewhere.namespace()))) {
      assertThat(operator.exitCode()).as(operator.log()).isEqualTo(3);
      assertThat(operator.log().lines())
          .filteredOn(line -> line.contains("cannot start: "))
          .singleElement()
          .asString()
          .contains("cannot list resource \"tuningjobs\"", elsewhere.namespace());
    }
  }

  /** Of each kind. */
  private void forbidden(KubectlUser user) {
    for (String kind : List.of("tuningjobs", "tunedmodels")) {
      server.expectForbidden(release.account(), "list", kind, user.namespace());
    }
  }

  private static String namespaces(KubectlUser... users) {
    return Stream.of(users).map(KubectlUser::namespace).collect(Collectors.joining(","));
  }

  private static String path(KubectlUser user) {
    return "/namespaces/" + user.namespace() + "/tuningjobs";
  }

  /** The Role and the RoleBinding that the chart has for the first namespace. */
  private void grant(KubectlUser user) {
    release.chart().documents().stream()
        .map(document -> document.object())
        .filter(object -> one.namespace().equals(object.getMetadata().getNamespace()))
        .filter(object -> object.getKind().startsWith("Role"))
        .forEach(
            object -> {
              object.getMetadata().setNamespace(user.namespace());
              server.admin().resource(object).create();
            });
  }
}
