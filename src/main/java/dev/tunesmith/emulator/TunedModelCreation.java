package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** Creates tuned models: checks what they are tuned from, and fills in the defaults. */
final class TunedModelCreation {
  private static final int DEFAULT_EPOCHS = 5;
  // The reference has 4 or 16, and 0.001 or 0.0002, by the number of examples, and no number.
  private static final int MANY_EXAMPLES = 100;
  private static final int OPERATION_ID = 12;

  private final TunedModelStore store;
  private final boolean anyBaseModel;
  private final TunedModelRun.Pace pace;
  private final TunedModelIds ids;
  private final Seeded seeded;
  private final Clock clock;

  TunedModelCreation(TunedModelStore store, EmulatorOptions options, Seeded seeded, Clock clock) {
    this.store = store;
    this.anyBaseModel = options.anyBaseModel();
    this.pace = new TunedModelRun.Pace(options.speed(), seeded);
    this.ids = new TunedModelIds(store, seeded);
    this.seeded = seeded;
    this.clock = clock;
  }

  /**
   * Creates a model, or refuses the request.
   *
   * @param request the whole request message
   */
  StoredTunedModel create(ObjectNode request, Effects effects) {
    FieldErrors errors = new FieldErrors();
    ObjectNode model = TunedModelRequest.created(request, errors);
    checkSource(model, errors);
    errors.throwIfAny();
    String id = request.path("tunedModelId").asText();
    return store.add(number -> build(number, id, model, effects));
  }

  private void checkSource(ObjectNode model, FieldErrors errors) {
    String baseModel = model.path("baseModel").asText();
    if (!baseModel.isEmpty() && TunableModel.find(baseModel, anyBaseModel).isEmpty()) {
      errors.add(
          "tuned_model.base_model",
          "The model "
              + baseModel
              + " does not exist or cannot be tuned; there are "
              + TunableModel.KNOWN.stream().map(TunableModel::name).toList()
              + ".");
    }
    String source = model.path("tunedModelSource").path("tunedModel").asText();
    if (!source.isEmpty()
        && store.find(source).filter(found -> found.run().isActive(now())).isEmpty()) {
      errors.add(
          "tuned_model.tuned_model_source.tuned_model",
          "The tuned model "
              + source
              + (store.has(source) ? " is not ACTIVE." : " does not exist."));
    }
  }

  private StoredTunedModel build(int number, String givenId, ObjectNode model, Effects effects) {
    Instant created = now();
    String displayName = model.path("displayName").asText();
    String id = givenId.isEmpty() ? ids.of(displayName, number) : givenId;
    ObjectNode spec = Json.object();
    Map<String, String> examples = new HashMap<>();
    TunableModel baseModel = source(model, spec, examples);
    JsonNode task = model.path("tuningTask");
    JsonNode given = task.path("trainingData").path("examples").path("examples");
    given.forEach(
        example ->
            examples.put(example.path("textInput").asText(), example.path("output").asText()));
    ObjectNode parameters = hyperparameters(task.path("hyperparameters"), given.size());
    spec.set("hyperparameters", parameters);
    if (model.has("readerProjectNumbers")) {
      spec.set("readerProjectNumbers", model.path("readerProjectNumbers"));
    }
    TunedModelRun run =
        pace.run(
            given.size(),
            parameters.path("batchSize").asLong(),
            parameters.path("epochCount").asLong(),
            displayName,
            number + ":" + id,
            created,
            effects.find(Effect.Path.class));
    Duration lag =
        effects.find(Effect.ListLag.class).map(Effect.ListLag::duration).orElse(Duration.ZERO);
    return new StoredTunedModel(
        id,
        ids.random(OPERATION_ID, "operation:" + number),
        baseModel,
        spec,
        withDefaults(editable(model)),
        examples,
        created,
        created.plus(lag),
        run,
        LossCurve.of(number + ":" + id, seeded));
  }

  /** The base model; the source goes into the spec and what it has learned into the examples. */
  private TunableModel source(ObjectNode model, ObjectNode spec, Map<String, String> examples) {
    if (model.has("baseModel")) {
      spec.set("baseModel", model.path("baseModel"));
      return TunableModel.find(model.path("baseModel").asText(), anyBaseModel).orElseThrow();
    }
    // Read again under the lock: it may have been deleted meanwhile.
    StoredTunedModel source = store.get(model.path("tunedModelSource").path("tunedModel").asText());
    examples.putAll(source.examples());
    spec.putObject("tunedModelSource")
        .put("tunedModel", source.name())
        .put("baseModel", source.baseModel().name());
    return source.baseModel();
  }

  private static ObjectNode hyperparameters(JsonNode given, int examples) {
    boolean many = examples >= MANY_EXAMPLES;
    ObjectNode filled = given.isObject() ? given.deepCopy() : Json.object();
    if (!filled.has("epochCount")) {
      filled.put("epochCount", DEFAULT_EPOCHS);
    }
    if (!filled.has("batchSize")) {
      filled.put("batchSize", many ? 16 : 4);
    }
    if (!filled.has("learningRate") && !filled.has("learningRateMultiplier")) {
      filled.put("learningRate", many ? 0.0002 : 0.001);
    }
    return filled;
  }

  private static ObjectNode editable(ObjectNode model) {
    return model
        .deepCopy()
        .retain(TunedModelRequest.EDITABLE.stream().map(Shape.Field::name).toList());
  }

  /** What the sampling is when it was not given, or was reset: that of the base model. */
  static ObjectNode withDefaults(ObjectNode fields) {
    if (!fields.has("temperature")) {
      fields.put("temperature", TunableModel.TEMPERATURE);
    }
    if (!fields.has("topP")) {
      fields.put("topP", TunableModel.TOP_P);
    }
    if (!fields.has("topK")) {
      fields.put("topK", TunableModel.TOP_K);
    }
    return fields;
  }

  /** The service keeps microseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
