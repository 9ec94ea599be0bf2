/** Tests on a real API server, with the emulator over real sockets. */
@NullMarked
package dev.tunesmith.it;

import org.jspecify.annotations.NullMarked;
