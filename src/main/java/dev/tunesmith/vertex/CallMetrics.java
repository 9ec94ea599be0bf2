package dev.tunesmith.vertex;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Metrics of the calls to one service. Safe for many threads. */
public final class CallMetrics implements CallListener {
  private static final String OTHER = "other";

  /** The canonical codes of {@code google.rpc.Code}; whatever else is said is {@code other}. */
  private static final Set<String> CODES =
      Arrays.stream(CanonicalCode.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

  private final MeterRegistry registry;
  private final String prefix;
  private final String service;

  /**
   * Registers the series of every call that succeeds, at zero.
   *
   * @param prefix of the metrics' names, such as {@code tunesmith.vertex}
   * @param service its name in descriptions
   * @param calls all that there are
   */
  public CallMetrics(MeterRegistry registry, String prefix, String service, ServiceCall... calls) {
    this.registry = registry;
    this.prefix = prefix;
    this.service = service;
    for (ServiceCall call : calls) {
      calls(call, OK);
      duration(call);
    }
  }

  @Override
  public void ended(ServiceCall call, String code, Duration took) {
    calls(call, CODES.contains(code) ? code : OTHER).increment();
    duration(call).record(took);
  }

  private Counter calls(ServiceCall call, String code) {
    return Counter.builder(prefix + ".calls")
        .description("Calls to " + service + ", by canonical code")
        .tag("method", call.label())
        .tag("code", code)
        .register(registry);
  }

  private Timer duration(ServiceCall call) {
    return Timer.builder(prefix + ".call.duration")
        .description("How long calls to " + service + " took")
        .tag("method", call.label())
        .register(registry);
  }
}
