/** The commands for tuned models, against the emulator. */
@NullMarked
package dev.tunesmith.cli.gemini;

import org.jspecify.annotations.NullMarked;
