/**
 * Vertex AI's tuning service, near enough to hold clients that nobody here wrote: gRPC and REST
 * over one store, with faults that can be ordered call by call.
 *
 * <p>The data goes one way: a protocol ({@code Rest…}, {@code Grpc…}) turns a request into a {@link
 * dev.tunesmith.emulator.Call}; the {@link dev.tunesmith.emulator.Dispatcher} applies latency and
 * ordered faults and counts; the services ({@code TuningJobCalls}, {@code ArtifactCalls}) answer in
 * JSON, the REST spelling; the protocol writes that answer down. What a job's state is follows from
 * its {@link dev.tunesmith.emulator.Timeline} and the clock alone: nothing ticks.
 *
 * <p>It changes when what is known about the service changes. It imports the JDK, Jackson, picocli,
 * gRPC and Google's message classes; nothing of the operator, and nothing of the operator imports
 * it (but the composition root). Only the types that are public here are meant for use from
 * outside.
 */
@NullMarked
package dev.tunesmith.emulator;

import org.jspecify.annotations.NullMarked;
