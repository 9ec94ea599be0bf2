/**
 * The custom resource definition as made from the types, and the proof of what it promises.
 *
 * <p>It changes with the types in {@code dev.tunesmith.api.v1alpha1}. It may import the CRD
 * generator, the Fabric8 client and {@code dev.tunesmith.support}; nothing of the operator's logic.
 */
@NullMarked
package dev.tunesmith.api;

import org.jspecify.annotations.NullMarked;
