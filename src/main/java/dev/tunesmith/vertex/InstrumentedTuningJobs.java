package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports every call to a {@link CallListener}, and changes nothing about the calls themselves. It
 * knows no metrics library: that is the listener's business.
 */
public final class InstrumentedTuningJobs implements TuningJobs {
  private static final Logger LOG = LoggerFactory.getLogger(InstrumentedTuningJobs.class);

  /** The code reported for a call that threw, which the port's contract forbids. */
  private static final String BROKEN_CONTRACT = "INTERNAL";

  private final TuningJobs delegate;
  private final CallListener listener;
  private final LongSupplier nanoTime;

  /**
   * Wraps a port.
   *
   * @param delegate makes the calls; closed together with this
   * @param listener receives them; a listener that throws is logged and harms no call
   * @param nanoTime a monotonic clock in nanoseconds, {@code System::nanoTime} outside of tests
   */
  public InstrumentedTuningJobs(TuningJobs delegate, CallListener listener, LongSupplier nanoTime) {
    this.delegate = delegate;
    this.listener = listener;
    this.nanoTime = nanoTime;
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    return timed(
        Verb.CREATE,
        () -> delegate.create(scope, request, ownerLabels),
        reply ->
            switch (reply) {
              case Created created -> CallListener.OK;
              case Refused refused -> refused.failure().code();
              case OutcomeUnknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    return timed(
        Verb.GET,
        () -> delegate.get(scope, name),
        reply ->
            switch (reply) {
              case Found found -> CallListener.OK;
              case Absent absent -> "NOT_FOUND";
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    return timed(
        Verb.LIST,
        () -> delegate.list(scope, pageToken),
        reply ->
            switch (reply) {
              case Page page -> CallListener.OK;
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    return timed(
        Verb.CANCEL,
        () -> delegate.cancel(scope, name),
        reply ->
            switch (reply) {
              case CancelAccepted accepted -> CallListener.OK;
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    return timed(
        Verb.MODEL,
        () -> delegate.model(scope, model),
        reply ->
            switch (reply) {
              case ModelExists exists -> CallListener.OK;
              case Absent absent -> "NOT_FOUND";
              case Unknown unknown -> unknown.failure().code();
            });
  }

  @Override
  public void close() {
    delegate.close();
  }

  private <R> R timed(Verb verb, Supplier<R> call, Function<R, String> codeOf) {
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

  private void report(Verb verb, String code, Duration took) {
    try {
      listener.ended(verb, code, took);
    } catch (RuntimeException e) {
      // The reply of a paid create must reach its caller, whatever is wrong with the metrics.
      LOG.warn("the listener of calls to Vertex AI failed on {} {}", verb.label(), code, e);
    }
  }
}
