package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.PollSchedule;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** What the controllers of all kinds work with. */
public interface ControllerParts {
  /** How often is read, and how long is paused. */
  PollSchedule schedule();

  /** Whether this process may create, cancel or delete at this moment. */
  BooleanSupplier mayAct();

  /** Records events. */
  EventRecorder events();

  /** Counts. */
  ReconcileListener listener();

  /** Wall time, for what people read. */
  Clock clock();

  /** Monotonic time, for what is decided. */
  Uptime uptime();

  /** Spreads pauses. */
  RandomGenerator random();

  /**
   * How long to pause after a failure.
   *
   * @param times in a row, this one included
   */
  default Duration pause(Failure.Kind failure, int times) {
    return schedule().afterFailure(failure, times, random().nextDouble());
  }
}
