/**
 * A real kube-apiserver and etcd for tests, one per test JVM, with the CRDs of {@code crds/}
 * installed and every request in an audit log. There are no controllers: nothing collects garbage,
 * no namespace ever ends, no service account is made.
 *
 * <p>It changes with the way the server is found, started or handed to tests. It may import
 * kube-api-test, the Fabric8 client and JUnit; nothing of the operator.
 */
@NullMarked
package dev.tunesmith.support.apiserver;

import org.jspecify.annotations.NullMarked;
