/**
 * The types by themselves, without an API server.
 *
 * <p>It changes with the types. It may import Fabric8's serialization, which is how the operator
 * reads and writes them.
 */
@NullMarked
package dev.tunesmith.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
