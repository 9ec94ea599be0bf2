/**
 * The port's adapter on the REST API, v1beta1: which requests there are, and what their answers
 * hold. {@code rest} sends them.
 *
 * <p>It changes when the REST API does.
 */
@NullMarked
package dev.tunesmith.vertex.rest;

import org.jspecify.annotations.NullMarked;
