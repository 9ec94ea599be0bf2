/**
 * The port's adapter on {@code google-cloud-aiplatform}: messages, connections, and what each error
 * of the service means.
 *
 * <p>It changes when the client library or the service's wire format does. It imports {@code
 * vertex}, {@code lifecycle} and SLF4J, and it is the only package besides the emulator that may
 * import {@code com.google.*} and {@code io.grpc.*}; none of their types leaves it.
 */
@NullMarked
package dev.tunesmith.vertex.grpc;

import org.jspecify.annotations.NullMarked;
