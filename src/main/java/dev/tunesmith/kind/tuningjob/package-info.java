/**
 * From what happened to what the status says, and from the status to what it remembers. Pure: no
 * call, an injected clock for transition times.
 *
 * <p>It changes when the status or the truth table of its conditions changes. It imports the API
 * types and the domain.
 */
@NullMarked
package dev.tunesmith.kind.tuningjob;

import org.jspecify.annotations.NullMarked;
