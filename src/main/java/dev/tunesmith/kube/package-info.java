/**
 * The Kubernetes client of this process: its connection, its serialization, and workarounds for
 * faults of the libraries, each with the versions that it was seen in.
 *
 * <p>It changes when the client library does. It imports the API types, the monotonic clock and
 * Fabric8.
 */
@NullMarked
package dev.tunesmith.kube;

import org.jspecify.annotations.NullMarked;
