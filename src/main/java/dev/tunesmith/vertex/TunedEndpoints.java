package dev.tunesmith.vertex;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The port to the endpoints of tuned models. Like {@link TuningJobs}, it sends one request for each
 * call, never retries, and throws for nothing that the service or the network does.
 */
public interface TunedEndpoints extends AutoCloseable {

  /**
   * Sends a request to an endpoint ({@code endpoints.generateContent}), at the host of the location
   * in its name. Billable.
   *
   * @param endpoint its name as {@code tunedModel.endpoint} gives it
   */
  Reply generate(String endpoint, ObjectNode request);

  /** Ends all connections. */
  @Override
  default void close() {}

  /** What became of a request to a tuned model. */
  sealed interface Reply {}

  /** A {@code GenerateContentResponse}. */
  record Answered(ObjectNode response) implements Reply {}

  /** There is no answer; whatever the failure, it says nothing about what the model answers. */
  record Unanswered(Failure failure) implements Reply {}
}
