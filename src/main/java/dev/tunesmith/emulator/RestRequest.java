package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.tunesmith.emulator.Call.Via;
import dev.tunesmith.emulator.Shape.Field;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request.
 *
 * @param host the host that the client called; empty when it gave none
 * @param apiKey from the header or, without it, from the query; empty when it gave none
 * @param bearer whether it has an OAuth token, of whatever value
 * @param query the parameters, decoded
 * @param body empty when there is none
 */
record RestRequest(
    String host, String apiKey, boolean bearer, Map<String, String> query, String body) {
  private static final int LONGEST_BODY = 4 << 20;
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +\\S+");
  // Parameters that every Google API takes.
  private static final Set<String> SYSTEM_PARAMETERS =
      Set.of("alt", "key", "access_token", "fields", "prettyPrint", "quotaUser", "uploadType");

  RestRequest {
    query = Map.copyOf(query);
  }

  static RestRequest read(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw ApiError.of(CanonicalCode.INVALID_ARGUMENT, "The request is longer than 4 MiB.")
          .refused();
    }
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String key = header(exchange, "x-goog-api-key");
    return new RestRequest(
        header(exchange, "Host"),
        key.isEmpty() ? query.getOrDefault("key", "") : key,
        BEARER.matcher(header(exchange, "Authorization")).matches()
            || !query.getOrDefault("access_token", "").isEmpty(),
        query,
        new String(bytes, UTF_8));
  }

  private static String header(HttpExchange exchange, String name) {
    @Nullable String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (String parameter : raw.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      query.put(decode(name), decode(value));
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiError.of(CanonicalCode.INVALID_ARGUMENT, "The query cannot be read: " + text)
          .refused();
    }
  }

  /** The call that the request makes. */
  Call call(RestRoute route) {
    RpcMethod method = route.method();
    ObjectNode message = parameters(method.parameters());
    switch (method.bodyField()) {
      case "" -> {
        // A body that the method does not have is not read: some clients send {} with everything.
      }
      case "*" -> message.setAll(json());
      case "media" -> message.put("media", body);
      default -> message.set(method.bodyField(), json());
    }
    return new Call(new Via(route.version(), host), method, route.resource(), message);
  }

  /** The query's parameters in one spelling; refuses one that the method does not have. */
  private ObjectNode parameters(List<String> known) {
    ObjectNode message = Json.object();
    for (Map.Entry<String, String> given : query.entrySet()) {
      String name = given.getKey();
      Optional<String> parameter =
          known.stream()
              .filter(field -> field.equals(name) || Field.snake(field).equals(name))
              .findFirst();
      if (parameter.isPresent()) {
        message.put(parameter.get(), given.getValue());
      } else if (!SYSTEM_PARAMETERS.contains(name) && !name.startsWith("$")) {
        throw ApiError.invalid(
                "",
                "Invalid JSON payload received. Unknown name \""
                    + name
                    + "\": Cannot bind query parameter. Field '"
                    + name
                    + "' could not be found in request message.")
            .refused();
      }
    }
    return message;
  }

  /** The body as a JSON object; an empty body is an empty object. */
  ObjectNode json() {
    if (body.isBlank()) {
      return Json.object();
    }
    JsonNode json;
    try {
      json = Json.REQUESTS.readTree(body);
    } catch (JsonProcessingException e) {
      throw ApiError.of(
              CanonicalCode.INVALID_ARGUMENT,
              "Invalid JSON payload received. " + e.getOriginalMessage())
          .refused();
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw ApiError.of(
            CanonicalCode.INVALID_ARGUMENT, "Invalid JSON payload received. Expected an object.")
        .refused();
  }
}
