/**
 * The port to the Gemini API's tuned models, and its adapter on REST, {@code v1beta}.
 *
 * <p>The service accepts no new tunings since May 2025: creating works against the emulator and
 * against gateways that speak this API; reading, patching, deleting and asking works for models
 * that exist.
 *
 * <p>It changes when that API does. It imports {@code vertex} for what both services share
 * (failures, what a message may show), {@code rest} for the calls, and Jackson's tree, in which
 * answers are kept.
 *
 * @see <a href="https://ai.google.dev/api/tuning">Tuning</a>
 */
@NullMarked
package dev.tunesmith.gemini;

import org.jspecify.annotations.NullMarked;
