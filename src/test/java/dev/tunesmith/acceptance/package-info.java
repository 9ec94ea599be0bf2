/** Tests of what an answer is worth. */
@NullMarked
package dev.tunesmith.acceptance;

import org.jspecify.annotations.NullMarked;
