/**
 * The port to Vertex AI's tuning service, and the sweep that watches many jobs with few calls.
 *
 * <p>It changes when what we ask of the service changes. It imports the domain and nothing of any
 * client library: those stay in {@code vertex.google}.
 */
@NullMarked
package dev.tunesmith.vertex;

import org.jspecify.annotations.NullMarked;
