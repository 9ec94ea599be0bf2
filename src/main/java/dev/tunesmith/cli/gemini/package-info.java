/**
 * {@code tunesmith models}, {@code ask} and {@code loss}: the Gemini API's tuned models from the
 * command line.
 *
 * <p>It changes with what its users pass in and want to see. It imports the port {@code gemini} and
 * its adapter, {@code vertex} for failures and endpoints, {@code app}, the API's types and the
 * Kubernetes client for resources by name, Jackson's tree and picocli.
 */
@NullMarked
package dev.tunesmith.cli.gemini;

import org.jspecify.annotations.NullMarked;
