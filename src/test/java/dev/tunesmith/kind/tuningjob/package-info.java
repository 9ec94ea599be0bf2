/**
 * What is promised of the status: the truth table as golden folders, bounds, and what a damaged
 * status is read as.
 *
 * <p>It changes when {@code dev.tunesmith.status} does. It imports the API types, the domain and
 * {@code support}.
 */
@NullMarked
package dev.tunesmith.kind.tuningjob;

import org.jspecify.annotations.NullMarked;
