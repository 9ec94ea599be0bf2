/**
 * The kind {@code TunedModel}: a resource, the Gemini API's models, and what follows from both.
 * {@link dev.tunesmith.kind.tunedmodel.ModelDecider} decides, {@link
 * dev.tunesmith.kind.tunedmodel.ModelReconciliation} carries out, {@link
 * dev.tunesmith.kind.tunedmodel.ModelProjector} reports.
 *
 * <p>A create here is idempotent: the model's id is a digest of resource, run and inputs, and a
 * second create of one id is refused. So of {@code lifecycle} the kind needs the verdicts of
 * checks, the digests and the send window; it needs no quiet time before a create, no tenure and no
 * duplicates; a deletion alone waits a grace for a model of unknown outcome to be listed. It cannot
 * cancel: the API has no such method.
 *
 * <p>It changes when the custom resource or the truth table of its conditions changes. It imports
 * the port ({@code gemini}), the failures of {@code vertex}, and the runtime's interfaces ({@code
 * reconcile}); no other kind, and no client.
 */
@NullMarked
package dev.tunesmith.kind.tunedmodel;

import org.jspecify.annotations.NullMarked;
