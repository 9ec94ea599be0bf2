package dev.tunesmith.emulator;

import dev.tunesmith.emulator.Effect.Path;
import dev.tunesmith.emulator.Effect.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The faults, in the order in which they were added. Safe for use by many threads.
 *
 * <p>A call goes through the plan from the first fault on. Every fault that matches lets it pass
 * ({@code skip}), or is used up ({@code times}), or is applied. A fault of a type that already
 * applied to the call waits for a later call, and so do all faults behind a {@link Verdict}: of two
 * faults added one after the other, each for one call, each applies to another call.
 */
public final class FaultPlan {
  private final List<Armed> plan = new ArrayList<>();
  private int lastId;

  FaultPlan() {}

  /**
   * Adds a fault.
   *
   * @param fault what happens to which calls
   * @return its id
   */
  public synchronized String add(Fault fault) {
    lastId++;
    plan.add(new Armed(Integer.toString(lastId), fault));
    return Integer.toString(lastId);
  }

  /**
   * Removes a fault.
   *
   * @param id as {@link #add} returned it
   * @return whether there was one
   */
  public synchronized boolean remove(String id) {
    return plan.removeIf(armed -> armed.id.equals(id));
  }

  /** Removes all faults. Jobs that they changed stay changed. */
  public synchronized void clear() {
    plan.clear();
  }

  /**
   * All faults, also those that are used up.
   *
   * @return a copy
   */
  public synchronized List<Ordered> list() {
    return plan.stream()
        .map(armed -> new Ordered(armed.id, armed.fault, armed.passed, armed.applied))
        .toList();
  }

  synchronized Effects take(Fault.CallFacts call) {
    List<Effect> effects = new ArrayList<>();
    Set<Class<?>> met = new HashSet<>();
    for (Armed armed : plan) {
      if (!armed.fault.match().test(call) || met.contains(kind(armed.fault.effect()))) {
        continue;
      }
      if (armed.apply()) {
        effects.add(armed.fault.effect());
        met.add(kind(armed.fault.effect()));
        if (armed.fault.effect() instanceof Verdict) {
          break;
        }
      }
    }
    return new Effects(effects);
  }

  private static Class<?> kind(Effect effect) {
    return effect instanceof Path ? Path.class : effect.getClass();
  }

  /**
   * A fault in the plan.
   *
   * @param id its id
   * @param fault as it was added
   * @param passed how many matching calls it let pass first
   * @param applied how many calls it was applied to
   */
  public record Ordered(String id, Fault fault, int passed, int applied) {}

  private static final class Armed {
    private final String id;
    private final Fault fault;
    private int passed;
    private int applied;

    Armed(String id, Fault fault) {
      this.id = id;
      this.fault = fault;
    }

    boolean apply() {
      @Nullable Integer times = fault.times();
      if (passed < fault.skip()) {
        passed++;
        return false;
      }
      if (times != null && applied >= times) {
        return false;
      }
      applied++;
      return true;
    }
  }
}
