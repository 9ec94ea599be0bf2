package dev.tunesmith.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Reached;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back for a request, and whose word it is.
 *
 * <p>A status alone proves nothing: proxies and load balancers answer 403, 404 and 502 too, also
 * for a request that the service has accepted. An error is the service's own only where its body is
 * a {@code google.rpc} error that names the same status, or the older form of it, with a list of
 * errors in place of the canonical code, which Cloud Storage has.
 */
final class RestAnswer {
  private static final int OK = 200;

  static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private RestAnswer() {}

  /**
   * The body of an answer.
   *
   * @param service its name in messages
   * @param status the HTTP status
   * @param bytes the whole body
   * @throws CallFailedException when the service refused, or the answer is not the service's
   */
  static ObjectNode body(String service, int status, byte[] bytes) throws CallFailedException {
    if (status / 100 == 2) {
      Optional<ObjectNode> body = object(bytes);
      if (body.isPresent()) {
        return body.get();
      }
    }
    throw failure(service, status, bytes);
  }

  /** A part of an answer: the data of one server-sent event. */
  static ObjectNode part(String service, String data) throws CallFailedException {
    byte[] bytes = data.getBytes(UTF_8);
    ObjectNode part = body(service, OK, bytes);
    JsonNode error = part.path("error");
    if (error.isObject()) {
      throw failure(service, error.path("code").asInt(), bytes);
    }
    return part;
  }

  /** What an answer means that is no success. */
  static CallFailedException failure(String service, int status, byte[] bytes) {
    return object(bytes)
        .flatMap(body -> refusal(status, body.path("error")))
        .orElseGet(() -> notTheService(service, status, bytes));
  }

  private static Optional<ObjectNode> object(byte[] bytes) {
    try {
      return JSON.readTree(bytes) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory are always read", e);
    }
  }

  private static Optional<CallFailedException> refusal(int status, JsonNode error) {
    if (error.path("code").asInt() != status) {
      return Optional.empty();
    }
    for (CanonicalCode code : CanonicalCode.values()) {
      if (code.name().equals(error.path("status").asText()) && code != CanonicalCode.OK) {
        return Optional.of(
            new CallFailedException(code, Reached.SERVICE, reason(error), message(error), null));
      }
    }
    return !error.has("status") && error.path("errors").path(0).path("reason").isTextual()
        ? Optional.of(
            new CallFailedException(codeOf(status), Reached.SERVICE, message(error), null))
        : Optional.empty();
  }

  private static CanonicalCode codeOf(int status) {
    return switch (status) {
      case 400 -> CanonicalCode.INVALID_ARGUMENT;
      case 401 -> CanonicalCode.UNAUTHENTICATED;
      case 403 -> CanonicalCode.PERMISSION_DENIED;
      case 404 -> CanonicalCode.NOT_FOUND;
      case 409 -> CanonicalCode.ABORTED;
      case 412 -> CanonicalCode.FAILED_PRECONDITION;
      case 429 -> CanonicalCode.RESOURCE_EXHAUSTED;
      case 500 -> CanonicalCode.INTERNAL;
      case 503 -> CanonicalCode.UNAVAILABLE;
      case 504 -> CanonicalCode.DEADLINE_EXCEEDED;
      default -> CanonicalCode.UNKNOWN;
    };
  }

  /** Of {@code google.rpc.ErrorInfo}; empty where there is none. */
  private static String reason(JsonNode error) {
    for (JsonNode detail : error.path("details")) {
      if (detail.path("reason").isTextual()) {
        return detail.path("reason").textValue();
      }
    }
    return "";
  }

  /** The service's message, and what its details say beyond it. */
  private static String message(JsonNode error) {
    String message = error.path("message").asText();
    List<String> parts = new ArrayList<>(List.of(message));
    for (JsonNode detail : error.path("details")) {
      for (JsonNode violation : detail.path("fieldViolations")) {
        String description = violation.path("description").asText();
        if (!message.contains(description)) {
          parts.add(violation.path("field").asText() + ": " + description);
        }
      }
    }
    return String.join("; ", parts);
  }

  private static CallFailedException notTheService(String service, int status, byte[] bytes) {
    CanonicalCode code =
        switch (status) {
          case 429, 502, 503 -> CanonicalCode.UNAVAILABLE;
          case 504 -> CanonicalCode.DEADLINE_EXCEEDED;
          default -> CanonicalCode.UNKNOWN;
        };
    return new CallFailedException(
        code,
        Reached.CONNECTION,
        "HTTP "
            + status
            + " from a proxy or a load balancer instead of "
            + service
            + title(bytes).map(title -> ": " + title).orElse(""),
        null);
  }

  private static Optional<String> title(byte[] bytes) {
    String beginning = new String(bytes, 0, Math.min(bytes.length, 4_096), UTF_8);
    Matcher title =
        Pattern.compile("<title>\\s*([^<]{1,200}?)\\s*</title>", Pattern.CASE_INSENSITIVE)
            .matcher(beginning);
    return title.find() ? Optional.of(title.group(1)) : Optional.empty();
  }
}
