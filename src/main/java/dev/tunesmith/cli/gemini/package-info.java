/**
 * {@code tunesmith models}, {@code ask} and {@code loss}: the Gemini API's tuned models from the
 * command line.
 *
 * <p>It changes with what its users pass in and want to see. It imports the port {@code gemini} and
 * its adapter, {@code vertex} for what a failure is, {@code app}, Jackson's tree and picocli.
 */
@NullMarked
package dev.tunesmith.cli.gemini;

import org.jspecify.annotations.NullMarked;
