/**
 * An emulator of Vertex AI's tuning service, faithful enough for third-party clients: gRPC and REST
 * over one store, with faults that can be set call by call.
 *
 * <p>Data flows one way: a protocol ({@code Rest…}, {@code Grpc…}) turns a request into a {@link
 * dev.tunesmith.emulator.Call}; the {@link dev.tunesmith.emulator.Dispatcher} applies latency and
 * faults and counts; the services ({@code TuningJobCalls}, {@code ModelCalls}, {@code
 * EndpointCalls}, {@code PredictionCalls}, {@code Operations}, {@code TunedModelCalls}) answer in
 * JSON, in the REST spelling; the protocol writes that answer. Everything particular to a tuning
 * method is in its {@link dev.tunesmith.emulator.TuningMethod}. A job's state follows from its
 * {@link dev.tunesmith.emulator.Timeline} and the clock alone: nothing runs in the background.
 *
 * <p>Beside it, and by the same way, the Gemini API's tuned models ({@code TunedModelCalls} and
 * what begins with {@code TunedModel}): REST only, with an API key, and with a store of their own.
 *
 * <p>So is the Cloud Storage that jobs of open models write to ({@code ObjectCalls}): every bucket
 * exists, and an object has a name and a size, and no content.
 *
 * <p>It changes when what is known about the service changes. It imports the JDK, Jackson, picocli,
 * gRPC and Google's message classes, and nothing of the operator; of the operator only the
 * composition root and the quickstart import it. Only the types that are public here are meant for
 * use from outside.
 */
@NullMarked
package dev.tunesmith.emulator;

import org.jspecify.annotations.NullMarked;
