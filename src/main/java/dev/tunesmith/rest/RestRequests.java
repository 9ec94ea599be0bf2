package dev.tunesmith.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of a request to any of Google's REST APIs. */
public final class RestRequests {
  private RestRequests() {}

  /** A POST of a body. */
  public static HttpRequest.Builder post(ObjectNode body) {
    return with("POST", body);
  }

  /** A PATCH of a body. */
  public static HttpRequest.Builder patch(ObjectNode body) {
    return with("PATCH", body);
  }

  private static HttpRequest.Builder with(String method, ObjectNode body) {
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/json; charset=utf-8")
        .method(method, BodyPublishers.ofString(body.toString(), UTF_8));
  }

  /**
   * Reads an object from JSON.
   *
   * @param what its name in the message
   * @throws IllegalArgumentException when it is none
   */
  public static ObjectNode object(String what, String json) {
    try {
      if (RestAnswer.JSON.readTree(json) instanceof ObjectNode object) {
        return object;
      }
      throw new IllegalArgumentException(what + " is no object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(what + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * A resource's name as a path. It may come from a status that anybody wrote: nothing in it may
   * end the path early.
   *
   * @throws IllegalArgumentException when it is no resource's name
   */
  public static String path(String resource) {
    return Stream.of(resource.split("/", -1))
        .map(RestRequests::segment)
        .collect(Collectors.joining("/"));
  }

  private static String segment(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("not a resource's name");
    }
    return query(text).replace("+", "%20").replace("%40", "@");
  }

  /** A value in a query. */
  public static String query(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
