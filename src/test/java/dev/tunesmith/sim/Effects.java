package dev.tunesmith.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The effect journal: every call by which an operator process changes something outside itself, or
 * learns what it decides by, in order; and the place where the process can be made to die, before
 * or after one of them. Before: the call was never sent. After: it went through, and the process
 * never saw the answer.
 */
final class Effects {
  static final String FINALIZER = "finalizer";
  static final String STATUS = "status";
  static final String REFUSED = "status refused";
  static final String EVENT = "event";
  static final String CREATE = "create";
  static final String CANCEL = "cancel";
  static final String GET = "get";
  static final String LIST = "list";
  static final String MODEL = "model";
  static final String ASK = "ask";
  static final String RELEASE = "release";
  static final String DELETE = "delete";
  static final String PUBLISH = "publish";
  static final String ARTIFACT = "artefact read";
  static final String REMOVE = "artefact changed";

  /** After a kind of effect: before the process sees the answer. */
  static final String ANSWERED = " answered";

  /** In place of a kind of effect: whichever comes next. */
  static final String ANY = "any";

  /** Creates, cancels, and what is written down. */
  private static final Set<String> DECISIVE = Set.of(STATUS, CREATE, CANCEL, ASK, RELEASE, REMOVE);

  /** The death of a process: an Error, since nothing in the process may take it for a fault. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String where) {
      super(where, null, false, false);
    }
  }

  /**
   * Where a process dies.
   *
   * @param effect which effect since the last death, from 1
   * @param before whether before it, or after it
   */
  record Stop(int effect, boolean before) {}

  private final List<String> journal = new ArrayList<>();
  private final Deque<Stop> stops = new ArrayDeque<>();
  private final Map<String, Runnable> meanwhile = new HashMap<>();
  private int sinceDeath;

  /** Kills the process that comes to the first stop, then the one at the second, and so on. */
  void dieAt(Collection<Stop> wanted) {
    stops.addAll(wanted);
  }

  /** Kills the process that makes the n-th effect from now; replaces what was planned before. */
  void dieIn(int effects, boolean before) {
    stops.clear();
    stops.add(new Stop(sinceDeath + effects, before));
  }

  /** Nobody dies any more, and nothing more happens meanwhile. */
  void clear() {
    stops.clear();
    meanwhile.clear();
  }

  /** How many of the stops no process lived long enough to reach. */
  int stopsLeft() {
    return stops.size();
  }

  /** Lets something happen outside right before the next effect of a kind, once. */
  void meanwhile(String what, Runnable happens) {
    meanwhile.put(what, happens);
  }

  /**
   * Makes a call of a process.
   *
   * @param process throws at its end, also where somebody in it caught its death and went on
   * @param what the kind of effect
   * @param call the call
   */
  <T> T effect(SimProcess process, String what, Supplier<T> call) {
    before(process, what);
    T reply = call.get();
    after(process, what);
    return reply;
  }

  void before(SimProcess process, String what) {
    process.stillAlive();
    Runnable happens = meanwhile.remove(what);
    if (happens == null) {
      happens = meanwhile.remove(ANY);
    }
    if (happens != null) {
      happens.run();
      process.stillAlive();
    }
    sinceDeath++;
    dieIf(process, what, true);
  }

  void after(SimProcess process, String what) {
    journal.add(what);
    Runnable happens = meanwhile.remove(what + ANSWERED);
    if (happens != null) {
      happens.run();
    }
    process.stillAlive();
    dieIf(process, what, false);
  }

  private void dieIf(SimProcess process, String what, boolean before) {
    Stop stop = stops.peek();
    if (stop != null && stop.effect() == sinceDeath && stop.before() == before) {
      stops.remove();
      String where = (before ? "before" : "after") + " effect " + sinceDeath + ", " + what;
      sinceDeath = 0;
      process.die(new Death(where));
    }
  }

  /** All effects so far. */
  List<String> journal() {
    return List.copyOf(journal);
  }

  /** Status writes, creates, cancels, and releases. */
  List<String> done() {
    return journal.stream().filter(DECISIVE::contains).toList();
  }

  long count(String what) {
    return journal.stream().filter(what::equals).count();
  }
}
