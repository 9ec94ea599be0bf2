package dev.tunesmith.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.MalformedReplyException;
import dev.tunesmith.vertex.QuotedData;
import dev.tunesmith.vertex.Redactor;
import dev.tunesmith.vertex.ServiceTimes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A {@code TunedModel} and an {@code Operation} in their REST spelling to records. Training data is
 * removed here, and so never reaches status, events or logs.
 */
final class ModelReader {
  private ModelReader() {}

  /**
   * Reads a model.
   *
   * @param model any object that the service may answer, also with fields and values that this
   *     version does not know; it becomes the snapshot's body and must not be used afterwards
   * @throws MalformedReplyException when the name is no tuned model's; nothing else throws
   */
  static TunedModelSnapshot model(JsonNode model) {
    if (!(model instanceof ObjectNode body) || !ModelNames.isModel(body.path("name").asText())) {
      throw new MalformedReplyException("a tuned model without a usable name");
    }
    ModelState state = state(body.path("state"));
    body.put("state", state.raw());
    ServiceTimes.normalize(body, "createTime", "updateTime");
    if (body.path("tuningTask") instanceof ObjectNode task) {
      task.remove("trainingData");
      ServiceTimes.normalize(task, "startTime", "completeTime");
      for (JsonNode snapshot : task.path("snapshots")) {
        if (snapshot instanceof ObjectNode point) {
          ServiceTimes.normalize(point, "computeTime");
          if (!isFinite(point.path("meanLoss"))) {
            point.remove("meanLoss");
          }
        }
      }
    }
    return new TunedModelSnapshot(body.path("name").textValue(), state, body);
  }

  /**
   * Reads an operation.
   *
   * @throws MalformedReplyException when the name is no such operation's; nothing else throws
   */
  static Operation operation(JsonNode operation) {
    String name = operation.path("name").asText();
    if (!ModelNames.isOperation(name)) {
      throw new MalformedReplyException("an operation without a usable name");
    }
    JsonNode metadata = operation.path("metadata");
    return new Operation(
        name,
        tunedModel(operation, name),
        Math.max(0, metadata.path("totalSteps").asInt()),
        Math.max(0, metadata.path("completedSteps").asInt()),
        snapshots(metadata.path("snapshots")),
        operation.path("done").asBoolean(),
        operation.path("error") instanceof ObjectNode error ? error(error) : null);
  }

  private static String tunedModel(JsonNode operation, String name) {
    for (JsonNode given :
        List.of(operation.at("/metadata/tunedModel"), operation.at("/response/name"))) {
      if (ModelNames.isModel(given.asText())) {
        return given.asText();
      }
    }
    return ModelNames.modelOf(name);
  }

  private static Operation.OperationError error(ObjectNode error) {
    int number = error.path("code").asInt();
    CanonicalCode[] codes = CanonicalCode.values();
    CanonicalCode code =
        number > 0 && number < codes.length ? codes[number] : CanonicalCode.UNKNOWN;
    String message = QuotedData.leftOutOf(Redactor.clean(error.path("message").asText()));
    return new Operation.OperationError(
        code.name(),
        message.isEmpty() ? "the service said " + code.name() + " and nothing more" : message);
  }

  /** Only what has a loss: proto3 JSON writes one that is no number as a string. */
  static List<TuningSnapshot> snapshots(JsonNode given) {
    List<TuningSnapshot> snapshots = new ArrayList<>();
    for (JsonNode point : given) {
      JsonNode loss = point.path("meanLoss");
      if (isFinite(loss)) {
        snapshots.add(
            new TuningSnapshot(
                point.path("step").asInt(), point.path("epoch").asInt(), loss.doubleValue()));
      }
    }
    snapshots.sort(Comparator.comparingInt(TuningSnapshot::step));
    return List.copyOf(snapshots);
  }

  private static boolean isFinite(JsonNode number) {
    return number.isNumber() && Double.isFinite(number.doubleValue());
  }

  private static ModelState state(JsonNode state) {
    if (state.isNumber()) {
      return ModelState.of("STATE_UNRECOGNIZED_" + state.asText());
    }
    return state.isTextual() && !state.textValue().isEmpty()
        ? ModelState.of(state.textValue())
        : ModelState.Known.STATE_UNSPECIFIED;
  }
}
