/**
 * The port's adapter on the REST API, v1beta1: requests and answers as JSON on {@code
 * java.net.http}, with credentials of google-auth-library.
 *
 * <p>It changes when the REST API does. No type of Google's libraries leaves it.
 */
@NullMarked
package dev.tunesmith.vertex.rest;

import org.jspecify.annotations.NullMarked;
