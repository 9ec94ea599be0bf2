package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.tunesmith.emulator.Call.Paging;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request, read.
 *
 * @param query its parameters, decoded
 * @param body its body; empty when there is none
 */
record RestRequest(Map<String, String> query, String body) {
  private static final int LONGEST_BODY = 4 << 20;
  // Parameters that every Google API takes.
  private static final Set<String> OF_THE_SYSTEM =
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
    return new RestRequest(query(exchange.getRequestURI().getRawQuery()), new String(bytes, UTF_8));
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
    return switch (method) {
      case CREATE_TUNING_JOB, GENERATE_CONTENT -> {
        requireKnown(Set.of());
        yield Call.of(method, route.resource(), json());
      }
      case CANCEL_TUNING_JOB -> {
        requireKnown(Set.of());
        requireEmpty(json());
        yield Call.of(method, route.resource());
      }
      case GET_TUNING_JOB, GET_MODEL, GET_ENDPOINT -> {
        requireKnown(Set.of("name"));
        yield Call.of(method, route.resource());
      }
      case LIST_TUNING_JOBS, LIST_MODELS, LIST_ENDPOINTS -> {
        requireKnown(Set.of("pageSize", "page_size", "pageToken", "page_token", "filter"));
        yield new Call(method, route.resource(), Json.object(), paging());
      }
    };
  }

  private Paging paging() {
    String size = either("pageSize", "page_size");
    try {
      return new Paging(
          size.isEmpty() ? 0 : Integer.parseInt(size),
          either("pageToken", "page_token"),
          either("filter", "filter"));
    } catch (NumberFormatException e) {
      throw ApiError.invalid(
              "page_size", "Invalid value at 'page_size' (TYPE_INT32), \"" + size + "\"")
          .refused();
    }
  }

  private String either(String camelCase, String snakeCase) {
    return query.getOrDefault(camelCase, query.getOrDefault(snakeCase, ""));
  }

  /** The body as a JSON object; nothing is an empty one. */
  ObjectNode json() {
    if (body.isBlank()) {
      return Json.object();
    }
    JsonNode json;
    try {
      json = Json.MAPPER.readTree(body);
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

  private static void requireEmpty(ObjectNode json) {
    for (String name : json.propertyStream().map(Map.Entry::getKey).toList()) {
      throw ApiError.invalid(
              "",
              "Invalid JSON payload received. Unknown name \"" + name + "\": Cannot find field.")
          .refused();
    }
  }

  private void requireKnown(Set<String> parameters) {
    for (String name : query.keySet()) {
      if (!parameters.contains(name) && !OF_THE_SYSTEM.contains(name) && !name.startsWith("$")) {
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
  }
}
