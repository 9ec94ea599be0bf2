/** Parts of the runtime that are tested alone; whole lives of resources are in {@code sim}. */
@NullMarked
package dev.tunesmith.reconcile;

import org.jspecify.annotations.NullMarked;
