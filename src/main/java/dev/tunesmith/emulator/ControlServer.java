package dev.tunesmith.emulator;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.tunesmith.emulator.ApiError.Refused;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The emulator's own API under {@code /emulator/v1}: {@code POST}, {@code GET} and {@code DELETE
 * faults}, {@code DELETE faults/{id}}, {@code GET calls}, {@code GET jobs}, {@code GET
 * tunedModels}. Its calls are not counted, and no fault applies to them.
 */
final class ControlServer implements HttpHandler {
  static final String PATH = "/emulator/v1/";
  private static final String ONE_FAULT = "faults/";

  /** The name of the effect; no component of a record. */
  private static final String EFFECT_TYPE = "type";

  private final FaultPlan faults;
  private final CallCounts counts;
  private final Supplier<ArrayNode> jobs;
  private final Supplier<ArrayNode> tunedModels;

  ControlServer(
      FaultPlan faults,
      CallCounts counts,
      Supplier<ArrayNode> jobs,
      Supplier<ArrayNode> tunedModels) {
    this.faults = faults;
    this.counts = counts;
    this.jobs = jobs;
    this.tunedModels = tunedModels;
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
    String route = verb + " " + path.substring(PATH.length());
    if (route.startsWith("DELETE " + ONE_FAULT)) {
      return remove(path.substring(PATH.length() + ONE_FAULT.length()));
    }
    return switch (route) {
      case "POST faults" -> add(request);
      case "GET faults" -> Map.of("faults", faults.list());
      case "DELETE faults" -> {
        faults.clear();
        yield Json.object();
      }
      case "GET calls" -> Map.of("calls", counts.counts());
      case "GET jobs" -> Map.of("tuningJobs", jobs.get());
      case "GET tunedModels" -> Map.of("tunedModels", tunedModels.get());
      default ->
          throw ApiError.of(
                  CanonicalCode.NOT_FOUND,
                  "There is no method " + verb + " " + path + "; there are " + routes())
              .refused();
    };
  }

  /** Every route, for people. */
  static List<String> routes() {
    return Stream.of(
            "POST faults",
            "GET faults",
            "DELETE faults",
            "DELETE faults/{id}",
            "GET calls",
            "GET jobs",
            "GET tunedModels")
        .map(route -> route.replace(" ", " " + PATH))
        .toList();
  }

  private Object add(RestRequest request) {
    Fault fault;
    try {
      fault = Json.MAPPER.treeToValue(request.json(), Fault.class);
    } catch (JsonMappingException e) {
      throw ApiError.invalid(path(e), message(e, request.json())).refused();
    } catch (JsonProcessingException e) {
      throw ApiError.invalid("fault", "The fault is not valid JSON.").refused();
    }
    return Map.of("id", faults.add(fault), "fault", fault);
  }

  /** Where in the fault; Jackson's own description would name Java classes. */
  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder("fault");
    for (JsonMappingException.Reference step : e.getPath()) {
      path.append(
          step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
    }
    return path.toString();
  }

  private static String message(JsonMappingException e, JsonNode fault) {
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          unknownField(
              unknown.getPropertyName(),
              path(e),
              unknown.getKnownPropertyIds().stream().map(Object::toString).toList());
      case InvalidTypeIdException type ->
          type.getTypeId() == null
              ? "The effect at '" + path(e) + "' has no type; there are " + effectTypes() + "."
              : "Unknown effect '" + type.getTypeId() + "'; there are " + effectTypes() + ".";
      case InvalidFormatException format ->
          "Invalid value '"
              + format.getValue()
              + "' at '"
              + path(e)
              + "'"
              + expected(format.getTargetType())
              + ".";
      // The message of a constructor here, or of a deserializer of ours.
      case ValueInstantiationException construction when construction.getCause() != null ->
          misspelt(construction, fault)
              .orElse(construction.getCause().getMessage() + " (at '" + path(e) + "')");
      default -> "Invalid value at '" + path(e) + "'.";
    };
  }

  /** What a record misses may be there under a name that it does not have. */
  private static Optional<String> misspelt(ValueInstantiationException e, JsonNode fault) {
    JsonNode at = fault;
    for (JsonMappingException.Reference step : e.getPath()) {
      at = step.getFieldName() == null ? at.path(step.getIndex()) : at.path(step.getFieldName());
    }
    RecordComponent[] components = e.getType().getRawClass().getRecordComponents();
    if (components == null) {
      return Optional.empty();
    }
    List<String> known = Arrays.stream(components).map(RecordComponent::getName).toList();
    return at.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !known.contains(name) && !name.equals(EFFECT_TYPE))
        .findFirst()
        .map(name -> unknownField(name, path(e) + "." + name, known));
  }

  private static String unknownField(String name, String path, List<String> known) {
    return "Unknown field '"
        + name
        + "' at '"
        + path
        + "'; there are "
        + new TreeSet<>(known)
        + ".";
  }

  private static String expected(Class<?> type) {
    if (type.equals(Duration.class)) {
      return ": a duration is written in seconds, like 1.5s";
    }
    return type.isEnum() ? "; there are " + Arrays.toString(type.getEnumConstants()) : "";
  }

  private static List<String> effectTypes() {
    return Arrays.stream(Effect.class.getAnnotation(JsonSubTypes.class).value())
        .map(JsonSubTypes.Type::name)
        .toList();
  }

  private Object remove(String id) {
    if (!faults.remove(id)) {
      throw ApiError.of(CanonicalCode.NOT_FOUND, "There is no fault '" + id + "'.").refused();
    }
    return Json.object();
  }
}
