package dev.tunesmith.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.tunesmith.emulator.ApiError.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the real service does not have, under {@code /emulator/v1}: {@code POST}, {@code GET} and
 * {@code DELETE faults}, {@code DELETE faults/{id}}, {@code GET calls}, {@code GET jobs}. Nothing
 * here is counted, delayed or failed.
 */
final class ControlServer implements HttpHandler {
  static final String PATH = "/emulator/v1/";
  private static final String ONE_FAULT = "faults/";

  private final FaultPlan faults;
  private final CallCounts counts;
  private final Supplier<ArrayNode> jobs;

  ControlServer(FaultPlan faults, CallCounts counts, Supplier<ArrayNode> jobs) {
    this.faults = faults;
    this.counts = counts;
    this.jobs = jobs;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      RestRequest request = RestRequest.read(exchange);
      Object answer =
          answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), request);
      RestServer.write(exchange, CanonicalCode.OK.httpStatus(), answer);
    } catch (Refused e) {
      RestServer.write(exchange, e.error().code().httpStatus(), e.error().envelope());
    }
  }

  private Object answer(String verb, String path, RestRequest request) {
    String asked = verb + " " + path.substring(PATH.length());
    if (asked.startsWith("DELETE " + ONE_FAULT)) {
      return remove(path.substring(PATH.length() + ONE_FAULT.length()));
    }
    return switch (asked) {
      case "POST faults" -> order(request);
      case "GET faults" -> Map.of("faults", faults.list());
      case "DELETE faults" -> {
        faults.clear();
        yield Json.object();
      }
      case "GET calls" -> Map.of("calls", counts.counts());
      case "GET jobs" -> Map.of("tuningJobs", jobs.get());
      default ->
          throw ApiError.of(
                  CanonicalCode.NOT_FOUND,
                  "There is no method " + verb + " " + path + "; there are " + methods())
              .refused();
    };
  }

  private static List<String> methods() {
    return List.of(
        "POST faults",
        "GET faults",
        "DELETE faults",
        "DELETE faults/{id}",
        "GET calls",
        "GET jobs");
  }

  private Object order(RestRequest request) {
    Fault fault;
    try {
      fault = Json.MAPPER.treeToValue(request.json(), Fault.class);
    } catch (JsonMappingException e) {
      throw ApiError.invalid(e.getPathReference(), e.getOriginalMessage()).refused();
    } catch (JsonProcessingException e) {
      throw ApiError.invalid("fault", e.getOriginalMessage()).refused();
    }
    return Map.of("id", faults.add(fault), "fault", fault);
  }

  private Object remove(String id) {
    if (!faults.remove(id)) {
      throw ApiError.of(CanonicalCode.NOT_FOUND, "There is no fault '" + id + "'.").refused();
    }
    return Json.object();
  }
}
