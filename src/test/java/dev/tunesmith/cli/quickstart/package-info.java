/**
 * Tests of the quickstart: what it says about wrong files, and whole runs of it as a process of its
 * own. They change with what it shows.
 */
@NullMarked
package dev.tunesmith.cli.quickstart;

import org.jspecify.annotations.NullMarked;
