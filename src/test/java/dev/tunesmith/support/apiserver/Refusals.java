package dev.tunesmith.support.apiserver;

import dev.tunesmith.support.apiserver.AuditTrail.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The refusals that tests want. Whatever else a service account was refused is a right that the
 * roles lack, and a refusal that a test wants and that did not come is a right too many.
 */
final class Refusals {
  private final Queue<Wanted> wanted = new ConcurrentLinkedQueue<>();

  /** A refusal that a test is about. */
  private record Wanted(String user, String verb, String resource, String namespace) {
    boolean is(Request request) {
      return request.forbidden()
          && request.user().equals(user)
          && request.verb().equals(verb)
          && request.resource().equals(resource)
          && request.namespace().equals(namespace);
    }

    @Override
    public String toString() {
      return "%s of %s in %s by %s"
          .formatted(verb, resource, namespace.isEmpty() ? "the cluster" : namespace, user);
    }
  }

  void want(String user, String verb, String resource, String namespace) {
    wanted.add(new Wanted(user, verb, resource, namespace));
  }

  /**
   * Secrets and ConfigMaps are opened by a Role of each namespace, not by the installation; where
   * there is none, the resource's status says so. An operator of the whole cluster meets resources
   * of other tests without one.
   */
  private static boolean isForNamespacesToGrant(Request request) {
    return request.verb().equals("get")
        && Set.of("secrets", "configmaps").contains(request.resource());
  }

  /**
   * Judges what was refused.
   *
   * @return what is wrong, one line each; empty when nothing is
   */
  List<String> problems(List<Request> requests) {
    List<String> problems = new ArrayList<>();
    requests.stream()
        .filter(Request::forbidden)
        .filter(request -> wanted.stream().noneMatch(w -> w.is(request)))
        .filter(request -> !isForNamespacesToGrant(request))
        .map(r -> "refused: %s %s by %s".formatted(r.verb(), r.uri(), r.user()))
        .distinct()
        .forEach(problems::add);
    wanted.stream()
        .filter(w -> requests.stream().noneMatch(w::is))
        .map(w -> "should have been refused, and was not: " + w)
        .forEach(problems::add);
    return problems;
  }
}
