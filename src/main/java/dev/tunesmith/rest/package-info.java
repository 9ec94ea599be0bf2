/**
 * Calls of Google's REST APIs: requests and answers as JSON on {@code java.net.http}, with
 * credentials of google-auth-library, deadlines and no retries, and the rule which answers are the
 * service's own.
 *
 * <p>It changes when the way of calling does; which calls there are is the adapters' business:
 * {@code vertex.rest} and {@code gemini}. It imports of {@code vertex} what a failure is. No type
 * of Google's libraries leaves it.
 */
@NullMarked
package dev.tunesmith.rest;

import org.jspecify.annotations.NullMarked;
