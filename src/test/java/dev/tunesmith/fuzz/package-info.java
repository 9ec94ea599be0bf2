/**
 * Random manifests and random replies of the service, mostly valid ones with something odd in them,
 * through the real mapping and projection: each is refused or shown with a reason, and nothing
 * throws.
 *
 * <p>{@code -Dtunesmith.fuzz.runs=10000} plays more of them, {@code -Dtunesmith.fuzz.seed=…} the
 * one whose seed a failure names. A failing case is written to {@code target/fuzz}; copied to
 * {@code src/test/resources/fuzz} it is replayed in every build.
 */
@NullMarked
package dev.tunesmith.fuzz;

import org.jspecify.annotations.NullMarked;
