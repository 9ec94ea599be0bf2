/**
 * The kind {@code TuningJob}: its spec, its status, and the rules of editing it.
 *
 * <p>It changes when the custom resource changes.
 */
@NullMarked
package dev.tunesmith.api.v1alpha1.tuningjob;

import org.jspecify.annotations.NullMarked;
