package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request, by whatever protocol.
 *
 * @param via the way by which it came
 * @param method the method called
 * @param resource the parent of a create or list, the name of anything else
 * @param message the rest of the request message: what REST has in the body and in the query
 */
record Call(Via via, RpcMethod method, String resource, ObjectNode message) {

  ApiVersion version() {
    return via.version();
  }

  /** The part of the message that REST has in the body: a resource; an empty object without one. */
  ObjectNode body() {
    return message.path(method.bodyField()) instanceof ObjectNode body ? body : Json.object();
  }

  /** Which part of a list is requested; refuses a page size that is no number. */
  Paging paging() {
    String size = message.path("pageSize").asText("0");
    try {
      return new Paging(
          size.isEmpty() ? 0 : Integer.parseInt(size),
          message.path("pageToken").asText(),
          message.path("filter").asText(),
          message.path("orderBy").asText());
    } catch (NumberFormatException e) {
      throw ApiError.invalid(
              "page_size", "Invalid value at 'page_size' (TYPE_INT32), \"" + size + "\"")
          .refused();
    }
  }

  /** The location in the resource's name; empty when the name is malformed or has none. */
  String location() {
    String[] segments = resource.split("/", -1);
    return segments.length > 3 && segments[0].equals("projects") ? segments[3] : "";
  }

  /**
   * Refuses a location that the called host does not serve. Each host of the service serves one
   * location; a host that is none of the service's, such as the emulator's own, serves all.
   */
  void checkHost() {
    Optional<String> served = via.servedLocation();
    if (served.isPresent() && !location().isEmpty() && !location().equals(served.get())) {
      FieldErrors errors = new FieldErrors();
      errors.add(
          method.resourceField(),
          "The provided location ID doesn't match the endpoint. The valid location ID is `"
              + served.get()
              + "`.");
      errors.throwIfAny();
    }
  }

  /**
   * The way by which a request came.
   *
   * @param version protocol and version
   * @param authority the host that the client called, with or without a port; empty when unknown
   */
  record Via(ApiVersion version, String authority) {
    private static final Pattern HOST =
        Pattern.compile(
            "(?:([a-z0-9-]+)-aiplatform|aiplatform\\.([a-z0-9-]+)\\.rep|aiplatform)"
                + "\\.googleapis\\.com(?::[0-9]+)?");

    Optional<String> servedLocation() {
      Matcher host = HOST.matcher(authority);
      if (!host.matches()) {
        return Optional.empty();
      }
      return Optional.ofNullable(host.group(1))
          .or(() -> Optional.ofNullable(host.group(2)))
          .or(() -> Optional.of("global"));
    }
  }

  /**
   * Which part of a listing is requested.
   *
   * @param size 0 for the default
   * @param token empty for the first page
   * @param filter empty for all
   * @param orderBy empty for the newest first
   */
  record Paging(int size, String token, String filter, String orderBy) {}
}
