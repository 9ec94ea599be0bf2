/**
 * Leader election: whether this process holds the Lease, by its own monotonic clock.
 *
 * <p>It changes when the rules of the Lease change. It imports the monotonic clock and Fabric8.
 */
@NullMarked
package dev.tunesmith.leader;

import org.jspecify.annotations.NullMarked;
