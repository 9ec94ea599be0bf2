package dev.tunesmith.support.apiserver;

import dev.tunesmith.support.apiserver.AuditTrail.Request;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One verb on one resource that a role allows.
 *
 * @param verb such as {@code list}
 * @param group the API group, empty for the core
 * @param resource with {@code /subresource}
 * @param names the objects that it is limited to; empty for all
 * @param everywhere whether it holds in all namespaces at once
 */
record Grant(String verb, String group, String resource, List<String> names, boolean everywhere) {
  private static final Set<String> OF_COLLECTIONS = Set.of("list", "watch", "deletecollection");

  Grant {
    names = List.copyOf(names);
  }

  /**
   * What the roles that are bound to some users allow them.
   *
   * @param users service accounts by their whole names
   */
  static Set<Grant> boundTo(KubernetesClient admin, Set<String> users) {
    Set<Grant> grants = new LinkedHashSet<>();
    admin.rbac().clusterRoleBindings().list().getItems().stream()
        .filter(binding -> names(binding.getSubjects(), users))
        .forEach(
            binding -> add(grants, rules(admin, binding.getRoleRef(), ""), /* everywhere= */ true));
    admin.rbac().roleBindings().inAnyNamespace().list().getItems().stream()
        .filter(binding -> names(binding.getSubjects(), users))
        .forEach(
            binding ->
                add(
                    grants,
                    rules(admin, binding.getRoleRef(), binding.getMetadata().getNamespace()),
                    /* everywhere= */ false));
    return grants;
  }

  private static boolean names(List<Subject> subjects, Set<String> users) {
    return subjects.stream()
        .filter(subject -> subject.getKind().equals("ServiceAccount"))
        .map(s -> "system:serviceaccount:" + s.getNamespace() + ":" + s.getName())
        .anyMatch(users::contains);
  }

  private static List<PolicyRule> rules(KubernetesClient admin, RoleRef ref, String namespace) {
    if (ref.getKind().equals("ClusterRole")) {
      ClusterRole role = admin.rbac().clusterRoles().withName(ref.getName()).get();
      return role == null ? List.of() : role.getRules();
    }
    Role role = admin.rbac().roles().inNamespace(namespace).withName(ref.getName()).get();
    return role == null ? List.of() : role.getRules();
  }

  private static void add(Set<Grant> grants, List<PolicyRule> rules, boolean everywhere) {
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          for (String verb : rule.getVerbs()) {
            grants.add(new Grant(verb, group, resource, rule.getResourceNames(), everywhere));
          }
        }
      }
    }
  }

  /**
   * Whether a request needed it. A right on the collections of all namespaces is needed by who asks
   * for all of them at once; one who asks for a namespace's only needed less.
   */
  boolean isUsedBy(Request request) {
    return !request.forbidden()
        && request.verb().equals(verb)
        && request.group().equals(group)
        && request.resource().equals(resource)
        && (names.isEmpty() || names.contains(request.name()))
        && (!OF_COLLECTIONS.contains(verb) || request.namespace().isEmpty() == everywhere);
  }

  @Override
  public String toString() {
    return "%s %s%s%s%s"
        .formatted(
            verb,
            resource,
            group.isEmpty() ? "" : "." + group,
            names.isEmpty() ? "" : names,
            everywhere ? ", everywhere" : ", by a Role");
  }
}
