/**
 * Carries out what was decided: reads the resource, asks the sweep, decides, acts, and writes the
 * status.
 *
 * <p>It changes when an effect, its order, or the operator framework changes. {@link
 * dev.tunesmith.reconcile.Round} knows nothing of the framework, so that tests can stop it before
 * and after every effect; {@link dev.tunesmith.reconcile.TuningJobReconciler} is the only class on
 * it. It imports all packages but {@code vertex.google}, {@code emulator} and {@code ops}.
 */
@NullMarked
package dev.tunesmith.reconcile;

import org.jspecify.annotations.NullMarked;
