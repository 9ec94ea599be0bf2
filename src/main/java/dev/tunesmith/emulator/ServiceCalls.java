package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What clients call around tuning: the metadata context of a job's experiment, tokens, locations
 * and publisher models.
 */
final class ServiceCalls {
  private static final Pattern CONTEXT =
      Pattern.compile("(projects/[^/]+/locations/[^/]+)/metadataStores/default/contexts/[^/]+");
  private static final Pattern LOCATION = Pattern.compile("projects/[^/]+/locations/([^/]+)");
  private static final List<String> LOCATIONS =
      List.of(
          "asia-northeast1",
          "asia-southeast1",
          "eu",
          "europe-west1",
          "europe-west4",
          "global",
          "us",
          "us-central1",
          "us-east1",
          "us-east5",
          "us-west1");
  private static final String PUBLISHER = "publishers/google/models/";
  private static final int LONGEST_TOKEN = 4;

  private final JobStore store;
  private final Pager pager;
  private final Clock clock;

  ServiceCalls(JobStore store, Pager pager, Clock clock) {
    this.store = store;
    this.pager = pager;
    this.clock = clock;
  }

  /** Every project has a default metadata store. */
  ObjectNode getMetadataStore(Call call) {
    return Json.object().put("name", call.resource());
  }

  /** The context of a job's experiment, from the job's start on. */
  ObjectNode getContext(Call call) {
    Matcher name = CONTEXT.matcher(call.resource());
    String canonical =
        name.matches()
            ? ProjectLocation.parse(name.group(1)).name() + call.resource().substring(name.end(1))
            : call.resource();
    Instant now = clock.instant();
    return store.all().stream()
        .flatMap(job -> context(job, now).stream())
        .filter(context -> context.path("name").asText().equals(canonical))
        .findFirst()
        .orElseThrow(
            () ->
                ApiError.of(NOT_FOUND, "The Context \"" + canonical + "\" does not exist.")
                    .refused());
  }

  /** Experiments, without the runs that the service has in them. */
  ObjectNode listContexts(Call call) {
    Instant now = clock.instant();
    String scope = call.resource().replaceFirst("/metadataStores/.*", "");
    boolean ofExperiment = call.paging().filter().contains("parent_contexts");
    return pager.page(
        store.listing(ProjectLocation.parse(scope), ResourceName.JOBS),
        "contexts",
        call.paging(),
        job -> ofExperiment ? List.of() : context(job, now).stream().toList(),
        context -> true);
  }

  private static Optional<ObjectNode> context(StoredJob job, Instant now) {
    return job.timeline()
        .started(now)
        .map(
            started -> {
              String name = JobView.experiment(job, started);
              ObjectNode context = Json.object();
              context.put("name", name);
              context.put("displayName", name.substring(name.lastIndexOf('/') + 1));
              context.put("etag", Long.toString(started.toEpochMilli()));
              context.put("createTime", Json.timestamp(started));
              context.put("updateTime", Json.timestamp(started));
              context.put("schemaTitle", "system.Experiment");
              context.put("schemaVersion", "0.0.1");
              context.putObject("metadata").put("experiment_deleted", false);
              return context;
            });
  }

  /** How many tokens the contents of a request count as. */
  ObjectNode countTokens(Call call) {
    String text = text(call.message().path("contents"));
    int tokens = text.isEmpty() ? 0 : ModelAnswer.tokens(text);
    ObjectNode answer = Json.object();
    answer.put("totalTokens", tokens);
    answer.put("totalBillableCharacters", text.replaceAll("\\s", "").length());
    answer
        .putArray("promptTokensDetails")
        .addObject()
        .put("modality", "TEXT")
        .put("tokenCount", tokens);
    return answer;
  }

  /** The tokens themselves: pieces of the text, as long as the count has it. */
  ObjectNode computeTokens(Call call) {
    ObjectNode answer = Json.object();
    ArrayNode infos = answer.putArray("tokensInfo");
    for (JsonNode content : ModelAnswer.list(call.message().path("contents"))) {
      String text = ModelAnswer.text(content);
      ObjectNode info = infos.addObject();
      ArrayNode tokens = info.putArray("tokens");
      ArrayNode ids = info.putArray("tokenIds");
      for (int from = 0; from < text.length(); from += LONGEST_TOKEN) {
        String token = text.substring(from, Math.min(text.length(), from + LONGEST_TOKEN));
        tokens.add(Base64.getEncoder().encodeToString(token.getBytes(UTF_8)));
        ids.add(Integer.toString(Math.floorMod(token.hashCode(), 1 << 18)));
      }
      info.put("role", content.path("role").asText("user"));
    }
    return answer;
  }

  private static String text(JsonNode contents) {
    StringBuilder text = new StringBuilder();
    ModelAnswer.list(contents).forEach(content -> text.append(ModelAnswer.text(content)));
    return text.toString();
  }

  ObjectNode getLocation(Call call) {
    Matcher name = LOCATION.matcher(call.resource());
    if (!name.matches() || !LOCATIONS.contains(name.group(1))) {
      throw ApiError.of(NOT_FOUND, "The location " + call.resource() + " does not exist.")
          .refused();
    }
    return location(call.resource());
  }

  ObjectNode listLocations(Call call) {
    return pager.page(
        Pager.all(call.resource() + "/locations", LOCATIONS.reversed()),
        "locations",
        call.paging(),
        id -> List.of(location(call.resource() + "/locations/" + id)),
        location -> true);
  }

  private static ObjectNode location(String name) {
    return Json.object()
        .put("name", name)
        .put("locationId", name.substring(name.lastIndexOf('/') + 1));
  }

  ObjectNode getPublisherModel(Call call) {
    return BaseModel.ids().stream()
        .filter(id -> call.resource().equals(PUBLISHER + id))
        .findFirst()
        .map(ServiceCalls::publisherModel)
        .orElseThrow(
            () ->
                ApiError.of(NOT_FOUND, "Publisher Model `" + call.resource() + "` not found")
                    .refused());
  }

  ObjectNode listPublisherModels(Call call) {
    return pager.page(
        Pager.all(call.resource() + "/models", BaseModel.ids().reversed()),
        "publisherModels",
        call.paging(),
        id -> List.of(publisherModel(id)),
        model -> true);
  }

  private static ObjectNode publisherModel(String id) {
    return Json.object()
        .put("name", PUBLISHER + id)
        .put("versionId", "default")
        .put("openSourceCategory", "PROPRIETARY")
        .put("launchStage", "GA")
        .put("versionState", "VERSION_STATE_STABLE");
  }
}
