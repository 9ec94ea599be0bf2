package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The operator's rights")
class ChartRbacTest {

  private static final String[] WATCHED = {
    "tunesmith.dev/tuningjobs: list watch patch",
    "tunesmith.dev/tunedmodels: list watch patch",
    "tunesmith.dev/tuningjobs/status: update",
    "tunesmith.dev/tunedmodels/status: update",
    "/events: create patch",
  };
  private static final String[] CLUSTER = {
    "/namespaces[kube-system]: get",
    "apiextensions.k8s.io/customresourcedefinitions[tuningjobs.tunesmith.dev,"
        + " tunedmodels.tunesmith.dev]: get",
  };
  private static final String[] LEADER = {
    "coordination.k8s.io/leases: create", "coordination.k8s.io/leases[tunesmith]: get update",
  };

  @Test
  @DisplayName("are this list and nothing more, when it watches every namespace")
  void clusterWide() {
    Manifests chart = Chart.render();
    assertThat(rights(chart.one(ClusterRole.class, "tunesmith").getRules()))
        .containsExactlyInAnyOrder(
            Stream.of(CLUSTER, WATCHED).flatMap(Stream::of).toArray(String[]::new));
    assertThat(chart.all(Role.class)).hasSize(1);
    Role leader = chart.one(Role.class, "tunesmith-leader-election");
    assertThat(rights(leader.getRules())).containsExactlyInAnyOrder(LEADER);
    assertThat(leader.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
  }

  @Test
  @DisplayName(
      "are the same in each named namespace, and of the cluster only what a Role cannot grant")
  void namespaced() {
    Manifests chart = Chart.render("watchNamespaces: [team-a, team-b]");
    assertThat(rights(chart.one(ClusterRole.class, "tunesmith").getRules()))
        .containsExactlyInAnyOrder(CLUSTER);
    List<Role> roles =
        chart.all(Role.class).stream()
            .filter(role -> role.getMetadata().getName().equals("tunesmith"))
            .toList();
    assertThat(roles)
        .extracting(role -> role.getMetadata().getNamespace())
        .containsExactly("team-a", "team-b");
    assertThat(roles)
        .allSatisfy(role -> assertThat(rights(role.getRules())).containsExactlyInAnyOrder(WATCHED));
  }

  @Test
  @DisplayName("hold delete on TuningJobs where the installation lets the operator delete them")
  void timeToLive() {
    Manifests chart = Chart.render("ttlAfterFinished: true");
    assertThat(rights(chart.one(ClusterRole.class, "tunesmith").getRules()))
        .contains("tunesmith.dev/tuningjobs: delete");
  }

  @Test
  @DisplayName("take in ConfigMaps for results where the installation says so")
  void results() {
    Manifests chart = Chart.render("{rbac: {resultConfigMaps: true}, watchNamespaces: [team-a]}");
    assertThat(rights(chart.all(Role.class).getFirst().getRules()))
        .contains(WATCHED)
        .contains("/configmaps: get create update");
    assertThat(rights(chart.one(ClusterRole.class, "tunesmith").getRules()))
        .containsExactlyInAnyOrder(CLUSTER);
  }

  @Test
  @DisplayName("are bound to the operator's service account, and every role is bound where it is")
  void bound() {
    Manifests chart =
        Chart.render("{watchNamespaces: [team-a, team-b], serviceAccount: {name: tuner}}");
    List<RoleBinding> bindings = chart.all(RoleBinding.class);
    assertThat(bindings)
        .extracting(b -> b.getMetadata().getNamespace() + ": " + b.getRoleRef().getName())
        .containsExactlyInAnyOrderElementsOf(
            chart.all(Role.class).stream()
                .map(r -> r.getMetadata().getNamespace() + ": " + r.getMetadata().getName())
                .toList());
    assertThat(bindings)
        .allSatisfy(binding -> check(binding.getSubjects(), binding.getRoleRef(), "Role"));
    ClusterRoleBinding cluster = chart.one(ClusterRoleBinding.class, "tunesmith");
    check(cluster.getSubjects(), cluster.getRoleRef(), "ClusterRole");
    assertThat(cluster.getRoleRef().getName()).isEqualTo("tunesmith");
  }

  private static void check(List<Subject> subjects, RoleRef role, String kind) {
    assertThat(role.getKind()).isEqualTo(kind);
    assertThat(subjects)
        .singleElement()
        .satisfies(
            subject -> {
              assertThat(subject.getKind()).isEqualTo("ServiceAccount");
              assertThat(subject.getName()).isEqualTo("tuner");
              assertThat(subject.getNamespace()).isEqualTo(Chart.NAMESPACE);
            });
  }

  @Test
  @DisplayName("hold no wildcard, whatever the values")
  void noWildcard() {
    for (String values :
        List.of("{}", "watchNamespaces: [team-a]", "{emulator: {enabled: true}, replicas: 2}")) {
      Manifests chart = Chart.render(values);
      List<PolicyRule> rules =
          Stream.concat(
                  chart.all(ClusterRole.class).stream().flatMap(role -> role.getRules().stream()),
                  chart.all(Role.class).stream().flatMap(role -> role.getRules().stream()))
              .toList();
      assertThat(rules)
          .as(values)
          .isNotEmpty()
          .allSatisfy(
              rule -> {
                assertThat(rule.getNonResourceURLs()).isEmpty();
                assertThat(rule.toString()).doesNotContain("*");
              });
    }
  }

  @Test
  @DisplayName("leave out the lease where no leader is elected")
  void noLeaderElection() {
    Manifests chart = Chart.render("leaderElection: {enabled: false}");
    assertThat(chart.all(Role.class)).isEmpty();
    assertThat(chart.all(RoleBinding.class)).isEmpty();
  }

  @Test
  @DisplayName("are not granted where the administrator grants them")
  void notCreated() {
    Manifests chart = Chart.render("{rbac: {create: false}, watchNamespaces: [team-a]}");
    assertThat(chart.all(Role.class)).isEmpty();
    assertThat(chart.all(RoleBinding.class)).isEmpty();
    assertThat(chart.all(ClusterRoleBinding.class)).isEmpty();
    assertThat(chart.all(ClusterRole.class))
        .extracting(role -> role.getMetadata().getName())
        .containsExactly("tunesmith-view");
  }

  @Test
  @DisplayName(
      "let people who may view a namespace read the resources in it, and nobody create one")
  void view() {
    ClusterRole view = Chart.render().one(ClusterRole.class, "tunesmith-view");
    assertThat(view.getMetadata().getLabels())
        .containsEntry("rbac.authorization.k8s.io/aggregate-to-view", "true");
    assertThat(rights(view.getRules()))
        .containsExactly(
            "tunesmith.dev/tuningjobs: get list watch",
            "tunesmith.dev/tunedmodels: get list watch");
    assertThat(Chart.render("rbac: {aggregateToView: false}").all(ClusterRole.class)).hasSize(1);
  }

  /** Each rule as {@code group/resource[names]: verbs}. */
  private static List<String> rights(List<PolicyRule> rules) {
    return rules.stream().flatMap(ChartRbacTest::rights).toList();
  }

  private static Stream<String> rights(PolicyRule rule) {
    String names = rule.getResourceNames().isEmpty() ? "" : rule.getResourceNames().toString();
    String verbs = String.join(" ", rule.getVerbs());
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .map(resource -> group + "/" + resource + names + ": " + verbs));
  }
}
