package dev.tunesmith.vertex;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports every call to a {@link CallListener}, and changes nothing about the call itself. */
public final class TimedCalls {
  private static final Logger LOG = LoggerFactory.getLogger(TimedCalls.class);

  /** The code reported for a call that threw, which the ports' contracts forbid. */
  private static final String BROKEN_CONTRACT = CanonicalCode.INTERNAL.name();

  private final CallListener listener;
  private final LongSupplier nanoTime;

  /**
   * For the calls to one service.
   *
   * @param listener receives them; a listener that throws is logged and harms no call
   * @param nanoTime a monotonic clock in nanoseconds, {@code System::nanoTime} outside of tests
   */
  public TimedCalls(CallListener listener, LongSupplier nanoTime) {
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  /**
   * Makes a call.
   *
   * @param codeOf the code to report for a reply
   */
  public <R> R timed(ServiceCall verb, Supplier<R> call, Function<? super R, String> codeOf) {
    long start = nanoTime.getAsLong();
    String code = BROKEN_CONTRACT;
    try {
      R reply = call.get();
      code = codeOf.apply(reply);
      return reply;
    } finally {
      report(verb, code, Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }

  private void report(ServiceCall verb, String code, Duration took) {
    try {
      listener.ended(verb, code, took);
    } catch (RuntimeException e) {
      // The reply of a paid create must reach its caller, whatever is wrong with the metrics.
      LOG.warn("the listener of calls failed on {} {}", verb.label(), code, e);
    }
  }
}
