/** Tests of the checks before a create. */
@NullMarked
package dev.tunesmith.gate;

import org.jspecify.annotations.NullMarked;
