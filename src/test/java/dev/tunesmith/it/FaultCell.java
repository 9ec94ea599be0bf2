package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CANCEL_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.GET_MODEL;
import static dev.tunesmith.emulator.RpcMethod.GET_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;

import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.FaultPlan;
import dev.tunesmith.it.FaultMatrix.Cell;
import dev.tunesmith.it.FaultMatrix.Column;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One cell of the matrix under way: a resource in a location of its own, and its fault. */
final class FaultCell {
  /** What the service says with a code. The token must never be seen again. */
  static final String WORDS = "the matrix wants it so";

  static final String TOKEN = "ya29.a0AfB_byC-matrix";
  static final Duration CREATE_DEADLINE = Duration.ofSeconds(6);
  static final Duration CALL_DEADLINE = Duration.ofSeconds(3);
  static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration LATER = Duration.ofSeconds(2);

  /** How often the fault happens. */
  enum Mode {
    ONCE,
    /** Until it was met twice at least, and what is to be shown was shown. */
    LASTING
  }

  /** What the cell waits for. */
  enum Stage {
    /** The moment to delete the resource. */
    BEFORE_DELETION,
    /** The resource to go, to be applied again. */
    BEFORE_REAPPLY,
    /** The end. */
    RUNNING,
    /** The others: then its manifest is mended. */
    PARKED,
    DONE
  }

  final Cell cell;
  final Mode mode;
  final String name;
  final String location;
  private final StatusHistory history;
  private final FaultPlan plan;
  private volatile String fault = "";
  private int begin;
  private int cuts;
  private int met;
  private boolean healed;
  private boolean mended;
  private Stage stage;

  FaultCell(Cell cell, Mode mode, int number, StatusHistory history, FaultPlan plan) {
    this.cell = cell;
    this.mode = mode;
    this.name =
        (cell.fault() + " " + cell.column() + " " + mode)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    // In the shape of a region's name.
    this.location = "fault-" + (char) ('a' + number / 26) + (char) ('a' + number % 26) + "1";
    this.history = history;
    this.plan = plan;
    this.stage = cell.deleted() || isModel() ? Stage.BEFORE_DELETION : Stage.RUNNING;
  }

  /** What a cell asks of the one who drives all of them. */
  interface Driver {
    void apply(Manifest manifest);

    void delete(String name);
  }

  // ---- the fault

  boolean isCut() {
    return cell.fault().startsWith("cut");
  }

  boolean isPaged() {
    return cell.fault().equals("second page fails");
  }

  private boolean isModel() {
    return cell.column() == Column.MODEL;
  }

  Manifest manifest() {
    Manifest manifest = cell.deleted() ? Manifest.ofEndless(name) : Manifest.of(name);
    return manifest.inLocation(location);
  }

  /** Orders what has to be ordered before the resource is applied. */
  void begin() {
    if (cell.fault().equals("listed late")) {
      order(Fault.on(CREATE_TUNING_JOB, new Effect.ListLag(Duration.ofSeconds(7))).once());
      order(Fault.on(CREATE_TUNING_JOB, new Effect.Drop(true)).once());
      return;
    }
    if (cell.jobs() == 2) {
      // So that the job that comes too late is still there to be cancelled.
      order(Fault.on(CREATE_TUNING_JOB, new Effect.NeverEnds()).once());
    }
    switch (cell.column()) {
      case CREATE -> fault = order(times(Fault.on(CREATE_TUNING_JOB, effect())));
      case GET -> fault = order(times(Fault.on(GET_TUNING_JOB, effect())));
      case LIST -> fault = order(times(onPage(Fault.on(LIST_TUNING_JOBS, effect()))));
      case IN_DOUBT, DELETED_IN_DOUBT -> {
        order(Fault.on(CREATE_TUNING_JOB, new Effect.Drop(true)).once());
        // The look before the create goes through.
        fault = order(times(onPage(Fault.on(LIST_TUNING_JOBS, effect())).after(1)));
      }
      case CANCEL -> fault = order(times(Fault.on(CANCEL_TUNING_JOB, effect())));
      case MODEL -> {}
    }
  }

  private String order(Fault wanted) {
    return plan.add(onlyHere(wanted));
  }

  private Fault onlyHere(Fault wanted) {
    Fault.Match match = wanted.match();
    return wanted.matching(new Fault.Match(match.method(), location, null, null, match.page()));
  }

  private Fault times(Fault wanted) {
    return mode == Mode.ONCE ? wanted.once() : wanted;
  }

  private Fault onPage(Fault wanted) {
    return isPaged() ? wanted.onPage(2) : wanted;
  }

  private Effect effect() {
    Duration deadline = cell.column() == Column.CREATE ? CREATE_DEADLINE : CALL_DEADLINE;
    String what = cell.fault().replace(", accepted", "");
    boolean accepted = !what.equals(cell.fault());
    return switch (what) {
      case "cut", "no reply" -> new Effect.NoReply(accepted);
      case "late reply" -> new Effect.Delay(Duration.ofSeconds(1), true);
      case "reply after the deadline" -> new Effect.Delay(deadline.plus(LATER), true);
      case "accepted after the deadline" -> new Effect.Delay(deadline.plus(LATER), false);
      // The grace begins when the call has failed.
      case "accepted after the grace" ->
          new Effect.Delay(CREATE_DEADLINE.plus(GRACE).plus(LATER.multipliedBy(3)), false);
      case "second page fails" -> fail("UNAVAILABLE", false);
      default -> fail(what, accepted);
    };
  }

  private static Effect fail(String code, boolean accepted) {
    return new Effect.Fail(
        CanonicalCode.valueOf(code), WORDS + " (Authorization: Bearer " + TOKEN + ")", accepted);
  }

  /** Whether the fault is an answer in words, which are to be shown. */
  boolean speaks() {
    return effectSpeaks(cell.fault().replace(", accepted", ""));
  }

  private boolean effectSpeaks(String what) {
    return isPaged() || what.equals(what.toUpperCase(Locale.ROOT));
  }

  /** How many calls the fault has met. */
  int met() {
    return met;
  }

  /** Cuts the connection whenever a call has reached the service that is not to be answered. */
  void cutIfMet(Map<String, Integer> applied, CountedLines lines) {
    int now = applied.getOrDefault(fault, 0);
    if (now > cuts) {
      cuts = now;
      lines.cut(location);
    }
  }

  // ---- step by step

  Stage stage() {
    return stage;
  }

  /**
   * Goes on as far as it goes now.
   *
   * @param applied how many calls each fault has met
   */
  void step(Map<String, Integer> applied, Driver driver) {
    met = Math.max(met, applied.getOrDefault(fault, 0));
    switch (stage) {
      case BEFORE_DELETION -> {
        if (mayBeDeleted()) {
          driver.delete(name);
          stage = isModel() ? Stage.BEFORE_REAPPLY : Stage.RUNNING;
        }
      }
      case BEFORE_REAPPLY -> {
        if (history.now(name).isEmpty()) {
          begin = history.of(name).size();
          fault = order(times(Fault.on(GET_MODEL, effect())));
          driver.apply(manifest());
          stage = Stage.RUNNING;
        }
      }
      case RUNNING -> run();
      case PARKED, DONE -> {}
    }
  }

  private boolean mayBeDeleted() {
    return switch (cell.column()) {
      case CANCEL -> history.state(name).equals("JOB_STATE_RUNNING");
      case DELETED_IN_DOUBT -> history.showed(name, "CreateOutcomeUnknown");
      case MODEL -> isComplete();
      case CREATE, GET, LIST, IN_DOUBT -> false;
    };
  }

  private void run() {
    if (mode == Mode.LASTING && !healed && lastedLongEnough()) {
      healed = plan.remove(fault);
    }
    boolean over = mode == Mode.ONCE || healed;
    if (cell.rejected() && !mended) {
      if (over && wasShown()) {
        stage = Stage.PARKED;
      }
    } else if (over && hasEnded()) {
      stage = Stage.DONE;
    }
  }

  private boolean lastedLongEnough() {
    return met() >= (cell.rejected() ? 1 : 2) && wasShown();
  }

  private boolean hasEnded() {
    if (cell.deleted()) {
      return history.now(name).isEmpty();
    }
    if (waits()) {
      return wasShown();
    }
    return cell.shown().equals("ModelGone") ? wasShown() : isComplete();
  }

  /** What only a person ends, or five minutes. */
  boolean waits() {
    return cell.shown().equals("JobLost") && mode == Mode.LASTING;
  }

  private boolean isComplete() {
    return history.of(name).size() > begin
        && history.now(name).filter(now -> now.conditions().equals("Complete Ready")).isPresent();
  }

  /** Whether the fault is to be seen in the status. */
  boolean isShown() {
    return !cell.shown().equals("-")
        && switch (cell.when()) {
          case ALWAYS -> true;
          case LASTING -> mode == Mode.LASTING;
          case PERHAPS -> false;
        };
  }

  private boolean wasShown() {
    return !isShown() || !shown().isEmpty();
  }

  /** The statuses that showed it. */
  List<StatusHistory.Seen> shown() {
    return statuses().stream().filter(seen -> seen.reason().equals(cell.shown())).toList();
  }

  /** All statuses of the resource that ends last. */
  List<StatusHistory.Seen> sinceBegin() {
    List<StatusHistory.Seen> all = history.of(name);
    return all.subList(Math.min(begin, all.size()), all.size());
  }

  /** All statuses since the fault could strike. */
  List<StatusHistory.Seen> statuses() {
    return sinceBegin().stream().filter(seen -> !cell.deleted() || seen.deleting()).toList();
  }

  List<StatusHistory.Seen> allStatuses() {
    return history.of(name);
  }

  /** A person mends the manifest. */
  void mend(Driver driver) {
    mended = true;
    stage = Stage.RUNNING;
    Manifest manifest = manifest();
    driver.apply(
        new Manifest(
            name, "1", manifest.place(), manifest.baseModel(), "mended", manifest.supervised()));
  }

  @Override
  public String toString() {
    return cell + (mode == Mode.ONCE ? " once" : " lasting");
  }
}
