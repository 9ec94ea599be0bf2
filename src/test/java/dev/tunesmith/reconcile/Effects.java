package dev.tunesmith.reconcile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The effect journal: every call by which the operator changes something outside the process, or
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
  static final String RELEASE = "release";

  /** What pays, ends, or is remembered. */
  private static final Set<String> DECISIVE = Set.of(STATUS, CREATE, CANCEL, RELEASE);

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
   * @param effect which of its effects, from 1
   * @param before whether before it, or after it
   */
  record Stop(int effect, boolean before) {}

  private final List<String> journal = new ArrayList<>();
  private final Deque<Stop> stops = new ArrayDeque<>();
  private final Map<String, Runnable> meanwhile = new HashMap<>();
  private int sinceDeath;
  private @Nullable Death death;

  /** Kills the first process at the first stop, the next one at the second, and so on. */
  void dieAt(Collection<Stop> wanted) {
    stops.addAll(wanted);
  }

  /** How many of the stops no process lived long enough to reach. */
  int stopsLeft() {
    return stops.size();
  }

  /** Lets something happen outside right before the next effect of a kind, once. */
  void meanwhile(String what, Runnable happens) {
    meanwhile.put(what, happens);
  }

  void before(String what) {
    stillAlive();
    Runnable happens = meanwhile.remove(what);
    if (happens != null) {
      happens.run();
    }
    sinceDeath++;
    dieIf(what, true);
  }

  void after(String what) {
    journal.add(what);
    dieIf(what, false);
  }

  private void dieIf(String what, boolean before) {
    Stop stop = stops.peek();
    if (stop != null && stop.effect() == sinceDeath && stop.before() == before) {
      stops.remove();
      death = new Death((before ? "before" : "after") + " effect " + sinceDeath + ", " + what);
      throw death;
    }
  }

  /** Throws in a dead process: somebody in it may have caught its death and gone on. */
  void stillAlive() {
    if (death != null) {
      throw death;
    }
  }

  /** Another process begins; after a death it counts its effects anew. */
  void born() {
    if (death != null) {
      death = null;
      sinceDeath = 0;
    }
  }

  /** All effects so far. */
  List<String> journal() {
    return List.copyOf(journal);
  }

  /** Status writes, calls that pay or cancel, and releases. */
  List<String> done() {
    return journal.stream().filter(DECISIVE::contains).toList();
  }

  long count(String what) {
    return journal.stream().filter(what::equals).count();
  }
}
