package dev.tunesmith.support.apiserver;

import io.fabric8.kubernetes.client.NamespacedKubernetesClient;

/**
 * A namespace that no other test uses.
 *
 * @param client an administrator's client in it; closed with the server, not by the test
 * @param kubectl an administrator's kubectl in it
 */
public record TestNamespace(String name, NamespacedKubernetesClient client, Kubectl kubectl) {}
