package dev.tunesmith.vertex.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.rest.AnswerParts;
import dev.tunesmith.rest.ApplicationDefaultCredentials;
import dev.tunesmith.rest.Authorization;
import dev.tunesmith.rest.CallFailedException;
import dev.tunesmith.rest.RestClient;
import dev.tunesmith.rest.RestFailures;
import dev.tunesmith.rest.RestRequests;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Reached;
import dev.tunesmith.vertex.ServiceCall;
import dev.tunesmith.vertex.TunedEndpoints;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on the REST API, v1.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.endpoints/generateContent">endpoints.generateContent</a>
 */
public final class RestTunedEndpoints implements TunedEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(RestTunedEndpoints.class);
  private static final String VERSION = "/v1/";
  private static final Pattern ENDPOINT =
      Pattern.compile("projects/[^/]+/locations/[^/]+/endpoints/[^/]+");

  private final RestSettings settings;
  private final Duration deadline;
  private final RestClient client;

  /**
   * Connects to nothing yet.
   *
   * @param deadline of a request, to the last part of its answer
   */
  public RestTunedEndpoints(RestSettings settings, Duration deadline) {
    this.settings = settings;
    this.deadline = deadline;
    this.client =
        new RestClient(
            "Vertex AI",
            settings.authenticate() ? new ApplicationDefaultCredentials() : Authorization.none());
  }

  /** Whether a text is an endpoint's name. */
  public static boolean isEndpoint(String name) {
    return ENDPOINT.matcher(name).matches();
  }

  @Override
  public Reply generate(String endpoint, ObjectNode request) {
    try {
      return new Answered(
          client.call(RestRequests.post(request), uri(endpoint, ":generateContent"), deadline));
    } catch (CallFailedException | RuntimeException e) {
      return new Unanswered(failure(e));
    }
  }

  /**
   * As {@link #generate}, in parts as they come ({@code endpoints.streamGenerateContent}).
   *
   * @return why the answer is not whole; empty where it came to its end
   */
  public Optional<Failure> stream(String endpoint, ObjectNode request, Consumer<ObjectNode> parts) {
    AtomicBoolean complete = new AtomicBoolean();
    try {
      client.stream(
          RestRequests.post(request),
          uri(endpoint, ":streamGenerateContent?alt=sse"),
          deadline,
          part -> {
            if (AnswerParts.isLast(part)) {
              complete.set(true);
            }
            parts.accept(part);
          });
    } catch (CallFailedException | RuntimeException e) {
      return Optional.of(failure(e));
    }
    return complete.get()
        ? Optional.empty()
        : Optional.of(
            CallFailures.of(
                Call.GENERATE, CanonicalCode.UNKNOWN, Reached.CONNECTION, AnswerParts.ENDED_EARLY));
  }

  private URI uri(String endpoint, String method) {
    if (!isEndpoint(endpoint)) {
      throw new IllegalArgumentException(
          "not an endpoint's name, such as projects/my-project/locations/us-central1/endpoints/1: "
              + endpoint);
    }
    return settings.uri(VERSION, endpoint, method);
  }

  private static Failure failure(Exception e) {
    return CallFailures.logged(LOG, Call.GENERATE, RestFailures.of(Call.GENERATE, e), e);
  }

  @Override
  public void close() {
    client.close();
  }

  private enum Call implements ServiceCall {
    GENERATE;

    @Override
    public String label() {
      return "generate";
    }

    @Override
    public Failure.Kind onNotFound() {
      return Failure.Kind.NOT_FOUND;
    }

    @Override
    public String notFoundWords() {
      return "the endpoint does not exist or is not deployed yet, or the operator's identity may"
          + " not see it; Vertex AI answered: ";
    }
  }
}
