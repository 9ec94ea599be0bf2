/** The composition root. */
@NullMarked
package dev.tunesmith;

import org.jspecify.annotations.NullMarked;
