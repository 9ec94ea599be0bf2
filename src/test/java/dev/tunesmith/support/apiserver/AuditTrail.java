package dev.tunesmith.support.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The requests that an API server has answered, from its audit log. */
public record AuditTrail(Path file) {
  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * One request that was answered.
   *
   * @param user who asked, or whom the asker acted as
   * @param verb as RBAC knows it
   * @param group the API group, empty for the core
   * @param resource with {@code /subresource}, as RBAC spells it; empty for a path that is none
   * @param namespace empty for what is in none
   * @param name empty for a collection
   * @param code the HTTP status of the answer
   * @param uri the whole path
   */
  public record Request(
      String user,
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

    /** Whether the user was not allowed to ask. */
    public boolean forbidden() {
      return code == 403;
    }
  }

  /**
   * The requests of one user so far.
   *
   * @return in order of their answers; a watch has one line at its begin and one at its end, and
   *     counts at its begin
   */
  public List<Request> requestsOf(String user) {
    return read(line -> line.contains(user), request -> request.user().equals(user));
  }

  /** The requests of all service accounts so far: in these tests, each is an operator's. */
  List<Request> requestsOfServiceAccounts() {
    return read(
        line -> line.contains(SERVICE_ACCOUNT),
        request -> request.user().startsWith(SERVICE_ACCOUNT));
  }

  private List<Request> read(Predicate<String> mayMatter, Predicate<Request> matters) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(mayMatter)
          .map(AuditTrail::parse)
          .filter(AuditTrail::counts)
          .map(AuditTrail::request)
          .filter(matters)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      // The server may be in the middle of its last line.
      return MAPPER.createObjectNode();
    }
  }

  private static boolean counts(JsonNode event) {
    boolean watching =
        event.path("verb").asText().equals("watch")
            && event.path("responseStatus").path("code").asInt() < 300;
    return event.path("stage").asText().equals(watching ? "ResponseStarted" : "ResponseComplete");
  }

  private static Request request(JsonNode event) {
    JsonNode user =
        event.has("impersonatedUser") ? event.path("impersonatedUser") : event.path("user");
    JsonNode object = event.path("objectRef");
    String subresource = object.path("subresource").asText();
    return new Request(
        user.path("username").asText(),
        event.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        object.path("namespace").asText(),
        object.path("name").asText(),
        event.path("responseStatus").path("code").asInt(),
        event.path("requestURI").asText());
  }
}
