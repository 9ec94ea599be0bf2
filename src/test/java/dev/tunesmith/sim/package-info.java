/**
 * One deterministic world: virtual time, API servers and a tuning service in memory, and operator
 * processes that run the real engine between them. The crash test, the property test and the fault
 * matrix play on it.
 *
 * <p>{@link dev.tunesmith.sim.SimProcess} is the only class that calls the engine of tuning jobs;
 * {@link dev.tunesmith.sim.ModelWorld} is the world of one tuned model. Every test here drives the
 * engine from outside: what it asserts is what people and the service see.
 */
@NullMarked
package dev.tunesmith.sim;

import org.jspecify.annotations.NullMarked;
