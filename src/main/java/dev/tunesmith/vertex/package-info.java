/**
 * The port to Vertex AI's tuning service, and the informer that keeps an inventory of our jobs with
 * few calls; and the port to Cloud Storage, which its jobs write to.
 *
 * <p>It changes when what is read from the service, or how often, changes. It imports the rules'
 * types, the API's reasons, Jackson's tree, in which the service's answers are kept, and
 * Micrometer. Nothing of any client library: those stay in {@code vertex.grpc} and {@code rest}.
 * What the adapters share, such as which refusals are definite, is here.
 */
@NullMarked
package dev.tunesmith.vertex;

import org.jspecify.annotations.NullMarked;
