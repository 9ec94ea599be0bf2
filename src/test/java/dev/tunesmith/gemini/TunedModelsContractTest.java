package dev.tunesmith.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.gemini.Operation.OperationError;
import dev.tunesmith.gemini.TunedModels.Absent;
import dev.tunesmith.gemini.TunedModels.AlreadyExists;
import dev.tunesmith.gemini.TunedModels.CreateReply;
import dev.tunesmith.gemini.TunedModels.Deleted;
import dev.tunesmith.gemini.TunedModels.Found;
import dev.tunesmith.gemini.TunedModels.FoundOperation;
import dev.tunesmith.gemini.TunedModels.FoundOperations;
import dev.tunesmith.gemini.TunedModels.Generated;
import dev.tunesmith.gemini.TunedModels.OutcomeUnknown;
import dev.tunesmith.gemini.TunedModels.Page;
import dev.tunesmith.gemini.TunedModels.Patched;
import dev.tunesmith.gemini.TunedModels.Refused;
import dev.tunesmith.gemini.TunedModels.Started;
import dev.tunesmith.gemini.TunedModels.Streamed;
import dev.tunesmith.gemini.TunedModels.Unknown;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link TunedModels} promises, whatever is behind it. The suite steers the service
 * through {@link Service} and looks at the port only.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
@DisplayName("A port to the Gemini API's tuned models")
@Timeout(60)
class TunedModelsContractTest {

  /** What is held to the contract: the fake too, so that tests that trust it trust the port. */
  enum Port {
    SIM_TUNED_MODELS,
    REST_TUNED_MODELS_ON_THE_EMULATOR;

    /** Starts an empty service, with listings of {@link #PAGE_SIZE} models a page. */
    Service start() {
      return switch (this) {
        case SIM_TUNED_MODELS -> FakedModels.start(PAGE_SIZE);
        case REST_TUNED_MODELS_ON_THE_EMULATOR -> EmulatedModels.start(PAGE_SIZE);
      };
    }
  }

  /** The service behind the port, as far as this suite steers it. */
  interface Service extends AutoCloseable {
    /** The port under test, its call deadlines short enough for a test to wait for. */
    TunedModels tunedModels();

    /**
     * Makes the service answer one call with an error, without doing what was asked.
     *
     * @param kind what the port should make of it, for a service that speaks in kinds
     */
    void answerNext(ModelVerb verb, String code, Kind kind);

    /** Makes the service accept the next create, and the reply get lost. */
    void loseNextCreateReply();

    /** Makes the service stay silent on the next call, beyond the port's deadline. */
    void staySilentOnce(ModelVerb verb);

    /** Creates a model that has some of its steps behind it, and others before it. */
    void createHalfway(String id, ObjectNode model);

    /** Creates a model that ends at once, in this state. */
    void createIn(String state, String id, ObjectNode model);

    /** How many models the service has accepted. */
    int modelsCreated();

    /** How many requests arrived since the start. */
    int requests(ModelVerb verb);

    @Override
    void close();
  }

  /** Models on a full page. */
  private static final int PAGE_SIZE = 2;

  private static final String ABSENT = "tunedModels/no-such-model";

  private final Service service;
  private final TunedModels models;

  TunedModelsContractTest(Port port) {
    service = port.start();
    models = service.tunedModels();
  }

  @AfterEach
  void closeService() {
    models.close();
    service.close();
  }

  // ---- create

  @Test
  @DisplayName("a create starts an operation of the model with the id that was given")
  void create() {
    Operation operation = started("increment");

    assertThat(operation.name()).startsWith("tunedModels/increment/operations/");
    assertThat(operation.tunedModel()).isEqualTo("tunedModels/increment");
    assertThat(operation.done()).isFalse();
    assertThat(operation.error()).isNull();
    assertThat(operation.totalSteps()).isEqualTo(10);
    assertThat(operation.completedSteps()).isZero();
    assertThat(operation.snapshots()).isEmpty();
  }

  @Test
  @DisplayName("a model is shown as it was created, without its training data")
  void createdModel() {
    started("increment");

    TunedModelSnapshot model = found("tunedModels/increment");

    assertThat(model.id()).isEqualTo("increment");
    assertThat(model.state()).isEqualTo(ModelState.Known.CREATING);
    assertThat(model.createTime()).isNotNull();
    JsonNode body = model.body();
    assertThat(body.path("name").asText()).isEqualTo("tunedModels/increment");
    assertThat(body.path("displayName").asText()).isEqualTo("increment by one");
    assertThat(body.path("description").asText()).isEqualTo("numbers");
    assertThat(body.path("baseModel").asText()).isEqualTo("models/gemini-1.5-flash-001-tuning");
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
    assertThat(body.path("topP").isNumber()).as("the base model's").isTrue();
    assertThat(body.path("topK").isNumber()).as("the base model's").isTrue();
    JsonNode task = body.path("tuningTask");
    assertThat(task.has("trainingData")).isFalse();
    assertThat(task.at("/hyperparameters/epochCount").asInt()).isEqualTo(5);
    assertThat(task.at("/hyperparameters/batchSize").asInt()).isEqualTo(2);
    assertThat(task.at("/hyperparameters/learningRate").asDouble()).isEqualTo(0.001);
    assertThat(body.toString()).doesNotContain("seven");
  }

  @Test
  @DisplayName("a second create of an id creates nothing, whatever its inputs")
  void alreadyExists() {
    started("increment");

    assertThat(models.create("increment", request().put("displayName", "another")))
        .isEqualTo(new AlreadyExists());
    assertThat(service.modelsCreated()).isOne();
    assertThat(found("tunedModels/increment").body().path("displayName").asText())
        .isEqualTo("increment by one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1a", "-a", "a-", "A", "a_b", "a/b", "a?b=c"})
  @DisplayName("what is no id is refused: with an id of its own choice a retry would not be safe")
  void wrongIds(String id) {
    assertThat(models.create(id, request()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.failure().kind()).isEqualTo(Kind.REQUEST_REJECTED));
    assertThat(service.modelsCreated()).isZero();
  }

  @Test
  @DisplayName("an id may have 40 characters, and not 41")
  void longIds() {
    assertThat(models.create("a".repeat(41), request())).isInstanceOf(Refused.class);
    assertThat(models.create("a".repeat(40), request())).isInstanceOf(Started.class);
  }

  @Test
  @DisplayName("a model without examples is refused")
  void withoutExamples() {
    ObjectNode model = request();
    model.withObject("/tuningTask").remove("trainingData");

    assertThat(models.create("increment", model)).isInstanceOf(Refused.class);
    assertThat(service.modelsCreated()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT,    REQUEST_REJECTED",
    "FAILED_PRECONDITION, REQUEST_REJECTED",
    "OUT_OF_RANGE,        REQUEST_REJECTED",
    "UNIMPLEMENTED,       REQUEST_REJECTED",
    "PERMISSION_DENIED,   PERMISSION_DENIED",
    "UNAUTHENTICATED,     PERMISSION_DENIED",
    "NOT_FOUND,           NOT_FOUND",
    "RESOURCE_EXHAUSTED,  QUOTA_EXCEEDED",
  })
  @DisplayName("a definite refusal of a create is shown as one, and created nothing")
  void createRefused(String code, Kind kind) {
    service.answerNext(ModelVerb.CREATE, code, kind);

    CreateReply reply = models.create("increment", request());

    assertThat(reply).isInstanceOf(Refused.class);
    assertFailure(((Refused) reply).failure(), code, kind);
    assertThat(service.modelsCreated()).isZero();
    assertThat(service.requests(ModelVerb.CREATE)).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CANCELLED",
        "UNKNOWN",
        "DEADLINE_EXCEEDED",
        "ABORTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS"
      })
  @DisplayName("any other error of a create leaves its outcome unknown, and is not retried")
  void createOutcomeUnknown(String code) {
    service.answerNext(ModelVerb.CREATE, code, Kind.CREATE_OUTCOME_UNKNOWN);

    CreateReply reply = models.create("increment", request());

    assertThat(reply).isInstanceOf(OutcomeUnknown.class);
    assertFailure(((OutcomeUnknown) reply).failure(), code, Kind.CREATE_OUTCOME_UNKNOWN);
    assertThat(service.requests(ModelVerb.CREATE)).isOne();
  }

  @Test
  @DisplayName("after a lost reply the same create finds that the model exists")
  void lostReply() {
    service.loseNextCreateReply();

    assertThat(models.create("increment", request())).isInstanceOf(OutcomeUnknown.class);
    assertThat(models.create("increment", request())).isEqualTo(new AlreadyExists());
    assertThat(service.modelsCreated()).isOne();
    assertThat(operations("tunedModels/increment")).hasSize(1);
  }

  // ---- get and operations

  @Test
  @DisplayName("what does not exist is absent, for every call of one model")
  void absent() {
    assertThat(
            List.<Object>of(
                models.get(ABSENT),
                models.patch(ABSENT, Set.of("displayName"), Jobs.object("{}")),
                models.delete(ABSENT),
                models.operation(ABSENT + "/operations/1"),
                models.operations(ABSENT),
                models.generate(ABSENT, question("1")),
                models.stream(ABSENT, question("1"), chunk -> {})))
        .containsOnly(new Absent());
  }

  @Test
  @DisplayName("an operation counts the steps, and shows the loss curve, as the model does")
  void progress() {
    service.createHalfway("increment", request());

    Operation operation = operations("tunedModels/increment").getFirst();

    assertThat(operation.done()).isFalse();
    assertThat(operation.completedSteps()).isBetween(1, 9);
    assertThat(operation.snapshots())
        .hasSize(operation.completedSteps())
        .isSortedAccordingTo(Comparator.comparingInt(TuningSnapshot::step))
        .allSatisfy(
            point -> {
              assertThat(point.epoch()).isBetween(1, 5);
              assertThat(point.meanLoss()).isPositive();
            });
    assertThat(models.operation(operation.name())).isEqualTo(new FoundOperation(operation));
    assertThat(found("tunedModels/increment").snapshots()).isEqualTo(operation.snapshots());
  }

  @Test
  @DisplayName("a tuning that succeeded: the operation is done, the model active")
  void succeeded() {
    service.createIn("ACTIVE", "increment", request());

    Operation operation = operations("tunedModels/increment").getFirst();
    TunedModelSnapshot model = found("tunedModels/increment");

    assertThat(operation.done()).isTrue();
    assertThat(operation.error()).isNull();
    assertThat(operation.completedSteps()).isEqualTo(operation.totalSteps());
    assertThat(model.state()).isEqualTo(ModelState.Known.ACTIVE);
    assertThat(model.body().at("/tuningTask/completeTime").asText()).isNotEmpty();
    assertThat(model.snapshots()).isNotEmpty().isEqualTo(operation.snapshots());
  }

  @Test
  @DisplayName("a tuning that failed: the operation says why, the model that it failed")
  void failed() {
    service.createIn("FAILED", "increment", request());

    Operation operation = operations("tunedModels/increment").getFirst();

    assertThat(operation.done()).isTrue();
    OperationError error = Objects.requireNonNull(operation.error());
    assertThat(error.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.message()).isNotBlank();
    assertThat(found("tunedModels/increment").state()).isEqualTo(ModelState.Known.FAILED);
  }

  @Test
  @DisplayName("a state that we do not know is shown as it is, and counts as not ended")
  void unknownState() {
    service.createIn("DREAMING", "increment", request());

    ModelState state = found("tunedModels/increment").state();

    assertThat(state).isEqualTo(new ModelState.Unrecognized("DREAMING"));
    assertThat(state.ended()).isFalse();
  }

  // ---- list

  @Test
  @DisplayName("a listing has every model once, page by page")
  void listPages() {
    for (int i = 1; i <= 5; i++) {
      started("model-" + i);
    }

    assertThat(listAll(""))
        .extracting(TunedModelSnapshot::id)
        .containsExactlyInAnyOrder("model-1", "model-2", "model-3", "model-4", "model-5");
    assertThat(service.requests(ModelVerb.LIST)).isEqualTo(3);
    assertThat(listAll("")).allSatisfy(model -> assertThat(model).isEqualTo(found(model.name())));
  }

  @Test
  @DisplayName("a listing of nothing is an empty last page")
  void listNothing() {
    assertThat(models.list(null, "")).isEqualTo(new Page(List.of(), null));
  }

  @Test
  @DisplayName("a filter is of the words of display name and description, or of the owner")
  void filter() {
    models.create("a", request().put("displayName", "support tone").put("description", "x"));
    models.create("b", request().put("displayName", "other").put("description", "Support, too"));
    models.create("c", request().put("displayName", "nothing").put("description", "y&z=1"));

    assertThat(ids("support")).containsExactlyInAnyOrder("a", "b");
    assertThat(ids("owner:me")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(ids("readers:everyone")).isEmpty();
    assertThat(ids("support tone")).containsExactly("a");
    assertThat(ids("y&z=1")).containsExactly("c");
  }

  @Test
  @DisplayName("a page token of another filter leads to no page")
  void filterChanged() {
    for (int i = 1; i <= 3; i++) {
      started("model-" + i);
    }
    String token = ((Page) models.list(null, "")).nextPageToken();

    assertThat(models.list(token, "owner:me")).isInstanceOf(Unknown.class);
  }

  // ---- patch

  @Test
  @DisplayName("a patch changes what its mask names, and nothing else")
  void patch() {
    started("increment");
    String name = "tunedModels/increment";
    ObjectNode change =
        Jobs.object("{\"displayName\": \"another\", \"temperature\": 0.25, \"topK\": 7}");

    assertThat(models.patch(name, Set.of("displayName", "temperature"), change))
        .isEqualTo(new Patched(found(name)));
    JsonNode body = found(name).body();
    assertThat(body.path("displayName").asText()).isEqualTo("another");
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.25);
    assertThat(body.path("topK").asInt()).isNotEqualTo(7);
    assertThat(body.path("description").asText()).isEqualTo("numbers");
  }

  @Test
  @DisplayName("a field of the mask without a value is cleared")
  void patchClears() {
    started("increment");

    models.patch("tunedModels/increment", Set.of("description"), Jobs.object("{}"));

    assertThat(found("tunedModels/increment").body().path("description").asText()).isEmpty();
  }

  @Test
  @DisplayName("a patch of what is fixed is refused, as is one of nothing")
  void patchRefused() {
    started("increment");
    String name = "tunedModels/increment";

    assertThat(models.patch(name, Set.of("baseModel"), Jobs.object("{\"baseModel\": \"x\"}")))
        .isInstanceOf(Refused.class);
    assertThat(models.patch(name, Set.of(), Jobs.object("{\"topK\": 7}")))
        .isInstanceOf(Refused.class);
    assertThat(found(name).body().path("topK").asInt()).isNotEqualTo(7);
  }

  // ---- delete

  @Test
  @DisplayName("a deleted model is absent, and in no listing; its id can be used again")
  void delete() {
    started("increment");

    assertThat(models.delete("tunedModels/increment")).isEqualTo(new Deleted());
    assertThat(models.get("tunedModels/increment")).isEqualTo(new Absent());
    assertThat(models.delete("tunedModels/increment")).isEqualTo(new Absent());
    assertThat(listAll("")).isEmpty();
    started("increment");
  }

  // ---- generate

  @Test
  @DisplayName("an active model answers, at once and in parts, with the same text")
  void generate() {
    service.createIn("ACTIVE", "increment", request());
    String name = "tunedModels/increment";

    Generated generated =
        (Generated) models.generate(name, question("Say something long, please."));
    List<ObjectNode> chunks = new ArrayList<>();
    assertThat(models.stream(name, question("Say something long, please."), chunks::add))
        .isEqualTo(new Streamed());

    assertThat(chunks).hasSizeGreaterThan(1);
    assertThat(chunks.stream().map(TunedModelsContractTest::text).collect(Collectors.joining()))
        .isNotEmpty()
        .isEqualTo(text(generated.response()));
    assertThat(generated.toString()).doesNotContain(text(generated.response()));
  }

  @Test
  @DisplayName("a model that is not active refuses to answer")
  void generateTooEarly() {
    started("increment");

    assertThat(models.generate("tunedModels/increment", question("1"))).isInstanceOf(Refused.class);
    assertThat(models.stream("tunedModels/increment", question("1"), chunk -> {}))
        .isInstanceOf(Refused.class);
  }

  @Test
  @DisplayName("what a receiver of parts throws ends the stream, and is thrown on")
  void receiverThrows() {
    service.createIn("ACTIVE", "increment", request());
    List<ObjectNode> chunks = new ArrayList<>();

    assertThatThrownBy(
            () ->
                models.stream(
                    "tunedModels/increment",
                    question("Say something long, please."),
                    chunk -> {
                      chunks.add(chunk);
                      throw new IllegalStateException("enough");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
    assertThat(chunks).hasSize(1);
  }

  // ---- failures

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE,        SERVICE_UNAVAILABLE, false",
    "INTERNAL,           SERVICE_UNAVAILABLE, false",
    "UNKNOWN,            SERVICE_UNAVAILABLE, false",
    "ABORTED,            SERVICE_UNAVAILABLE, false",
    "DEADLINE_EXCEEDED,  SERVICE_UNAVAILABLE, false",
    "PERMISSION_DENIED,  PERMISSION_DENIED,   true",
    "UNAUTHENTICATED,    PERMISSION_DENIED,   true",
    "RESOURCE_EXHAUSTED, QUOTA_EXCEEDED,      true",
    "INVALID_ARGUMENT,   REQUEST_REJECTED,    true",
  })
  @DisplayName(
      "a failed read is unknown; a change or a question is refused only where that is sure")
  void failures(String code, Kind kind, boolean definite) {
    service.createIn("ACTIVE", "increment", request());
    String name = "tunedModels/increment";
    String operation = operations(name).getFirst().name();
    ObjectNode change = Jobs.object("{\"topK\": 7}");
    int asked = service.requests(ModelVerb.OPERATIONS);

    for (ModelVerb verb : ModelVerb.values()) {
      if (verb == ModelVerb.CREATE) {
        continue;
      }
      service.answerNext(verb, code, kind);
      Object reply =
          switch (verb) {
            case CREATE -> throw new AssertionError();
            case GET -> models.get(name);
            case LIST -> models.list(null, "");
            case PATCH -> models.patch(name, Set.of("topK"), change);
            case DELETE -> models.delete(name);
            case OPERATION -> models.operation(operation);
            case OPERATIONS -> models.operations(name);
            case GENERATE -> models.generate(name, question("1"));
            case STREAM -> models.stream(name, question("1"), chunk -> {});
          };
      boolean refusable =
          switch (verb) {
            case CREATE, PATCH, DELETE, GENERATE, STREAM -> true;
            case GET, LIST, OPERATION, OPERATIONS -> false;
          };
      Failure failure;
      if (refusable && definite) {
        assertThat(reply).as(verb.label()).isInstanceOf(Refused.class);
        failure = ((Refused) reply).failure();
      } else {
        assertThat(reply).as(verb.label()).isInstanceOf(Unknown.class);
        failure = ((Unknown) reply).failure();
      }
      assertFailure(failure, code, kind);
    }
    assertThat(service.requests(ModelVerb.OPERATIONS)).isEqualTo(asked + 1);
    assertThat(service.requests(ModelVerb.PATCH)).isOne();
    assertThat(service.requests(ModelVerb.DELETE)).isOne();
    assertThat(found(name).body().path("topK").asInt()).isNotEqualTo(7);
  }

  @ParameterizedTest
  @EnumSource(
      value = ModelVerb.class,
      names = {"CREATE", "GET", "STREAM"})
  @DisplayName("a silent service costs a call its deadline, and says nothing")
  void silence(ModelVerb verb) {
    service.createIn("ACTIVE", "increment", request());
    service.staySilentOnce(verb);
    long start = System.nanoTime();

    switch (verb) {
      case CREATE ->
          assertThat(models.create("other", request())).isInstanceOf(OutcomeUnknown.class);
      case STREAM ->
          assertThat(models.stream("tunedModels/increment", question("1"), chunk -> {}))
              .isInstanceOf(Unknown.class);
      case GET, LIST, PATCH, DELETE, OPERATION, OPERATIONS, GENERATE ->
          assertThat(models.get("tunedModels/increment")).isInstanceOf(Unknown.class);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  // ---- the suite's own words

  /** Four examples, five epochs, batches of two: ten steps. */
  protected static ObjectNode request() {
    return Jobs.object(
        """
        {"displayName": "increment by one", "description": "numbers", "temperature": 0.5,
         "baseModel": "models/gemini-1.5-flash-001-tuning",
         "tuningTask": {
           "hyperparameters": {"epochCount": 5, "batchSize": 2, "learningRate": 0.001},
           "trainingData": {"examples": {"examples": [
             {"textInput": "1", "output": "2"}, {"textInput": "3", "output": "4"},
             {"textInput": "six", "output": "seven"}, {"textInput": "8", "output": "9"}]}}}}
        """);
  }

  private static ObjectNode question(String text) {
    ObjectNode request = Jobs.object("{\"contents\": [{\"role\": \"user\"}]}");
    ((ObjectNode) request.at("/contents/0")).putArray("parts").addObject().put("text", text);
    return request;
  }

  private static String text(ObjectNode response) {
    return response.at("/candidates/0/content/parts/0/text").asText();
  }

  private Operation started(String id) {
    CreateReply reply = models.create(id, request());
    assertThat(reply).isInstanceOf(Started.class);
    return ((Started) reply).operation();
  }

  private TunedModelSnapshot found(String name) {
    TunedModels.GetReply reply = models.get(name);
    assertThat(reply).isInstanceOf(Found.class);
    return ((Found) reply).model();
  }

  private List<Operation> operations(String name) {
    TunedModels.OperationsReply reply = models.operations(name);
    assertThat(reply).isInstanceOf(FoundOperations.class);
    return ((FoundOperations) reply).operations();
  }

  private List<String> ids(String filter) {
    return listAll(filter).stream().map(TunedModelSnapshot::id).toList();
  }

  private List<TunedModelSnapshot> listAll(String filter) {
    List<TunedModelSnapshot> all = new ArrayList<>();
    @Nullable String token = null;
    Set<String> tokens = new HashSet<>();
    do {
      TunedModels.PageReply reply = models.list(token, filter);
      assertThat(reply).isInstanceOf(Page.class);
      all.addAll(((Page) reply).models());
      token = ((Page) reply).nextPageToken();
      assertThat(token == null || tokens.add(token)).as("page token %s is new", token).isTrue();
    } while (token != null);
    return all;
  }

  private static void assertFailure(Failure failure, String code, Kind kind) {
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).isNotBlank();
  }
}
