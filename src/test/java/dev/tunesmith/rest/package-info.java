/** The port's contract, and the adapter on the wire. */
@NullMarked
package dev.tunesmith.rest;

import org.jspecify.annotations.NullMarked;
