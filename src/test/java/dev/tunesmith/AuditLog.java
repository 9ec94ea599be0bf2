package dev.tunesmith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.support.apiserver.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** What the API server was asked by the operator's user, whoever it was that signed in as it. */
public final class AuditLog {
  /** The chart's service account. */
  public static final String OPERATOR = "system:serviceaccount:tunesmith-system:tunesmith";

  private final ApiServer server;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * A reader.
   *
   * @param server whose log
   */
  public AuditLog(ApiServer server) {
    this.server = server;
  }

  /**
   * One request that was answered.
   *
   * @param verb as RBAC knows it
   * @param group the API group, empty for the core
   * @param resource with {@code /subresource}, as RBAC spells it; empty for a path that is none
   * @param namespace empty for what is in none
   * @param name empty for a collection
   * @param code the HTTP status of the answer
   * @param uri the whole path
   */
  public record Request(
      String verb,
      String group,
      String resource,
      String namespace,
      String name,
      int code,
      String uri) {
    /** Whether it could change something. */
    public boolean writes() {
      return !verb.equals("get") && !verb.equals("list") && !verb.equals("watch");
    }
  }

  /**
   * All requests of the operator's user so far.
   *
   * @return in order of their answers; a watch has one line at its begin and one at its end, and
   *     counts at its begin
   */
  public List<Request> requests() {
    try (Stream<String> lines = Files.lines(server.auditLog())) {
      return lines
          .filter(line -> line.contains(OPERATOR))
          .map(this::parse)
          .filter(this::isOperators)
          .filter(AuditLog::counts)
          .map(AuditLog::request)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The requests about one namespace.
   *
   * @param namespace its name
   */
  public List<Request> requestsIn(String namespace) {
    return requests().stream().filter(request -> request.namespace().equals(namespace)).toList();
  }

  private JsonNode parse(String line) {
    try {
      return mapper.readTree(line);
    } catch (JsonProcessingException e) {
      // The server may be in the middle of its last line.
      return mapper.createObjectNode();
    }
  }

  private boolean isOperators(JsonNode event) {
    JsonNode user =
        event.has("impersonatedUser") ? event.path("impersonatedUser") : event.path("user");
    return user.path("username").asText().equals(OPERATOR);
  }

  private static boolean counts(JsonNode event) {
    String stage = event.path("stage").asText();
    return event.path("verb").asText().equals("watch")
        ? stage.equals("ResponseStarted")
        : stage.equals("ResponseComplete");
  }

  private static Request request(JsonNode event) {
    JsonNode object = event.path("objectRef");
    String subresource = object.path("subresource").asText();
    return new Request(
        event.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        object.path("namespace").asText(),
        object.path("name").asText(),
        event.path("responseStatus").path("code").asInt(),
        event.path("requestURI").asText());
  }
}
