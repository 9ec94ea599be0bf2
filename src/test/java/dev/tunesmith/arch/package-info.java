/**
 * The shape of the house, held by the build: which package may import which, and what no package
 * does.
 *
 * <p>It changes when the design's package table (section 6) changes, and for no other reason. It
 * imports ArchUnit and reads compiled classes and sources; no class of ours.
 */
@NullMarked
package dev.tunesmith.arch;

import org.jspecify.annotations.NullMarked;
