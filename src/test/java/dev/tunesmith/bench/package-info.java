/**
 * Measures what the operator costs, as a real process on a real API server: requests, seconds,
 * memory. It prints, and asserts nothing about time.
 *
 * <p>It changes with what is worth knowing before an operator is installed. It may import what the
 * integration tests use; nothing imports it, and the normal build does not run it.
 */
@NullMarked
package dev.tunesmith.bench;

import org.jspecify.annotations.NullMarked;
