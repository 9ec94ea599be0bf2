package dev.tunesmith.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.gemini.ModelState;
import dev.tunesmith.gemini.ModelVerb;
import dev.tunesmith.gemini.Operation;
import dev.tunesmith.gemini.Operation.OperationError;
import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Gemini API's tuned models in memory, behind the port; it passes the same contract suite as
 * the adapter. Faults are scripted; nothing happens by itself, so that a test decides when a tuning
 * advances and how it ends.
 *
 * <p>Safe for use by many threads: every method holds the one lock.
 */
public final class SimTunedModels implements TunedModels {
  private static final Set<String> EDITABLE =
      Set.of("displayName", "description", "temperature", "topP", "topK");

  private static final class Model {
    final ObjectNode body;
    final ObjectNode request;
    final Instant listedFrom;
    final String operation;
    final int totalSteps;
    int completedSteps;
    @Nullable OperationError error;

    Model(ObjectNode body, ObjectNode request, Instant listedFrom, int number, int totalSteps) {
      this.body = body;
      this.request = request;
      this.listedFrom = listedFrom;
      this.operation = body.path("name").asText() + "/operations/op" + number;
      this.totalSteps = totalSteps;
    }

    ModelState state() {
      return ModelState.of(body.path("state").asText());
    }

    TunedModelSnapshot snapshot() {
      return new TunedModelSnapshot(body.path("name").asText(), state(), body.deepCopy());
    }

    Operation operation() {
      return new Operation(
          operation,
          body.path("name").asText(),
          totalSteps,
          completedSteps,
          snapshot().snapshots(),
          state().ended(),
          error);
    }
  }

  private final InstantSource clock;
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final List<String> created = new ArrayList<>();
  private final Map<ModelVerb, Integer> calls = new EnumMap<>(ModelVerb.class);
  private final Map<ModelVerb, Deque<Failure>> nextFailures = new EnumMap<>(ModelVerb.class);
  private final Map<ModelVerb, Failure> lastingFailures = new EnumMap<>(ModelVerb.class);
  private int dropCreateReplies;
  private int pageSize = 100;
  private Duration listLag = Duration.ZERO;
  private Function<ObjectNode, String> answers =
      request -> "answer to: " + text(request.path("contents"));

  /**
   * An empty service.
   *
   * @param clock gives every model's times, and the moment from which a listing shows it
   */
  public SimTunedModels(InstantSource clock) {
    this.clock = clock;
  }

  // ---- the port

  @Override
  public synchronized CreateReply create(String id, ObjectNode model) {
    Optional<Failure> failure = begin(ModelVerb.CREATE);
    if (failure.isPresent()) {
      return failure.get().kind() == Kind.CREATE_OUTCOME_UNKNOWN
          ? new OutcomeUnknown(failure.get())
          : new Refused(failure.get());
    }
    String name = "tunedModels/" + id;
    if (!id.matches("[a-z]([a-z0-9-]{0,38}[a-z0-9])?")) {
      return new Refused(invalid("not an id: " + id));
    }
    if (models.containsKey(name)) {
      return new AlreadyExists();
    }
    if (model.has("baseModel") == model.has("tunedModelSource")) {
      return new Refused(invalid("exactly one of baseModel and tunedModelSource"));
    }
    int examples = model.at("/tuningTask/trainingData/examples/examples").size();
    if (examples == 0) {
      return new Refused(invalid("no examples"));
    }
    Model accepted = accept(name, model, examples);
    if (dropCreateReplies > 0) {
      dropCreateReplies--;
      return new OutcomeUnknown(Failures.outcomeUnknown("UNAVAILABLE"));
    }
    return new Started(accepted.operation());
  }

  private Model accept(String name, ObjectNode model, int examples) {
    Instant now = clock.instant();
    ObjectNode body = model.deepCopy();
    body.put("name", name).put("state", ModelState.Known.CREATING.raw());
    body.put("createTime", now.toString()).put("updateTime", now.toString());
    fillIn(body, "temperature", 0.9);
    fillIn(body, "topP", 0.95);
    if (!body.has("topK")) {
      body.put("topK", 40);
    }
    ObjectNode task = body.withObject("/tuningTask");
    task.remove("trainingData");
    task.put("startTime", now.toString());
    ObjectNode parameters = task.withObject("/hyperparameters");
    int epochs = parameters.path("epochCount").asInt(5);
    int batch = parameters.path("batchSize").asInt(4);
    parameters.put("epochCount", epochs).put("batchSize", batch);
    if (!parameters.has("learningRateMultiplier")) {
      fillIn(parameters, "learningRate", 0.001);
    }
    created.add(name);
    Model accepted =
        new Model(
            body,
            model.deepCopy(),
            now.plus(listLag),
            created.size(),
            epochs * Math.ceilDiv(examples, batch));
    models.put(name, accepted);
    return accepted;
  }

  private static void fillIn(ObjectNode object, String field, double value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  @Override
  public synchronized GetReply get(String name) {
    Optional<Failure> failure = begin(ModelVerb.GET);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    Model model = models.get(name);
    return model == null ? new Absent() : new Found(model.snapshot());
  }

  @Override
  public synchronized PageReply list(@Nullable String pageToken, String filter) {
    Optional<Failure> failure = begin(ModelVerb.LIST);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    // The filter must stay the same from page to page: it is part of the token.
    String prefix = "after:" + filter + ":";
    if (pageToken != null && !pageToken.startsWith(prefix)) {
      return new Unknown(invalid("a page token not of this filter"));
    }
    int from = pageToken == null ? 0 : Integer.parseInt(pageToken.substring(prefix.length()));
    List<TunedModelSnapshot> listed =
        models.values().stream()
            .filter(model -> !model.listedFrom.isAfter(clock.instant()))
            .filter(model -> matches(model.body, filter))
            .map(Model::snapshot)
            .toList();
    int to = Math.min(listed.size(), from + pageSize);
    return new Page(
        listed.subList(Math.min(from, to), to), to < listed.size() ? prefix + to : null);
  }

  private static boolean matches(ObjectNode model, String filter) {
    String texts =
        (model.path("displayName").asText() + " " + model.path("description").asText())
            .toLowerCase(Locale.ROOT);
    for (String word : filter.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      boolean operator = word.matches("(owner|writers|readers):.*");
      if (operator ? word.equals("readers:everyone") : !texts.contains(word)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized PatchReply patch(String name, Set<String> mask, ObjectNode model) {
    Optional<Failure> failure = begin(ModelVerb.PATCH);
    if (failure.isPresent()) {
      return refusal(failure.get()) ? new Refused(failure.get()) : new Unknown(failure.get());
    }
    if (mask.isEmpty() || !EDITABLE.containsAll(mask)) {
      return new Refused(invalid("these fields cannot be changed: " + mask));
    }
    Model changed = models.get(name);
    if (changed == null) {
      return new Absent();
    }
    edit(
        name,
        body -> {
          body.remove(mask);
          body.setAll(model.deepCopy().retain(mask));
        });
    return new Patched(changed.snapshot());
  }

  @Override
  public synchronized DeleteReply delete(String name) {
    Optional<Failure> failure = begin(ModelVerb.DELETE);
    if (failure.isPresent()) {
      return refusal(failure.get()) ? new Refused(failure.get()) : new Unknown(failure.get());
    }
    return models.remove(name) == null ? new Absent() : new Deleted();
  }

  @Override
  public synchronized OperationReply operation(String name) {
    Optional<Failure> failure = begin(ModelVerb.OPERATION);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    return models.values().stream()
        .filter(model -> model.operation.equals(name))
        .findFirst()
        .<OperationReply>map(model -> new FoundOperation(model.operation()))
        .orElseGet(Absent::new);
  }

  @Override
  public synchronized OperationsReply operations(String name) {
    Optional<Failure> failure = begin(ModelVerb.OPERATIONS);
    if (failure.isPresent()) {
      return new Unknown(failure.get());
    }
    Model model = models.get(name);
    return model == null ? new Absent() : new FoundOperations(List.of(model.operation()));
  }

  @Override
  public synchronized GenerateReply generate(String name, ObjectNode request) {
    Optional<Failure> failure = begin(ModelVerb.GENERATE).or(() -> notActive(name));
    if (failure.isPresent()) {
      return refusal(failure.get()) ? new Refused(failure.get()) : new Unknown(failure.get());
    }
    return models.containsKey(name)
        ? new Generated(response(answers.apply(request), true))
        : new Absent();
  }

  @Override
  public synchronized StreamReply stream(
      String name, ObjectNode request, Consumer<ObjectNode> chunks) {
    Optional<Failure> failure = begin(ModelVerb.STREAM).or(() -> notActive(name));
    if (failure.isPresent()) {
      return refusal(failure.get()) ? new Refused(failure.get()) : new Unknown(failure.get());
    }
    if (!models.containsKey(name)) {
      return new Absent();
    }
    String answer = answers.apply(request);
    int middle = answer.length() / 2;
    chunks.accept(response(answer.substring(0, middle), false));
    chunks.accept(response(answer.substring(middle), true));
    return new Streamed();
  }

  private Optional<Failure> notActive(String name) {
    Model model = models.get(name);
    return model == null || model.state() == ModelState.Known.ACTIVE
        ? Optional.empty()
        : Optional.of(
            new Failure(
                Kind.REQUEST_REJECTED, "FAILED_PRECONDITION", "the model is not ready: " + name));
  }

  private static ObjectNode response(String text, boolean last) {
    ObjectNode response = JsonNodeFactory.instance.objectNode();
    ObjectNode candidate = response.putArray("candidates").addObject();
    candidate
        .putObject("content")
        .put("role", "model")
        .putArray("parts")
        .addObject()
        .put("text", text);
    if (last) {
      candidate.put("finishReason", "STOP");
    }
    return response;
  }

  private static String text(JsonNode contents) {
    List<String> texts = new ArrayList<>();
    contents.findValues("text").forEach(text -> texts.add(text.asText()));
    return String.join("", texts);
  }

  @Override
  public void close() {}

  // ---- faults

  /**
   * Makes one call fail; more than one are answered in the order they were scripted.
   *
   * @param failure the answer: of a create {@code CREATE_OUTCOME_UNKNOWN} leaves it unknown,
   *     without a model, and any other kind is a refusal; of a change or a question a definite kind
   *     is a refusal
   */
  public synchronized void failNext(ModelVerb verb, Failure failure) {
    nextFailures.computeIfAbsent(verb, v -> new ArrayDeque<>()).add(failure);
  }

  /** Makes all calls fail until {@link #heal}; otherwise as {@link #failNext}. */
  public synchronized void failAlways(ModelVerb verb, Failure failure) {
    lastingFailures.put(verb, failure);
  }

  /** Takes back every scripted failure. */
  public synchronized void heal() {
    nextFailures.clear();
    lastingFailures.clear();
    dropCreateReplies = 0;
  }

  /** Makes the next create be accepted, and its reply get lost: the model exists. */
  public synchronized void dropNextCreateReply() {
    dropCreateReplies++;
  }

  /**
   * Makes models that are created from now on appear in listings only later, and in gets at once.
   */
  public synchronized void listLag(Duration lag) {
    listLag = lag;
  }

  /** The largest page of a listing; 100 by default. */
  public synchronized void pageSize(int size) {
    pageSize = size;
  }

  // ---- what happens to models

  /** Completes steps, each with a point of the loss curve that is computed now. */
  public synchronized void advance(String name, int steps) {
    Model model = model(name);
    int perEpoch =
        model.totalSteps / model.body.at("/tuningTask/hyperparameters/epochCount").asInt(1);
    ArrayNode snapshots = model.body.withObject("/tuningTask").withArrayProperty("snapshots");
    int last = Math.min(model.totalSteps, model.completedSteps + steps);
    for (int step = model.completedSteps + 1; step <= last; step++) {
      snapshots
          .addObject()
          .put("step", step)
          .put("epoch", (step - 1) / perEpoch + 1)
          .put("meanLoss", 4.0 / step)
          .put("computeTime", clock.instant().toString());
    }
    model.completedSteps = last;
  }

  /** Ends the tuning well. */
  public synchronized void succeed(String name) {
    advance(name, Integer.MAX_VALUE / 2);
    end(name, ModelState.Known.ACTIVE);
  }

  /** Ends the tuning by an error, at the step where it is. */
  public synchronized void fail(String name, String code, String message) {
    model(name).error = new OperationError(code, message);
    end(name, ModelState.Known.FAILED);
  }

  private void end(String name, ModelState state) {
    edit(
        name,
        body ->
            body.put("state", state.raw())
                .withObject("/tuningTask")
                .put("completeTime", clock.instant().toString()));
  }

  /** Puts a model into any state, also one that is not documented. */
  public synchronized void setState(String name, String raw) {
    edit(name, body -> body.put("state", raw));
  }

  /** Changes a model as another user can, and its update time. */
  public synchronized void edit(String name, Consumer<ObjectNode> change) {
    ObjectNode body = model(name).body;
    change.accept(body);
    body.put("updateTime", clock.instant().toString());
  }

  /** Deletes a model as another user can. */
  public synchronized void remove(String name) {
    models.remove(model(name).body.path("name").asText());
  }

  /** Answers of all models from now on, by request. */
  public synchronized void answers(Function<ObjectNode, String> by) {
    answers = by;
  }

  // ---- what a test looks at

  /** The models that exist, oldest first. */
  public synchronized List<TunedModelSnapshot> models() {
    return models.values().stream().map(Model::snapshot).toList();
  }

  /** The names of all models that were ever created, oldest first. */
  public synchronized List<String> created() {
    return List.copyOf(created);
  }

  /** The body of the create of a model that exists, training data included. */
  public synchronized ObjectNode request(String name) {
    return model(name).request.deepCopy();
  }

  /** How many calls there were, failed ones included. */
  public synchronized int calls(ModelVerb verb) {
    return calls.getOrDefault(verb, 0);
  }

  private Model model(String name) {
    Model model = models.get(name);
    if (model == null) {
      throw new AssertionError("no such model: " + name);
    }
    return model;
  }

  private Optional<Failure> begin(ModelVerb verb) {
    calls.merge(verb, 1, Integer::sum);
    Deque<Failure> next = nextFailures.get(verb);
    return next != null && !next.isEmpty()
        ? Optional.of(next.remove())
        : Optional.ofNullable(lastingFailures.get(verb));
  }

  private static boolean refusal(Failure failure) {
    return switch (failure.kind()) {
      case REQUEST_REJECTED, PERMISSION_DENIED, NOT_FOUND, QUOTA_EXCEEDED -> true;
      case SERVICE_UNAVAILABLE, CREATE_OUTCOME_UNKNOWN, INTERNAL_ERROR -> false;
    };
  }

  private static Failure invalid(String message) {
    return new Failure(Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", message);
  }
}
