/** Tests of the Kubernetes client's set-up. */
@NullMarked
package dev.tunesmith.kube;

import org.jspecify.annotations.NullMarked;
