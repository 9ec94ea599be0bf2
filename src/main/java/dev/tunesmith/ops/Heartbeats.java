package dev.tunesmith.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Liveness: whether our own loops still turn. It asks nothing of the API server or of Vertex AI,
 * since a restart mends neither, and would only interrupt what is in flight.
 */
public final class Heartbeats implements Supplier<Verdict> {
  private final Clock clock;
  private final List<Heartbeat> hearts = new CopyOnWriteArrayList<>();

  /**
   * Without any heart, all is well.
   *
   * @param clock tells the age of a beat
   */
  public Heartbeats(Clock clock) {
    this.clock = clock;
  }

  /**
   * Adds a loop that must go on.
   *
   * @param name for people, such as {@code sweeper}
   * @param limit the longest time that may pass between two beats
   * @return to be called once in every turn; it has just beaten
   */
  public Heartbeat register(String name, Duration limit) {
    Heartbeat heart = new Heartbeat(name, limit, clock);
    hearts.add(heart);
    return heart;
  }

  @Override
  public Verdict get() {
    List<String> still = hearts.stream().filter(Heartbeat::isOverdue).map(Heartbeat::tell).toList();
    return still.isEmpty()
        ? new Verdict(true, "all loops turn")
        : new Verdict(false, String.join("; ", still));
  }

  /** One loop's sign of life. */
  public static final class Heartbeat {
    private final String name;
    private final Duration limit;
    private final Clock clock;
    private volatile Instant last;
    private volatile boolean stopped;

    private Heartbeat(String name, Duration limit, Clock clock) {
      this.name = name;
      this.limit = limit;
      this.clock = clock;
      this.last = clock.instant();
    }

    /** The loop has turned once more. */
    public void beat() {
      last = clock.instant();
    }

    /** The loop has ended as it should; it is not missed. */
    public void stop() {
      stopped = true;
    }

    private boolean isOverdue() {
      return !stopped && age().compareTo(limit) > 0;
    }

    private Duration age() {
      return Duration.between(last, clock.instant());
    }

    private String tell() {
      return "%s: no sign of life for %d s, allowed are %d s"
          .formatted(name, age().toSeconds(), limit.toSeconds());
    }
  }
}
