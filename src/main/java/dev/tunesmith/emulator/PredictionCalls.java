package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.JobStore.Deployed;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The calls of the prediction service on tuned models, under their endpoint's name, and on base
 * models.
 */
final class PredictionCalls {
  // Only the names are checked: the service has more types of content than could be kept up here.
  private static final Set<String> FIELDS =
      Set.of(
          "model",
          "contents",
          "systemInstruction",
          "system_instruction",
          "cachedContent",
          "cached_content",
          "tools",
          "toolConfig",
          "tool_config",
          "labels",
          "safetySettings",
          "safety_settings",
          "generationConfig",
          "generation_config",
          "modelArmorConfig",
          "model_armor_config",
          "outputConfig",
          "output_config",
          "continuationToken",
          "continuation_token");
  private static final Pattern PUBLISHER_MODEL =
      Pattern.compile("(projects/[^/]+/locations/[^/]+)/publishers/google/models/([^/]+)");
  private static final int RESPONSE_ID = 17;

  private final EndpointCalls endpoints;
  private final Seeded seeded;
  private final Clock clock;
  private final AtomicLong answers = new AtomicLong();

  PredictionCalls(EndpointCalls endpoints, Seeded seeded, Clock clock) {
    this.endpoints = endpoints;
    this.seeded = seeded;
    this.clock = clock;
  }

  /**
   * Answers for a tuned model, under the name of its endpoint, never of the model: which model it
   * is, and the question. That shows whether a question reached the right model.
   */
  ObjectNode generateContent(Call call) {
    JsonShape.read(call.message().deepCopy().remove(FIELDS), Shape.NOTHING, "", call.version());
    String name = call.resource();
    Matcher publisherModel = PUBLISHER_MODEL.matcher(name);
    if (publisherModel.matches()) {
      return baseModel(publisherModel, call.message());
    }
    if (!name.matches("projects/[^/]+/locations/[^/]+/endpoints/[^/]+")) {
      throw ApiError.of(
              INVALID_ARGUMENT,
              "The Model name "
                  + name
                  + " is malformed and it should be in form of"
                  + " projects/{project}/locations/{location}/publishers/google/models/{model}")
          .refused();
    }
    Instant now = clock.instant();
    Deployed deployed = endpoints.find(name, now);
    if (!deployed.endpoint().isDeployed(now)) {
      throw ApiError.of(
              CanonicalCode.FAILED_PRECONDITION, "The Endpoint " + name + " has no deployed model.")
          .refused();
    }
    return answer(deployed.job(), call.message(), now);
  }

  private ObjectNode baseModel(Matcher name, ObjectNode message) {
    ProjectLocation scope = ProjectLocation.parse(name.group(1));
    BaseModel model = BaseModel.find(name.group(2), scope, false);
    return answer(model.id(), model.id(), message, clock.instant());
  }

  private ObjectNode answer(StoredJob job, ObjectNode message, Instant now) {
    String who = job.outputs().displayName() + ", tuned from " + job.outputs().baseModel();
    return answer(who, job.modelName() + "@" + job.outputs().version(), message, now);
  }

  private ObjectNode answer(String who, String model, ObjectNode message, Instant now) {
    if (message.path("contents").isEmpty()) {
      throw ApiError.of(
              INVALID_ARGUMENT,
              "Unable to submit request because at least one contents field is required.")
          .refused();
    }
    String question = ModelAnswer.question(message);
    return ModelAnswer.of(question, who + ", was asked: " + question, model)
        .put("createTime", Json.timestamp(now))
        .put("responseId", responseId());
  }

  private String responseId() {
    String key = "response:" + answers.incrementAndGet();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(seeded.id(key).getBytes(UTF_8))
        .substring(0, RESPONSE_ID);
  }
}
