/**
 * The process around the reconciler: options, logs, metrics, probes and exit codes.
 *
 * <p>It changes when what an administrator sets or watches does. It imports picocli, Micrometer,
 * Logback and the JDK's HTTP server, and none of our other packages: what the others have to tell,
 * the composition root passes on in plain words.
 */
@NullMarked
package dev.tunesmith.app;

import org.jspecify.annotations.NullMarked;
