package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.tunesmith.emulator.ApiError.Refused;
import dev.tunesmith.emulator.Reply.Answer;
import dev.tunesmith.emulator.Reply.Dropped;
import dev.tunesmith.emulator.Reply.Refusal;
import dev.tunesmith.emulator.Reply.Silence;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The REST API, versions v1 and v1beta1. */
final class RestServer implements HttpHandler {
  private final Dispatcher dispatcher;

  RestServer(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Optional<RestRoute> route =
        RestRoute.of(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
    RestRequest request;
    try {
      request = RestRequest.read(exchange);
    } catch (Refused e) {
      write(exchange, e.error().code().httpStatus(), e.error().envelope());
      return;
    }
    if (route.isEmpty()) {
      ApiError error =
          ApiError.of(
              CanonicalCode.NOT_FOUND,
              "There is no method "
                  + exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI().getPath());
      write(exchange, error.code().httpStatus(), error.envelope());
      return;
    }
    Reply reply = dispatcher.handle(route.get().method(), () -> request.call(route.get()));
    switch (reply) {
      case Answer answer when route.get().streamed() -> stream(exchange, request, answer.body());
      case Answer answer -> write(exchange, CanonicalCode.OK.httpStatus(), answer.body());
      case Refusal refusal ->
          write(exchange, refusal.code().httpStatus(), refusal.error().envelope());
      case Dropped dropped -> exchange.close();
      case Silence silence -> {
        // Left open: it ends with the caller's patience, or with the emulator.
      }
    }
  }

  /** The whole answer in one piece, as an event or as a list of one. */
  private static void stream(HttpExchange exchange, RestRequest request, ObjectNode body)
      throws IOException {
    if ("sse".equals(request.query().get("alt"))) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      send(exchange, CanonicalCode.OK.httpStatus(), "data: " + body + "\r\n\r\n");
    } else {
      send(exchange, CanonicalCode.OK.httpStatus(), Json.pretty(Json.array().add(body)));
    }
  }

  static void write(HttpExchange exchange, int status, Object body) throws IOException {
    send(exchange, status, Json.pretty(body));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    Headers headers = exchange.getResponseHeaders();
    if (!headers.containsKey("Content-Type")) {
      headers.set("Content-Type", "application/json; charset=UTF-8");
    }
    headers.set("Vary", "Origin, X-Origin, Referer");
    headers.set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
