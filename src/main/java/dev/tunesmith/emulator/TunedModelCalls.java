package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Call.Paging;
import dev.tunesmith.emulator.TunedModelRequest.Patch;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The calls of the Gemini API: tuned models, the operations that create them, and the base models
 * that can be tuned.
 *
 * @see <a href="https://ai.google.dev/api/tuning">tunedModels, REST v1beta</a>
 */
final class TunedModelCalls {
  private static final int USUAL_PAGE = 10;
  private static final int USUAL_PAGE_OF_BASE_MODELS = 50;
  private static final int LARGEST_PAGE = 1000;

  private final TunedModelStore store;
  private final Pager pager;
  private final Pager baseModelPager;
  private final TunedModelCreation creation;
  private final Clock clock;

  TunedModelCalls(TunedModelStore store, EmulatorOptions options, Seeded seeded, Clock clock) {
    int largestPage = Math.min(LARGEST_PAGE, options.pageSize());
    this.store = store;
    this.pager = new Pager(USUAL_PAGE, largestPage);
    this.baseModelPager = new Pager(USUAL_PAGE_OF_BASE_MODELS, largestPage);
    this.creation = new TunedModelCreation(store, options, seeded, clock);
    this.clock = clock;
  }

  ObjectNode create(Call call, Effects effects) {
    StoredTunedModel created = creation.create(call.message(), effects);
    return TunedModelView.operation(created, created.created());
  }

  ObjectNode get(Call call) {
    return TunedModelView.of(store.get(call.resource()), now());
  }

  ObjectNode list(Call call, Effects effects) {
    Instant now = now();
    Paging paging = call.paging();
    Predicate<ObjectNode> filter =
        effects.has(Effect.FilterIgnored.class)
            ? model -> true
            : TunedModelFilter.parse(paging.filter());
    return pager.page(
        store.listing(paging),
        TunedModelStore.COLLECTION,
        paging,
        model ->
            model.isDeleted() || model.listedFrom().isAfter(now)
                ? List.of()
                : List.of(TunedModelView.of(model, now)),
        filter);
  }

  ObjectNode patch(Call call) {
    Patch patch = TunedModelRequest.patched(call.message());
    StoredTunedModel model = store.get(call.resource());
    store.change(
        () -> {
          ObjectNode fields = model.edited().fields().deepCopy();
          fields.remove(patch.mask());
          fields.setAll(patch.model().deepCopy().retain(patch.mask()));
          model.edit(TunedModelCreation.withDefaults(fields), now());
        });
    return TunedModelView.of(model, now());
  }

  ObjectNode delete(Call call) {
    store.delete(call.resource());
    return Json.object();
  }

  ObjectNode generateContent(Call call) {
    StoredTunedModel model = store.get(call.resource());
    String question = TunedModelQuestion.read(call.message());
    if (!model.run().isActive(now())) {
      throw ApiError.of(
              CanonicalCode.FAILED_PRECONDITION,
              "The tuned model "
                  + model.name()
                  + " is "
                  + model.run().phase(now()).state()
                  + " and not ACTIVE.")
          .refused();
    }
    return ModelAnswer.of(question, answer(model, question), model.name());
  }

  /** What the examples teach: a number's successor, or just the examples; else an echo. */
  private static String answer(StoredTunedModel model, String question) {
    String example = model.examples().get(question.strip());
    if (example != null) {
      return example;
    }
    boolean counts =
        model.examples().entrySet().stream()
            .allMatch(
                pair ->
                    NumberSuccessor.of(pair.getKey()).filter(pair.getValue()::equals).isPresent());
    return (counts ? NumberSuccessor.of(question) : Optional.<String>empty())
        .orElseGet(
            () ->
                model.name()
                    + ", tuned from "
                    + model.baseModel().name()
                    + ", was asked: "
                    + question);
  }

  ObjectNode getOperation(Call call) {
    return TunedModelView.operation(operation(call.resource()), now());
  }

  /** A model has one operation: its creation. */
  ObjectNode listOperations(Call call) {
    StoredTunedModel model = store.get(call.resource());
    return pager.page(
        Pager.all(model.name() + "/operations", List.of(model)),
        "operations",
        call.paging(),
        found -> List.of(TunedModelView.operation(found, now())),
        operation -> true);
  }

  /** On an operation that is done it does nothing. */
  ObjectNode cancelOperation(Call call) {
    JsonShape.read(call.message(), Shape.NOTHING, "", call.version());
    StoredTunedModel model = operation(call.resource());
    store.change(
        () -> {
          if (!model.run().hasEnded(now())) {
            model.cancel(now());
          }
        });
    return Json.object();
  }

  private StoredTunedModel operation(String name) {
    return store
        .find(modelOf(name))
        .filter(model -> model.operationName().equals(name))
        .orElseThrow(
            () ->
                ApiError.of(CanonicalCode.NOT_FOUND, "The operation " + name + " does not exist.")
                    .refused());
  }

  private static String modelOf(String name) {
    int operations = name.indexOf("/operations/");
    return operations < 0 ? name : name.substring(0, operations);
  }

  ObjectNode getBaseModel(Call call) {
    return TunableModel.find(call.resource(), false)
        .map(TunableModel::view)
        .orElseThrow(
            () ->
                ApiError.of(
                        CanonicalCode.NOT_FOUND,
                        "The model " + call.resource() + " does not exist.")
                    .refused());
  }

  ObjectNode listBaseModels(Call call) {
    return baseModelPager.page(
        Pager.all("models", TunableModel.KNOWN),
        "models",
        call.paging(),
        model -> List.of(model.view()),
        model -> true);
  }

  /** The fields of the model that a name is about; empty when there is none. */
  ObjectNode fields(String name) {
    return store
        .find(modelOf(name))
        .map(model -> model.spec().<ObjectNode>setAll(model.edited().fields()))
        .orElseGet(Json::object);
  }

  /** The service keeps microseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
