/** Tests of leader election. */
@NullMarked
package dev.tunesmith.leader;

import org.jspecify.annotations.NullMarked;
