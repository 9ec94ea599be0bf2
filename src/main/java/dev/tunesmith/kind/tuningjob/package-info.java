/**
 * The kind {@code TuningJob}: from spec to the desired job, or all its validation errors; from what
 * the runtime reports to status, conditions and events; and what of it is counted. Pure, with an
 * injected clock for transition times.
 *
 * <p>It changes when the custom resource or the truth table of its conditions changes. It imports
 * the runtime's interfaces ({@code reconcile}), which know no kind; no other kind, and no client.
 */
@NullMarked
package dev.tunesmith.kind.tuningjob;

import org.jspecify.annotations.NullMarked;
