package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.tunesmith.emulator.Call.Paging;
import dev.tunesmith.emulator.Call.Via;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private static final Shape NOTHING = new Shape("", List.of());
  // Only the names are checked: the service has more types of content than could be kept up here.
  private static final Set<String> GENERATION =
      Set.of(
          "contents",
          "systemInstruction",
          "system_instruction",
          "cachedContent",
          "cached_content",
          "tools",
          "toolConfig",
          "tool_config",
          "labels",
          "safetySettings",
          "safety_settings",
          "generationConfig",
          "generation_config",
          "modelArmorConfig",
          "model_armor_config",
          "outputConfig",
          "output_config",
          "continuationToken",
          "continuation_token");

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
    Via via = new Via(route.version(), host);
    return switch (method) {
      case CREATE_TUNING_JOB -> {
        requireKnown(Set.of());
        yield Call.of(via, method, route.resource(), json());
      }
      case GENERATE_CONTENT, ASK_TUNED_MODEL -> {
        requireKnown(Set.of());
        ObjectNode json = json();
        Set<String> known = method.isGemini() ? TunedModelQuestion.FIELDS : GENERATION;
        JsonShape.read(json.deepCopy().remove(known), NOTHING, "", route.version());
        yield Call.of(via, method, route.resource(), json);
      }
      case CANCEL_TUNING_JOB, CANCEL_OPERATION -> {
        requireKnown(Set.of());
        JsonShape.read(json(), NOTHING, "", route.version());
        yield Call.of(via, method, route.resource());
      }
      case GET_TUNING_JOB,
          GET_MODEL,
          GET_ENDPOINT,
          GET_TUNED_MODEL,
          DELETE_TUNED_MODEL,
          GET_OPERATION,
          GET_BASE_MODEL -> {
        requireKnown(Set.of("name"));
        yield Call.of(via, method, route.resource());
      }
      case CREATE_TUNED_MODEL -> {
        requireKnown(Set.of("tunedModelId", "tuned_model_id"));
        ObjectNode request = Json.object();
        request.put("tunedModelId", either("tunedModelId", "tuned_model_id"));
        request.set("tunedModel", json());
        yield Call.of(via, method, route.resource(), request);
      }
      case UPDATE_TUNED_MODEL -> {
        requireKnown(Set.of("updateMask", "update_mask"));
        ObjectNode request = Json.object();
        request.put("updateMask", either("updateMask", "update_mask"));
        request.set("tunedModel", json());
        yield Call.of(via, method, route.resource(), request);
      }
      case LIST_BASE_MODELS -> {
        requireKnown(Set.of("pageSize", "page_size", "pageToken", "page_token"));
        yield new Call(via, method, route.resource(), Json.object(), paging());
      }
      case LIST_TUNING_JOBS, LIST_MODELS, LIST_ENDPOINTS, LIST_TUNED_MODELS, LIST_OPERATIONS -> {
        requireKnown(Set.of("pageSize", "page_size", "pageToken", "page_token", "filter"));
        yield new Call(via, method, route.resource(), Json.object(), paging());
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

  /** The body as a JSON object; an empty body is an empty object. */
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

  private void requireKnown(Set<String> parameters) {
    for (String name : query.keySet()) {
      if (!parameters.contains(name)
          && !SYSTEM_PARAMETERS.contains(name)
          && !name.startsWith("$")) {
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
