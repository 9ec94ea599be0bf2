/** The port's contract, and the adapter on the wire. */
@NullMarked
package dev.tunesmith.gemini;

import org.jspecify.annotations.NullMarked;
