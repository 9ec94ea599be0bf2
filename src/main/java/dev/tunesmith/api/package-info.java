/**
 * The operator's Kubernetes API, one package per version.
 *
 * <p>Nothing lives here but versions; what is true of each of them is said in its own package.
 */
@NullMarked
package dev.tunesmith.api;

import org.jspecify.annotations.NullMarked;
