/**
 * Whole lives of resources on virtual time: the engine between a service in memory and an API
 * server in memory, stopped before and after every effect.
 *
 * <p>It changes when {@code dev.tunesmith.reconcile} does. It imports all packages but {@code
 * vertex.google}, {@code emulator} and {@code ops}.
 */
@NullMarked
package dev.tunesmith.reconcile;

import org.jspecify.annotations.NullMarked;
