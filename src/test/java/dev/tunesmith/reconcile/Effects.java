package dev.tunesmith.reconcile;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that changes something outside the process, in order; and the place where the process
 * can be made to die, before or after one of them.
 */
final class Effects {
  /** The death of a process: an Error, since nothing in the process may catch it. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death(String where) {
      super(where);
    }
  }

  private final List<String> done = new ArrayList<>();
  private int begun;
  private int deadlyEffect = -1;
  private boolean deadlyBefore;

  /** Kills the process at an effect, counted from 1 since the world began. */
  void dieAt(int effect, boolean before) {
    deadlyEffect = effect;
    deadlyBefore = before;
  }

  /** Whether the deadly effect was reached. */
  boolean died() {
    return deadlyEffect > 0 && begun >= deadlyEffect;
  }

  void before(String what) {
    begun++;
    if (begun == deadlyEffect && deadlyBefore) {
      throw new Death("before effect " + begun + ": " + what);
    }
  }

  void after(String what) {
    done.add(what);
    if (begun == deadlyEffect && !deadlyBefore) {
      throw new Death("after effect " + begun + ": " + what);
    }
  }

  List<String> done() {
    return List.copyOf(done);
  }

  long count(String what) {
    return done.stream().filter(what::equals).count();
  }
}
