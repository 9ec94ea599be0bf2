package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.app.ProcessSettings;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.FaultPlan;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.it.FaultCell.Mode;
import dev.tunesmith.it.FaultCell.Stage;
import dev.tunesmith.it.FaultMatrix.Cell;
import dev.tunesmith.it.FaultMatrix.Column;
import dev.tunesmith.it.FaultMatrix.When;
import dev.tunesmith.it.StatusHistory.Seen;
import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.reconcile.EngineSettings;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import dev.tunesmith.vertex.TuningJobs.Created;
import dev.tunesmith.vertex.Verb;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import io.fabric8.kubernetes.api.model.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link FaultMatrix#TABLE}, cell by cell, all of them side by side in one operator: a resource and
 * a location each.
 */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Whatever goes wrong with a call, one job is paid for, and the status says so:")
class FaultMatrixIT {
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final long EACH_MILLIS = 100;
  private static final int PAGE_SIZE = 2;

  /** As many manifests as one kubectl takes a second or two for. */
  private static final int BATCH = 30;

  /** Reasons that say that something is wrong. */
  private static final Set<String> TROUBLE =
      Set.of(
          "RequestRejected",
          "PermissionDenied",
          "QuotaExceeded",
          "ServiceUnavailable",
          "CreateOutcomeUnknown",
          "InternalError",
          "JobLost",
          "JobNotOwned",
          "MarkerNotKept",
          "ModelGone",
          "PolicyViolation");

  /** Reasons beside which the status has the service's own words. */
  private static final Set<String> TOLD_IN_STATUS =
      Set.of(
          "RequestRejected",
          "PermissionDenied",
          "QuotaExceeded",
          "ServiceUnavailable",
          "InternalError");

  private final List<FaultCell> cells = new ArrayList<>();
  private final Map<String, List<Event>> events = new HashMap<>();
  private final Map<String, String> beforeMending = new HashMap<>();
  private KubectlUser user;
  private Emulator emulator;
  private CountedLines lines;
  private OperatorUnderTest operator;
  private StatusHistory history;
  private Thread cutting;
  private Bought bought;

  @BeforeAll
  void runAll(ApiServer server, TestNamespace namespace) throws IOException, InterruptedException {
    user = new KubectlUser(namespace);
    emulator =
        Emulator.start(
            EmulatorOptions.defaults().withSpeed(30).withPageSize(PAGE_SIZE), Clock.systemUTC());
    bought = new Bought(emulator);
    history = new StatusHistory(server.admin(), namespace.name());
    lines =
        new CountedLines(emulator.grpcPort(), FaultCell.CREATE_DEADLINE, FaultCell.CALL_DEADLINE);
    prepare();
    operator = OperatorUnderTest.start(server, lines, settings(namespace.name()));
    cutting = Thread.ofVirtual().name("cutting").start(this::cut);
    Driving driving = new Driving();
    cells.forEach(cell -> driving.apply(cell.manifest()));
    driving.until(Stage.PARKED);
    for (FaultCell cell : cells) {
      if (cell.stage() == Stage.PARKED) {
        beforeMending.put(cell.name, creates(cell) + "/" + bought.of(cell.name).size());
        cell.mend(driving);
      }
    }
    driving.until(Stage.DONE);
    for (Event event :
        server.admin().v1().events().inNamespace(namespace.name()).list().getItems()) {
      events
          .computeIfAbsent(event.getInvolvedObject().getName(), name -> new ArrayList<>())
          .add(event);
    }
  }

  private void prepare() {
    for (Cell cell : FaultMatrix.cells()) {
      boolean once =
          (cell.column() != Column.IN_DOUBT && cell.column() != Column.DELETED_IN_DOUBT)
              || !cell.canLast();
      if (once) {
        add(cell, Mode.ONCE);
      }
      if (cell.canLast()) {
        add(cell, Mode.LASTING);
      }
    }
  }

  private void add(Cell cell, Mode mode) {
    FaultCell added = new FaultCell(cell, mode, cells.size(), history, emulator.faults());
    cells.add(added);
    if (added.isCut()) {
      lines.ownLine(added.location);
    }
    if (added.isPaged()) {
      strangers(new Scope("local-project", added.location));
    }
    added.begin();
  }

  /** Two full pages of other people's jobs. */
  private void strangers(Scope scope) {
    JobRequest request =
        new JobRequest(
            new JobRequest.BaseModel("gemini-2.5-flash"),
            new JobRequest.SupervisedTuning("gs://bucket/train.jsonl", null, null, null),
            "stranger",
            null,
            Map.of(),
            null,
            null,
            "{}");
    try (GoogleTuningJobs others =
        new GoogleTuningJobs(GoogleSettings.emulator("127.0.0.1:" + emulator.grpcPort()))) {
      for (int i = 0; i < 2 * PAGE_SIZE; i++) {
        assertThat(others.create(scope, request, Map.of())).isInstanceOf(Created.class);
      }
    }
  }

  private static ProcessSettings settings(String namespace) {
    return new ProcessSettings(
        new EngineSettings(
            "test-instance",
            new Policy("local-project", Set.of(), Set.of(), Set.of()),
            "us-central1",
            new Timing(FaultCell.GRACE, Duration.ofMinutes(10)),
            // More often, hundreds of locations would only keep the machine busy.
            new PollSchedule(Duration.ofSeconds(3), 100_000),
            Duration.ofDays(90)),
        Set.of(namespace),
        10,
        Duration.ofSeconds(20));
  }

  /** Steps all cells, and does what they ask for in one kubectl for all. */
  private final class Driving implements FaultCell.Driver {
    private final List<Manifest> applied = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private final long giveUp = System.nanoTime() + PATIENCE.toNanos();

    /** Returns when no cell is before a stage any more, or patience is over. */
    void until(Stage stage) throws InterruptedException {
      while (cells.stream().anyMatch(cell -> cell.stage().compareTo(stage) < 0)
          && System.nanoTime() < giveUp) {
        Map<String, Integer> met = met();
        cells.forEach(cell -> cell.step(met, this));
        if (!applied.isEmpty()) {
          List<Manifest> batch = applied.subList(0, Math.min(BATCH, applied.size()));
          user.apply(batch.toArray(Manifest[]::new));
          batch.clear();
        }
        if (!deleted.isEmpty()) {
          user.delete(deleted.toArray(String[]::new));
          deleted.clear();
        }
        TimeUnit.MILLISECONDS.sleep(EACH_MILLIS);
      }
    }

    @Override
    public void apply(Manifest manifest) {
      applied.add(manifest);
    }

    @Override
    public void delete(String name) {
      deleted.add(name);
    }
  }

  /** How many calls each fault has met. */
  private Map<String, Integer> met() {
    return emulator.faults().list().stream()
        .collect(Collectors.toMap(FaultPlan.Ordered::id, FaultPlan.Ordered::applied));
  }

  private void cut() {
    List<FaultCell> cut = cells.stream().filter(FaultCell::isCut).toList();
    try {
      while (true) {
        Map<String, Integer> met = met();
        cut.forEach(cell -> cell.cutIfMet(met, lines));
        TimeUnit.MILLISECONDS.sleep(EACH_MILLIS);
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  Stream<FaultCell> cells() {
    return cells.stream();
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("its end comes by itself, and is the one of the table")
  void cells(FaultCell cell) {
    assertThat(cell.stage()).as(() -> cell + " is " + cell.allStatuses()).isEqualTo(Stage.DONE);
    money(cell);
    status(cell);
    calm(cell);
  }

  /** What was bought, what became of it, and how often it was tried. */
  private void money(FaultCell cell) {
    int creates = creates(cell);
    if (cell.cell.rejected()) {
      assertThat(beforeMending.get(cell.name))
          .as("creates and jobs before the manifest was mended")
          .isEqualTo(cell.cell.creates() + "/" + cell.cell.jobs());
      assertThat(creates).as("creates, one of them after that").isEqualTo(2);
    } else if (cell.mode == Mode.ONCE || cell.cell.creates() == 1) {
      assertThat(creates).as("creates").isEqualTo(cell.cell.creates());
    } else {
      assertThat(creates)
          .as("creates: one per fault, and the one that is sold")
          .isEqualTo(cell.met() + 1);
    }
    String end = cell.cell.deleted() ? "JOB_STATE_CANCELLED" : "JOB_STATE_SUCCEEDED";
    if (cell.cell.jobs() == 2) {
      KubectlUser.awaitThat(
          "the end of the extra job",
          () ->
              assertThat(bought.states(cell.name))
                  .containsExactlyInAnyOrder(end, "JOB_STATE_CANCELLED"));
    } else if (cell.waits()) {
      assertThat(bought.of(cell.name)).as("jobs").hasSize(1);
    } else {
      assertThat(bought.states(cell.name)).as("jobs").containsExactly(end);
    }
  }

  private int creates(FaultCell cell) {
    return lines.calls(cell.location, Verb.CREATE);
  }

  /** What people saw meanwhile. */
  private void status(FaultCell cell) {
    List<Seen> shown = cell.shown();
    if (cell.cell.when() != When.PERHAPS) {
      assertThat(!shown.isEmpty()).as("%s is shown", cell.cell.shown()).isEqualTo(cell.isShown());
    }
    String beside = cell.cell.beside();
    assertThat(shown).allSatisfy(seen -> assertThat(seen.conditions()).isEqualTo(beside));
    // A job that the first page shows is adopted, whatever the second one says.
    boolean told =
        TOLD_IN_STATUS.contains(cell.cell.shown())
            || (cell.cell.column() == Column.IN_DOUBT && !cell.isPaged());
    if (cell.isShown() && cell.speaks() && told) {
      assertThat(shown).anySatisfy(seen -> assertThat(seen.message()).contains(FaultCell.WORDS));
    }
    String name = null;
    for (Seen seen : cell.sinceBegin()) {
      assertThat(seen.message())
          .doesNotContain(FaultCell.TOKEN)
          .doesNotContain("Exception")
          .hasSizeLessThan(600);
      if (name != null) {
        assertThat(seen.job()).as("a name once recorded stays").isEqualTo(name);
      }
      name = seen.job();
    }
    assertThat(cell.statuses().stream().map(Seen::reason).filter(TROUBLE::contains))
        .as("no other trouble is shown")
        .isSubsetOf(cell.cell.shown(), doubt(cell));
  }

  /** Two columns begin with a create in doubt. */
  private static String doubt(FaultCell cell) {
    return switch (cell.cell.column()) {
      case IN_DOUBT, DELETED_IN_DOUBT -> "CreateOutcomeUnknown";
      case CREATE -> cell.cell.shown();
      case GET, LIST, CANCEL, MODEL -> "-";
    };
  }

  /** No storm: of calls, of writes, of events. */
  private void calm(FaultCell cell) {
    if (cell.mode == Mode.LASTING && !cell.waits()) {
      assertThat(cell.met()).as("calls that met the fault").isBetween(1, 12);
    }
    assertThat(lines.calls(cell.location, Verb.LIST)).as("lists").isLessThan(60);
    assertThat(lines.calls(cell.location, Verb.GET)).as("gets").isLessThan(200);
    assertThat(lines.calls(cell.location, Verb.CANCEL)).as("cancels").isLessThan(6);
    assertThat(cell.allStatuses().size()).as("writes").isLessThan(30);
    List<Event> told = events.getOrDefault(cell.name, List.of());
    assertThat(told.size()).as("events").isLessThan(9);
    Set<String> warnings = new TreeSet<>();
    for (Event event : told) {
      assertThat(event.getMessage()).doesNotContain(FaultCell.TOKEN);
      if (event.getType().equals("Warning")) {
        warnings.add(event.getReason());
      }
    }
    assertThat(warnings).as("warnings").isEqualTo(expectedWarnings(cell));
    if (cell.cell.column() == Column.CREATE && cell.speaks()) {
      assertThat(told)
          .anySatisfy(event -> assertThat(event.getMessage()).contains(FaultCell.WORDS));
    }
  }

  private static Set<String> expectedWarnings(FaultCell cell) {
    if (cell.cell.shown().equals("ModelGone")) {
      return Set.of("TuningJobFailed");
    }
    String doubt = doubt(cell);
    return doubt.equals("-") ? Set.of() : Set.of(doubt);
  }

  @Test
  @DisplayName(
      "labels that are not given back end all buying there, and only there; what runs is followed"
          + " and cancelled as before")
  void labels() {
    fault(RpcMethod.CREATE_TUNING_JOB, new Effect.LabelsNotKept(), "labels-create1");
    fault(RpcMethod.GET_TUNING_JOB, new Effect.LabelsNotShown(), "labels-get1");
    user.apply(
        Manifest.ofEndless("create-unlabelled").inLocation("labels-create1"),
        Manifest.ofEndless("list-unlabelled").inLocation("labels-list1"),
        Manifest.of("get-unlabelled").inLocation("labels-get1"));
    user.awaitState("create-unlabelled", "JOB_STATE_RUNNING");
    user.awaitState("list-unlabelled", "JOB_STATE_RUNNING");
    fault(RpcMethod.LIST_TUNING_JOBS, new Effect.LabelsNotShown(), "labels-list1");

    user.apply(
        Manifest.of("create-next").inLocation("labels-create1"),
        Manifest.of("list-next").inLocation("labels-list1"),
        Manifest.of("get-next").inLocation("labels-get1"),
        Manifest.of("elsewhere").inLocation("labels-elsewhere1"));

    for (String next : new String[] {"create-next", "list-next"}) {
      assertThat(user.awaitReason(next, "MarkerNotKept")).contains("nothing more is bought");
      user.awaitCondition(next, "Stalled");
      assertThat(bought.of(next)).as(next).isEmpty();
    }
    for (String well : new String[] {"get-unlabelled", "get-next", "elsewhere"}) {
      user.awaitCondition(well, "Complete");
      assertThat(bought.of(well)).as(well).hasSize(1);
    }
    user.delete("create-unlabelled", "list-unlabelled", "create-next", "list-next");
    for (String name : new String[] {"create-unlabelled", "list-unlabelled"}) {
      user.awaitGone(name);
      assertThat(bought.states(name)).as(name).containsExactly("JOB_STATE_CANCELLED");
    }
    user.awaitGone("create-next");
    user.awaitGone("list-next");
    assertThat(lines.calls("labels-create1", Verb.CREATE)).isOne();
    assertThat(lines.calls("labels-list1", Verb.CREATE)).isOne();
  }

  private void fault(RpcMethod method, Effect effect, String location) {
    String unused = emulator.faults().add(Fault.on(method, effect).inLocation(location));
  }

  @Test
  @DisplayName("each create is one request, no extra job stays, and none is let go unseen")
  void inAll() {
    int strangers = bought.of("stranger").size();
    assertThat(emulator.calls().of(RpcMethod.CREATE_TUNING_JOB))
        .isEqualTo(lines.calls(Verb.CREATE) + strangers);
    int extra = (int) cells.stream().filter(cell -> cell.cell.jobs() == 2).count();
    KubectlUser.awaitThat(
        "the cancel of extra jobs",
        () -> assertThat(operator.counts().extraJobs.get()).isEqualTo(extra));
    assertThat(operator.counts().unconfirmed.get()).isZero();
    assertThat(operator.counts().internalErrors.get()).isZero();
  }

  @AfterAll
  void stop() {
    cutting.interrupt();
    operator.close();
    history.close();
    emulator.close();
  }
}
