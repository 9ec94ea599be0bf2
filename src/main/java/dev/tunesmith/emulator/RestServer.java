package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.tunesmith.emulator.ApiError.Refused;
import dev.tunesmith.emulator.Reply.Answer;
import dev.tunesmith.emulator.Reply.Dropped;
import dev.tunesmith.emulator.Reply.Foreign;
import dev.tunesmith.emulator.Reply.Refusal;
import dev.tunesmith.emulator.Reply.Silence;
import dev.tunesmith.emulator.Reply.Truncated;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The REST APIs, Vertex AI's under v1 and v1beta1, the Gemini API's under v1 and v1beta and Cloud
 * Storage's under storage/v1, and the list of their routes at {@code /}.
 */
final class RestServer implements HttpHandler {
  private static final int OK = CanonicalCode.OK.httpStatus();
  private static final int NO_CONTENT = 204;
  private static final int NOT_FOUND = CanonicalCode.NOT_FOUND.httpStatus();
  private static final String JSON = "application/json; charset=UTF-8";

  private final Dispatcher dispatcher;
  private final ApiKeys apiKeys;

  RestServer(Dispatcher dispatcher, ApiKeys apiKeys) {
    this.dispatcher = dispatcher;
    this.apiKeys = apiKeys;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String verb = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    Optional<RestRoute> route = RestRoute.of(verb, path);
    RestRequest request;
    try {
      request = RestRequest.read(exchange);
    } catch (Refused e) {
      write(exchange, e.error().code().httpStatus(), e.error().envelope());
      return;
    }
    if (route.isPresent()) {
      answer(exchange, request, route.get());
    } else if (path.equals("/") && verb.equals("GET")) {
      write(
          exchange,
          OK,
          Map.of("routes", RestRoute.all(), "emulatorRoutes", ControlServer.routes()));
    } else {
      send(exchange, NOT_FOUND, "text/html; charset=UTF-8", notFoundPage(path));
    }
  }

  /** Google's front end answers so where no API is: a page, not an error of the service. */
  private static String notFoundPage(String path) {
    return """
    <!DOCTYPE html>
    <html lang=en>
      <title>Error 404 (Not Found)!!1</title>
      <p><b>404.</b> <ins>That's an error.</ins>
      <p>The requested URL <code>%s</code> was not found on this server. <ins>That's all we know.</ins>
    """
        .formatted(path.replace("&", "&amp;").replace("<", "&lt;"));
  }

  private void answer(HttpExchange exchange, RestRequest request, RestRoute route)
      throws IOException {
    switch (dispatcher.handle(route.method(), () -> call(request, route))) {
      case Answer answer -> {
        Content content = content(request, route, answer.body());
        boolean empty = route.method() == RpcMethod.DELETE_OBJECT;
        send(exchange, empty ? NO_CONTENT : OK, content.type(), empty ? "" : content.text());
      }
      case Refusal refusal when route.method().isStorage() ->
          write(
              exchange,
              ObjectCalls.httpStatus(refusal.code()),
              ObjectCalls.envelope(refusal.error()));
      case Refusal refusal ->
          write(exchange, refusal.code().httpStatus(), refusal.error().envelope());
      case Foreign page -> send(exchange, page.status(), page.contentType(), page.body());
      case Truncated truncated ->
          cut(exchange, content(request, route, truncated.body()), truncated.bytes());
      case Dropped dropped -> exchange.close();
      case Silence silence -> {
        // Left open: it ends when the caller or the emulator closes the connection.
      }
    }
  }

  private Call call(RestRequest request, RestRoute route) {
    if (route.method().isGemini()) {
      apiKeys.check(request);
    }
    return request.call(route);
  }

  /** A success as it is on the wire. */
  private record Content(String type, String text) {}

  /** A streamed answer is a row of events, or a list that ends with its bracket. */
  private static Content content(RestRequest request, RestRoute route, ObjectNode body) {
    if (!route.streamed()) {
      return new Content(JSON, Json.pretty(body));
    }
    List<ObjectNode> pieces = ModelAnswer.pieces(body);
    return "sse".equals(request.query().get("alt"))
        ? new Content(
            "text/event-stream",
            pieces.stream()
                .map(piece -> "data: " + piece + "\r\n\r\n")
                .collect(Collectors.joining()))
        : new Content(JSON, Json.pretty(Json.array().addAll(pieces)).stripTrailing());
  }

  static void write(HttpExchange exchange, int status, Object body) throws IOException {
    send(exchange, status, JSON, Json.pretty(body));
  }

  private static void send(HttpExchange exchange, int status, String contentType, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    setHeaders(exchange.getResponseHeaders(), contentType);
    // -1: no body at all; 0 would mean one of unknown length.
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Announces the whole answer and ends the connection before its last byte. */
  private static void cut(HttpExchange exchange, Content content, int length) throws IOException {
    byte[] bytes = content.text().getBytes(UTF_8);
    setHeaders(exchange.getResponseHeaders(), content.type());
    exchange.sendResponseHeaders(OK, bytes.length);
    OutputStream out = exchange.getResponseBody();
    out.write(bytes, 0, Math.min(length, bytes.length - 1));
    out.flush();
    exchange.close();
  }

  private static void setHeaders(Headers headers, String contentType) {
    headers.set("Content-Type", contentType);
    headers.set("Vary", "Origin, X-Origin, Referer");
    headers.set("X-Content-Type-Options", "nosniff");
  }
}
