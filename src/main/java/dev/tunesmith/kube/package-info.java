/**
 * The Kubernetes client of this process, and workarounds for its faults, each with the upstream
 * issue\n * that ends it.\n *\n *
 *
 * <p>It changes when the client library does. It imports the API types and Fabric8.
 */
@NullMarked
package dev.tunesmith.kube;

import org.jspecify.annotations.NullMarked;
