package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Objects in Cloud Storage, as its JSON API has them: what jobs of open models wrote when they
 * succeeded, and what clients put there. Safe for use by many threads.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1/objects">Objects</a>
 */
final class ObjectCalls {
  /** Of the service's pages. */
  private static final int MOST_RESULTS = 1000;

  private static final List<String> ADAPTER =
      List.of("adapter_config.json", "adapter_model.safetensors");
  private static final List<String> WEIGHTS =
      List.of("config.json", "model.safetensors", "tokenizer.json");

  private final JobStore store;
  private final int pageSize;
  private final Clock clock;
  private final Map<String, NavigableMap<String, StoredObject>> buckets = new HashMap<>();
  private final Set<String> written = new HashSet<>();
  private long generations;

  private record StoredObject(long generation, Instant created, long size) {}

  /**
   * Empty buckets.
   *
   * @param pageSize of lists, at most
   */
  ObjectCalls(JobStore store, int pageSize, Clock clock) {
    this.store = store;
    this.pageSize = pageSize;
    this.clock = clock;
  }

  /** At any depth: there is no delimiter. */
  synchronized ObjectNode list(Call call) {
    writeOutputs();
    String bucket = bucket(call);
    String prefix = call.message().path("prefix").asText();
    String after = call.message().path("pageToken").asText();
    int size = Math.min(MOST_RESULTS, Math.max(1, Math.min(pageSize, maxResults(call))));
    List<Map.Entry<String, StoredObject>> found =
        objects(bucket).tailMap(after, false).entrySet().stream()
            .filter(object -> object.getKey().startsWith(prefix))
            .limit(size + 1L)
            .toList();
    ObjectNode page = Json.object().put("kind", "storage#objects");
    if (found.size() > size) {
      page.put("nextPageToken", found.get(size - 1).getKey());
    }
    if (!found.isEmpty()) {
      ArrayNode items = page.putArray("items");
      found.stream()
          .limit(size)
          .forEach(object -> items.add(view(bucket, object.getKey(), object.getValue())));
    }
    return page;
  }

  private int maxResults(Call call) {
    String text = call.message().path("maxResults").asText();
    try {
      return text.isEmpty() ? pageSize : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ApiError.of(CanonicalCode.INVALID_ARGUMENT, "Invalid value for maxResults: " + text)
          .refused();
    }
  }

  synchronized ObjectNode get(Call call) {
    writeOutputs();
    return view(bucket(call), name(call), find(call));
  }

  synchronized ObjectNode delete(Call call) {
    writeOutputs();
    StoredObject found = find(call);
    String generation = call.message().path("generation").asText();
    if (!generation.isEmpty() && !generation.equals(Long.toString(found.generation()))) {
      throw notFound(call);
    }
    String match = call.message().path("ifGenerationMatch").asText();
    if (!match.isEmpty() && !match.equals(Long.toString(found.generation()))) {
      throw ApiError.of(
              FAILED_PRECONDITION, "At least one of the pre-conditions you specified did not hold.")
          .refused();
    }
    objects(bucket(call)).remove(name(call));
    return Json.object();
  }

  /** The content counts by its length only. */
  synchronized ObjectNode insert(Call call) {
    writeOutputs();
    String name = call.message().path("name").asText();
    if (name.isEmpty()) {
      throw ApiError.of(CanonicalCode.INVALID_ARGUMENT, "Required").refused();
    }
    long size = call.message().path("media").asText().length();
    return view(bucket(call), name, put(bucket(call), name, clock.instant(), size));
  }

  /** Nothing runs in the background: what jobs have written by now is written when it is read. */
  private void writeOutputs() {
    Instant now = clock.instant();
    for (StoredJob job : store.all()) {
      String uri = job.spec().path("outputUri").asText();
      if (!uri.isEmpty() && job.phase(now).model() && written.add(job.name())) {
        String[] parts = uri.replaceFirst("^gs://", "").replaceFirst("/+$", "").split("/", 2);
        String folder = parts.length == 1 ? "" : parts[1] + "/";
        outputs(job)
            .forEach(name -> put(parts[0], folder + name, job.phase(now).from(), name.length()));
      }
    }
  }

  private static List<String> outputs(StoredJob job) {
    String mode = job.spec().path("supervisedTuningSpec").path("tuningMode").asText();
    List<String> files = mode.endsWith("FULL") ? WEIGHTS : ADAPTER;
    List<String> names = new ArrayList<>();
    for (Training.Checkpoint checkpoint : job.training().checkpoints()) {
      files.forEach(file -> names.add("checkpoint-" + checkpoint.step() + "/" + file));
    }
    files.forEach(file -> names.add("final/" + file));
    return names.stream().map(name -> "postprocess/node-0/checkpoints/" + name).toList();
  }

  private StoredObject put(String bucket, String name, Instant created, long size) {
    generations++;
    StoredObject object = new StoredObject(generations, created, size);
    objects(bucket).put(name, object);
    return object;
  }

  private NavigableMap<String, StoredObject> objects(String bucket) {
    return buckets.computeIfAbsent(bucket, any -> new TreeMap<>());
  }

  private StoredObject find(Call call) {
    @Nullable StoredObject found = objects(bucket(call)).get(name(call));
    if (found == null) {
      throw notFound(call);
    }
    return found;
  }

  private static ApiError.Refused notFound(Call call) {
    return ApiError.of(NOT_FOUND, "No such object: " + bucket(call) + "/" + name(call)).refused();
  }

  private static String bucket(Call call) {
    return call.resource().split("/", 3)[1];
  }

  private static String name(Call call) {
    return call.resource().split("/", 4)[3];
  }

  private static ObjectNode view(String bucket, String name, StoredObject object) {
    String created = object.created().truncatedTo(ChronoUnit.MILLIS).toString();
    String generation = Long.toString(object.generation());
    return Json.object()
        .put("kind", "storage#object")
        .put("id", bucket + "/" + name + "/" + generation)
        .put("name", name)
        .put("bucket", bucket)
        .put("generation", generation)
        .put("metageneration", "1")
        .put("storageClass", "STANDARD")
        .put("size", Long.toString(object.size()))
        .put("timeCreated", created)
        .put("updated", created);
  }

  /** Its own where it differs from that of Google's newer APIs. */
  static int httpStatus(CanonicalCode code) {
    return code == FAILED_PRECONDITION ? 412 : code.httpStatus();
  }

  /** An error in the JSON API's older form. */
  static ObjectNode envelope(ApiError error) {
    String reason =
        switch (error.code()) {
          case NOT_FOUND -> "notFound";
          case PERMISSION_DENIED -> "forbidden";
          case UNAUTHENTICATED -> "required";
          case FAILED_PRECONDITION -> "conditionNotMet";
          case RESOURCE_EXHAUSTED -> "rateLimitExceeded";
          case INVALID_ARGUMENT, OUT_OF_RANGE, UNIMPLEMENTED -> "invalid";
          default -> "backendError";
        };
    ObjectNode body = Json.object();
    ObjectNode about =
        body.putObject("error")
            .put("code", httpStatus(error.code()))
            .put("message", error.message());
    about
        .putArray("errors")
        .addObject()
        .put("message", error.message())
        .put("domain", "global")
        .put("reason", reason);
    return body;
  }
}
