package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.support.ManualClock;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.TuningJobs.Absent;
import dev.tunesmith.vertex.TuningJobs.CancelAccepted;
import dev.tunesmith.vertex.TuningJobs.CreateReply;
import dev.tunesmith.vertex.TuningJobs.Created;
import dev.tunesmith.vertex.TuningJobs.Found;
import dev.tunesmith.vertex.TuningJobs.OutcomeUnknown;
import dev.tunesmith.vertex.TuningJobs.Page;
import dev.tunesmith.vertex.TuningJobs.Refused;
import dev.tunesmith.vertex.TuningJobs.Unknown;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import dev.tunesmith.vertex.rest.RestSettings;
import dev.tunesmith.vertex.rest.RestTuningJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link TuningJobs} promises, whatever is behind it. The suite steers the service
 * through {@link Service} and looks at the port only.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
@DisplayName("A port to Vertex AI's tuning jobs")
@Timeout(60)
class TuningJobsContractTest {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  /** What is held to the contract: the fake too, so that tests that trust it trust the port. */
  enum Port {
    SIM_SERVICE,
    GOOGLE_TUNING_JOBS_ON_THE_EMULATOR,
    REST_TUNING_JOBS_ON_THE_EMULATOR;

    /** Starts an empty service, with listings of {@link #PAGE_SIZE} jobs a page. */
    Service start() {
      ManualClock clock = new ManualClock();
      if (this == SIM_SERVICE) {
        return FakedService.start(clock, PAGE_SIZE);
      }
      try {
        EmulatorOptions options =
            EmulatorOptions.defaults().withPageSize(PAGE_SIZE).withAnyBaseModel();
        Emulator emulator = Emulator.start(options, clock);
        return new EmulatedService(emulator, adapter(emulator), clock);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private TuningJobs adapter(Emulator emulator) {
      return this == GOOGLE_TUNING_JOBS_ON_THE_EMULATOR
          ? new GoogleTuningJobs(
              GoogleSettings.emulator("127.0.0.1:" + emulator.grpcPort())
                  .withDeadlines(DEADLINE, DEADLINE))
          : new RestTuningJobs(
              new RestSettings(
                  RestSettings.endpoint("127.0.0.1:" + emulator.httpPort(), true),
                  false,
                  DEADLINE,
                  DEADLINE));
    }
  }

  /** The service behind the port, as far as this suite steers it. */
  interface Service extends AutoCloseable {
    /**
     * The port under test, its call deadlines short enough for a test to wait for.
     *
     * @return always the same
     */
    TuningJobs tuningJobs();

    /**
     * Makes the service answer one call with an error, without doing what was asked.
     *
     * @param verb the call
     * @param code the canonical code
     * @param kind what the port should make of it, for a service that speaks in kinds
     */
    void answerNext(Verb verb, String code, Kind kind);

    /**
     * Makes the service refuse the next create with INVALID_ARGUMENT and this message.
     *
     * @param message of any length
     */
    void refuseNextCreate(String message);

    /** Makes the service accept the next create, and the reply get lost. */
    void loseNextCreateReply();

    /**
     * Makes the service stay silent on the next call, beyond the port's deadline.
     *
     * @param verb the call
     */
    void staySilentOnce(Verb verb);

    /** Makes the service drop the labels of jobs created from now on. */
    void dropLabels();

    /**
     * Creates a job that the service then shows in a state.
     *
     * @param state the state's name, also one that nobody has heard of
     * @param create creates a job through the port
     * @return the job's name
     */
    JobName createIn(String state, Supplier<JobName> create);

    /** Lets every job come to its end. */
    void finishJobs();

    /**
     * How many jobs the service has accepted.
     *
     * @return in all scopes
     */
    int jobsCreated();

    /**
     * How many requests arrived.
     *
     * @param verb of which call
     * @return since the start
     */
    int requests(Verb verb);

    @Override
    void close();
  }

  private static final Scope SCOPE = new Scope("my-project", "us-central1");
  private static final Scope ELSEWHERE = new Scope("my-project", "europe-west4");

  /** Jobs on a full page. */
  private static final int PAGE_SIZE = 2;

  private static final JobName NOBODY =
      new JobName("projects/my-project/locations/us-central1/tuningJobs/404404404404");

  private final Port port;
  private final Service service;
  private final TuningJobs jobs;

  TuningJobsContractTest(Port port) {
    this.port = port;
    service = port.start();
    jobs = service.tuningJobs();
  }

  /** No test's deadline is to pay for loading a thousand classes of the client library. */
  @BeforeAll
  static void warmUp() {
    Service service = Port.GOOGLE_TUNING_JOBS_ON_THE_EMULATOR.start();
    try (service;
        TuningJobs jobs = service.tuningJobs()) {
      jobs.list(SCOPE, null);
    }
  }

  @AfterEach
  void closeService() {
    jobs.close();
    service.close();
  }

  // ---- create

  @Test
  @DisplayName("a created job is told with the name to find it by, its labels, and not ended")
  void createTellsTheJob() {
    JobSnapshot job = create("s-1");

    assertThat(job.state().ended()).isFalse();
    assertThat(job.createTime()).isNotNull();
    assertThat(job.labels()).containsAllEntriesOf(ownerLabels("s-1")).containsEntry("team", "a");
    assertThat(job.body().path("baseModel").asText()).isEqualTo("gemini-2.5-flash");
    assertThat(job.body().path("tunedModelDisplayName").asText()).isEqualTo("support-tone");
    JsonNode parameters = job.body().path("supervisedTuningSpec").path("hyperParameters");
    assertThat(parameters.path("epochCount").asLong()).isEqualTo(4);
    assertThat(parameters.path("learningRateMultiplier").asDouble()).isEqualTo(0.5);
    assertThat(parameters.path("adapterSize").asText()).isEqualTo("ADAPTER_SIZE_FOUR");
    assertThat(jobs.get(SCOPE, job.name())).isEqualTo(new Found(job));
  }

  static Set<String> samples() {
    return Jobs.samples().keySet();
  }

  @Test
  @DisplayName("each method has a sample, whose life is the next test")
  void everyMethod() {
    assertThat(Jobs.samples().values())
        .extracting(JobRequest::method)
        .contains(TuningMethod.values());
  }

  @ParameterizedTest
  @MethodSource("samples")
  @DisplayName(
      "a sample's whole life: created, read, listed, cancelled, succeeded with its statistics; or"
          + " the API says beforehand what it lacks")
  void life(String sample) {
    JobRequest request = Objects.requireNonNull(Jobs.samples().get(sample));
    List<String> lacking = jobs.inexpressible(request);
    if (!lacking.isEmpty()) {
      assertThat(port).isEqualTo(Port.GOOGLE_TUNING_JOBS_ON_THE_EMULATOR);
      assertThat(lacking).allMatch(field -> field.startsWith("spec.tuning."));
      assertThat(jobs.create(SCOPE, request, ownerLabels("s-1"))).isInstanceOf(Refused.class);
      assertThat(service.jobsCreated()).isZero();
      return;
    }
    JobName name = created(request, "s-1").name();
    JobName other = created(request, "s-2").name();
    assertThat(jobs.cancel(SCOPE, other)).isEqualTo(new CancelAccepted());
    assertThat(found(name).body().path(request.method().specField()).isObject()).isTrue();
    assertThat(listAll(SCOPE)).containsExactlyInAnyOrder(found(name), found(other));

    service.finishJobs();

    JobSnapshot succeeded = found(name);
    assertThat(succeeded.state()).isEqualTo(JobState.Known.JOB_STATE_SUCCEEDED);
    assertThat(succeeded.model()).isPresent();
    statistics(request.method())
        .ifPresent(
            path ->
                assertThat(succeeded.body().at(path + "/totalBillableTokenCount").asLong())
                    .isPositive());
    assertThat(found(other).state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLED);
    assertThat(found(other).model()).isEmpty();
    assertThat(listAll(SCOPE)).containsExactlyInAnyOrder(succeeded, found(other));
  }

  /** Where a job shows what its training data is; the methods by allowlist show nothing. */
  private static Optional<String> statistics(TuningMethod method) {
    return switch (method) {
      case SUPERVISED -> Optional.of("/tuningDataStats/supervisedTuningDataStats");
      case PREFERENCE -> Optional.of("/tuningDataStats/preferenceOptimizationDataStats");
      case DISTILLATION ->
          Optional.of("/tuningDataStats/distillationDataStats/trainingDatasetStats");
      case REINFORCEMENT -> Optional.of("/tuningDataStats/reinforcementTuningDataStats");
      case FULL, VEO, VEO_LORA, PARTNER -> Optional.empty();
    };
  }

  @Test
  @DisplayName("our labels win over a request's of the same key")
  void ownerLabelsWin() {
    JobRequest impostor = request(Map.of(JobLabels.RESOURCE, "forged", "team", "a"));

    CreateReply reply = jobs.create(SCOPE, impostor, ownerLabels("s-1"));

    assertThat(reply).isInstanceOf(Created.class);
    assertThat(((Created) reply).job().labels()).containsAllEntriesOf(ownerLabels("s-1"));
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
  @DisplayName("a definite refusal of a create is reported as one, and created nothing")
  void createRefused(String code, Kind kind) {
    service.answerNext(Verb.CREATE, code, kind);

    CreateReply reply = jobs.create(SCOPE, request(), ownerLabels("s-1"));

    assertThat(reply).isInstanceOf(Refused.class);
    assertThat(((Refused) reply).failure().kind()).isEqualTo(kind);
    assertThat(((Refused) reply).failure().code()).isEqualTo(code);
    assertThat(((Refused) reply).failure().message()).isNotBlank();
    assertThat(service.jobsCreated()).isZero();
    assertThat(service.requests(Verb.CREATE)).isOne();
  }

  @Test
  @DisplayName("a refusal with a message of 40 KB is a refusal, with a shortened message")
  void createRefusedAtLength() {
    for (String words : List.of("the example is wrong; ", "この例は間違っています。")) {
      service.refuseNextCreate(words.repeat(40_000 / words.length()));

      CreateReply reply = jobs.create(SCOPE, request(), ownerLabels("s-1"));

      assertThat(reply).isInstanceOf(Refused.class);
      Failure failure = ((Refused) reply).failure();
      assertThat(failure.kind()).isEqualTo(Kind.REQUEST_REJECTED);
      assertThat(failure.message()).startsWith(words.strip()).hasSizeBetween(1_000, 2_000);
    }
    assertThat(service.jobsCreated()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CANCELLED",
        "UNKNOWN",
        "DEADLINE_EXCEEDED",
        "ALREADY_EXISTS",
        "ABORTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS"
      })
  @DisplayName("any other error of a create leaves its outcome unknown, and is not retried")
  void createOutcomeUnknown(String code) {
    service.answerNext(Verb.CREATE, code, Kind.CREATE_OUTCOME_UNKNOWN);

    assertOutcomeUnknown(jobs.create(SCOPE, request(), ownerLabels("s-1")), code);
    assertThat(service.requests(Verb.CREATE)).isOne();
  }

  @Test
  @DisplayName("the outcome of a create whose reply got lost is unknown, and its job is listed")
  void lostReplyIsFoundAgain() {
    service.loseNextCreateReply();

    CreateReply reply = jobs.create(SCOPE, request(), ownerLabels("s-1"));

    assertThat(reply).isInstanceOf(OutcomeUnknown.class);
    assertThat(service.jobsCreated()).isOne();
    assertThat(listAll(SCOPE))
        .singleElement()
        .satisfies(job -> assertThat(job.labels()).containsEntry(JobLabels.RUN, "s-1"));
  }

  @Test
  @DisplayName("a service that drops labels is seen to do so")
  void droppedLabelsAreSeen() {
    service.dropLabels();

    JobSnapshot job = create("s-1");

    assertThat(job.labels()).doesNotContainKey(JobLabels.RESOURCE);
  }

  // ---- get

  @Test
  @DisplayName("a tuned model exists; one that nobody made is absent")
  void models() {
    JobName name = createIn("JOB_STATE_SUCCEEDED");
    String model = found(name).model().orElseThrow();

    assertThat(jobs.model(SCOPE, model)).isEqualTo(new TuningJobs.ModelExists());
    assertThat(jobs.model(SCOPE, SCOPE.parent() + "/models/404404404404@1"))
        .isEqualTo(new Absent());
  }

  @Test
  @DisplayName("only NOT_FOUND on a get makes a job absent")
  void absent() {
    assertThat(jobs.get(SCOPE, NOBODY)).isEqualTo(new Absent());
  }

  @ParameterizedTest
  @EnumSource(JobState.Known.class)
  @DisplayName("every known state is told by its name")
  void knownStates(JobState.Known state) {
    JobName name = createIn(state.raw());

    assertThat(found(name).state()).isEqualTo(state);
  }

  @Test
  @DisplayName("a state that we do not know is told as it is, and counts as not ended")
  void unheardOfState() {
    JobName name = createIn("JOB_STATE_DREAMING");

    assertThat(found(name).state())
        .isInstanceOf(JobState.Unrecognized.class)
        .satisfies(state -> assertThat(state.raw()).isNotBlank())
        .satisfies(state -> assertThat(state.ended()).isFalse());
  }

  @Test
  @DisplayName("a succeeded job shows its model, its endpoint and when it ended")
  void succeeded() {
    JobSnapshot job = found(createIn("JOB_STATE_SUCCEEDED"));

    assertThat(job.body().path("endTime").asText()).isNotEmpty();
    assertThat(job.model().orElseThrow()).contains("/models/");
    assertThat(job.body().path("tunedModel").path("endpoint").asText()).contains("/endpoints/");
  }

  @Test
  @DisplayName("a job and its model are found by their names, whatever the scope")
  void locationInTheName() {
    JobName name = createIn("JOB_STATE_SUCCEEDED");
    JobSnapshot job = found(name);

    assertThat(jobs.get(ELSEWHERE, name)).isEqualTo(new Found(job));
    assertThat(jobs.model(ELSEWHERE, job.model().orElseThrow()))
        .isEqualTo(new TuningJobs.ModelExists());
  }

  // ---- list

  @Test
  @DisplayName("a listing has every job of its scope once, page by page, and none of another's")
  void listPages() {
    List<JobName> created = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      created.add(create("s-" + i).name());
    }
    jobs.create(ELSEWHERE, request(), ownerLabels("s-6"));

    List<JobSnapshot> listed = listAll(SCOPE);

    assertThat(listed).extracting(JobSnapshot::name).containsExactlyInAnyOrderElementsOf(created);
    assertThat(service.requests(Verb.LIST)).isEqualTo(3);
    assertThat(listed).allSatisfy(job -> assertThat(job.labels()).containsKey(JobLabels.RESOURCE));
  }

  @Test
  @DisplayName("a listing of nothing is an empty last page")
  void listNothing() {
    assertThat(jobs.list(SCOPE, null)).isEqualTo(new Page(List.of(), null));
  }

  // ---- cancel

  @Test
  @DisplayName("a cancelled job is cancelling or cancelled, and stays readable")
  void cancel() {
    JobName name = create("s-1").name();

    assertThat(jobs.cancel(SCOPE, name)).isEqualTo(new CancelAccepted());
    assertThat(found(name).state())
        .isIn(JobState.Known.JOB_STATE_CANCELLING, JobState.Known.JOB_STATE_CANCELLED);
  }

  @Test
  @DisplayName("a cancel of an ended job changes nothing, whatever it is answered")
  void cancelEnded() {
    JobName name = createIn("JOB_STATE_SUCCEEDED");

    jobs.cancel(SCOPE, name);

    assertThat(found(name).state()).isEqualTo(JobState.Known.JOB_STATE_SUCCEEDED);
  }

  @Test
  @DisplayName("a cancel of a job that does not exist is not accepted")
  void cancelNobody() {
    assertThat(jobs.cancel(SCOPE, NOBODY))
        .isInstanceOfSatisfying(
            Unknown.class, unknown -> assertThat(unknown.failure().code()).isEqualTo("NOT_FOUND"));
  }

  // ---- what could not be learnt

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE,        SERVICE_UNAVAILABLE",
    "INTERNAL,           SERVICE_UNAVAILABLE",
    "UNKNOWN,            SERVICE_UNAVAILABLE",
    "ABORTED,            SERVICE_UNAVAILABLE",
    "DEADLINE_EXCEEDED,  SERVICE_UNAVAILABLE",
    "PERMISSION_DENIED,  PERMISSION_DENIED",
    "UNAUTHENTICATED,    PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED, QUOTA_EXCEEDED",
    "INVALID_ARGUMENT,   REQUEST_REJECTED",
  })
  @DisplayName(
      "a failed read or cancel is unknown: never absent, never an empty page, never retried")
  void unknown(String code, Kind kind) {
    JobName name = create("s-1").name();
    service.answerNext(Verb.GET, code, kind);
    service.answerNext(Verb.LIST, code, kind);
    service.answerNext(Verb.CANCEL, code, kind);

    assertThat(
            List.<Object>of(
                jobs.get(SCOPE, name), jobs.list(SCOPE, null), jobs.cancel(SCOPE, name)))
        .allSatisfy(
            reply -> {
              assertThat(reply).isInstanceOf(Unknown.class);
              Failure failure = ((Unknown) reply).failure();
              assertThat(failure.kind()).isEqualTo(kind);
              assertThat(failure.code()).isEqualTo(code);
              assertThat(failure.message()).isNotBlank();
            });
    assertThat(service.requests(Verb.GET)).isOne();
    assertThat(service.requests(Verb.LIST)).isOne();
    assertThat(service.requests(Verb.CANCEL)).isOne();
    assertThat(found(name).state().ended()).isFalse();
  }

  @Test
  @DisplayName("a silent service costs a call its deadline, and its outcome is unknown")
  void silence() {
    JobName name = create("s-1").name();
    long start = System.nanoTime();

    service.staySilentOnce(Verb.CREATE);
    assertOutcomeUnknown(jobs.create(SCOPE, request(), ownerLabels("s-2")), "DEADLINE_EXCEEDED");
    service.staySilentOnce(Verb.GET);
    assertThat(jobs.get(SCOPE, name)).isInstanceOf(Unknown.class);
    service.staySilentOnce(Verb.LIST);
    assertThat(jobs.list(SCOPE, null)).isInstanceOf(Unknown.class);
    service.staySilentOnce(Verb.CANCEL);
    assertThat(jobs.cancel(SCOPE, name)).isInstanceOf(Unknown.class);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
    assertThat(service.requests(Verb.CREATE)).isEqualTo(2);
  }

  // ---- the suite's own words

  /** A request with every field that the fake and the service both show again. */
  protected static JobRequest request() {
    return request(Map.of("team", "a"));
  }

  private static JobRequest request(Map<String, String> labels) {
    ObjectNode body =
        Jobs.object(
            """
            {"baseModel": "gemini-2.5-flash",
             "supervisedTuningSpec": {
               "trainingDatasetUri": "gs://bucket/train.jsonl",
               "hyperParameters": {
                 "epochCount": 4, "learningRateMultiplier": 0.5,
                 "adapterSize": "ADAPTER_SIZE_FOUR"}},
             "tunedModelDisplayName": "support-tone"}
            """);
    labels.forEach(body.putObject("labels")::put);
    return Jobs.request(body.toString());
  }

  /** The labels of one create call. */
  protected static Map<String, String> ownerLabels(String submission) {
    return Map.of(
        JobLabels.RESOURCE, "v1-0123456789abcdef0123456789abcdef",
        JobLabels.ATTEMPT, "1",
        JobLabels.RUN, submission);
  }

  private JobSnapshot create(String submission) {
    return created(request(), submission);
  }

  private JobSnapshot created(JobRequest request, String submission) {
    CreateReply reply = jobs.create(SCOPE, request, ownerLabels(submission));
    assertThat(reply).isInstanceOf(Created.class);
    return ((Created) reply).job();
  }

  private JobName createIn(String state) {
    return service.createIn(state, () -> create("s-1").name());
  }

  private JobSnapshot found(JobName name) {
    TuningJobs.GetReply reply = jobs.get(SCOPE, name);
    assertThat(reply).isInstanceOf(Found.class);
    return ((Found) reply).job();
  }

  private List<JobSnapshot> listAll(Scope scope) {
    List<JobSnapshot> all = new ArrayList<>();
    String token = null;
    HashSet<String> tokens = new HashSet<>();
    do {
      TuningJobs.PageReply reply = jobs.list(scope, token);
      assertThat(reply).isInstanceOf(Page.class);
      all.addAll(((Page) reply).jobs());
      token = ((Page) reply).nextPageToken();
      assertThat(token == null || tokens.add(token)).as("page token %s is new", token).isTrue();
    } while (token != null);
    return all;
  }

  private static void assertOutcomeUnknown(CreateReply reply, String code) {
    assertThat(reply).isInstanceOf(OutcomeUnknown.class);
    Failure failure = ((OutcomeUnknown) reply).failure();
    assertThat(failure.kind()).isEqualTo(Kind.CREATE_OUTCOME_UNKNOWN);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).isNotBlank();
  }
}
