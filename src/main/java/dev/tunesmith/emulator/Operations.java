package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The long-running operations on artefacts, and their calls. Safe for use by many threads.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.operations">operations</a>
 */
final class Operations {
  private static final String EMPTY = "google.protobuf.Empty";

  private final List<StoredOperation> all = new ArrayList<>();
  private final Seeded seeded;
  private final Pager pager;
  private final Clock clock;
  private long begun;

  Operations(Seeded seeded, Pager pager, Clock clock) {
    this.seeded = seeded;
    this.pager = pager;
    this.clock = clock;
  }

  /**
   * An operation.
   *
   * @param parent the resource that it belongs to, or the location
   * @param metadata the type of its metadata, with the package of the version that began it
   * @param response the type of its response, such as {@code google.protobuf.Empty}
   * @param done when it has ended
   */
  private record StoredOperation(
      String parent, String id, String metadata, String response, Instant created, Instant done) {
    private static final String TYPE = "type.googleapis.com/";

    String name() {
      return parent + "/operations/" + id;
    }

    boolean isDone(Instant now) {
      return !now.isBefore(done);
    }

    ObjectNode view(Instant now) {
      ObjectNode view = Json.object();
      view.put("name", name());
      view.putObject("metadata")
          .put("@type", TYPE + metadata)
          .putObject("genericMetadata")
          .put("createTime", Json.timestamp(created))
          .put("updateTime", Json.timestamp(isDone(now) ? done : created));
      if (isDone(now)) {
        view.put("done", true);
        view.putObject("response").put("@type", TYPE + response);
      }
      return view;
    }
  }

  /** Begins a delete, which is done at once, as it was recorded. */
  synchronized ObjectNode delete(ResourceName deleted, Call call) {
    return begin(deleted.scope().name(), call, "DeleteOperationMetadata", EMPTY, clock.instant());
  }

  /** Begins an undeployment. */
  synchronized ObjectNode undeploy(ResourceName endpoint, Call call, Instant done) {
    return begin(
        endpoint.canonical(),
        call,
        "UndeployModelOperationMetadata",
        call.version().typePackage() + "UndeployModelResponse",
        done);
  }

  private ObjectNode begin(
      String parent, Call call, String metadata, String response, Instant done) {
    Instant now = clock.instant();
    begun++;
    StoredOperation operation =
        new StoredOperation(
            parent,
            seeded.id("operation:" + begun),
            call.version().typePackage() + metadata,
            response,
            now,
            done);
    all.add(operation);
    return operation.view(now);
  }

  ObjectNode get(Call call) {
    return find(call).view(clock.instant());
  }

  /** Those of a location or of a resource in it; the filter does nothing. */
  ObjectNode list(Call call) {
    String parent = canonical(call.resource());
    Instant now = clock.instant();
    List<StoredOperation> found;
    synchronized (this) {
      found = all.stream().filter(operation -> operation.parent().equals(parent)).toList();
    }
    return pager.page(
        Pager.all(parent + "/operations", found),
        "operations",
        call.paging(),
        operation -> List.of(operation.view(now)),
        operation -> true);
  }

  /** Best effort: here without effect. Of one that is done refused, in recorded words. */
  ObjectNode cancel(Call call) {
    StoredOperation operation = find(call);
    if (operation.isDone(clock.instant())) {
      throw ApiError.of(
              FAILED_PRECONDITION, "Operation " + operation.name() + " is not cancellable.")
          .refused();
    }
    return Json.object();
  }

  ObjectNode delete(Call call) {
    StoredOperation operation = find(call);
    if (!operation.isDone(clock.instant())) {
      throw ApiError.of(FAILED_PRECONDITION, "Operation " + operation.name() + " is not done.")
          .refused();
    }
    synchronized (this) {
      all.remove(operation);
    }
    return Json.object();
  }

  private StoredOperation find(Call call) {
    String name = canonical(call.resource());
    synchronized (this) {
      return all.stream()
          .filter(operation -> operation.name().equals(name))
          .findFirst()
          .orElseThrow(
              () -> ApiError.of(NOT_FOUND, "The operation " + name + " does not exist.").refused());
    }
  }

  /** With the project's number, whatever kind of resource the name is of. */
  private static String canonical(String name) {
    String[] segments = name.split("/", 5);
    if (segments.length < 4) {
      return name;
    }
    String scope = String.join("/", List.of(segments).subList(0, 4));
    return ProjectLocation.parse(scope).name() + name.substring(scope.length());
  }
}
