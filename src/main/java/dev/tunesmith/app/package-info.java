/**
 * The process of the operator: options, wiring, start-up checks, logs, metrics, probes and exit
 * codes. It changes when what an administrator sets or watches does.
 */
@NullMarked
package dev.tunesmith.app;

import org.jspecify.annotations.NullMarked;
