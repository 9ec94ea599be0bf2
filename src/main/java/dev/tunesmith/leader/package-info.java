/**
 * Leader election: whether this process holds the Lease, by its own monotonic clock.\n *\n *
 *
 * <p>It changes when the rules of the Lease change.
 */
@NullMarked
package dev.tunesmith.leader;

import org.jspecify.annotations.NullMarked;
