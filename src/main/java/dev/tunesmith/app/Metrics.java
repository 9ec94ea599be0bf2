package dev.tunesmith.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * All metrics, in Prometheus' format, told in plain words: whoever calls this needs no metrics
 * library. Safe for use by many threads.
 *
 * <p>Every label has a closed set of values, or a bounded number of them, so that the number of
 * time series does not grow with resources or what a service makes up: anything else is {@value
 * #OTHER}. Every counter that an alert may wait for is there from the start, at zero.
 */
public final class Metrics implements AutoCloseable {
  /** The label's value for whatever is not in its closed set. */
  public static final String OTHER = "other";

  private static final Set<String> CODES =
      Set.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private @Nullable JvmGcMetrics gc;
  private final Vocabulary vocabulary;
  private final JobMetrics jobs;
  private final SweepMetrics sweeps;
  private final AtomicBoolean leader = new AtomicBoolean();
  private final AtomicBoolean definitionTooOld = new AtomicBoolean();
  private final Counter adoptions;
  private final Counter extraJobs;
  private final Counter unconfirmedReleases;
  private final Counter internalErrors;

  /**
   * The closed sets that this package does not know by itself.
   *
   * @param jobStates the states that are told by name, as the service spells them
   * @param methods the calls to the service, such as {@code create}
   * @param listings the kinds of passes over a project's location
   * @param reconciles the ways a reconcile can end
   * @param reasons why a resource is ready, or not
   */
  public record Vocabulary(
      Set<String> jobStates,
      Set<String> methods,
      Set<String> listings,
      Set<String> reconciles,
      Set<String> reasons) {
    /** Copies the sets. */
    public Vocabulary {
      jobStates = Set.copyOf(jobStates);
      methods = Set.copyOf(methods);
      listings = Set.copyOf(listings);
      reconciles = Set.copyOf(reconciles);
      reasons = Set.copyOf(reasons);
    }
  }

  /**
   * Registers everything.
   *
   * @param vocabulary the values that labels can have
   */
  public Metrics(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.jobs = new JobMetrics(registry, vocabulary);
    this.sweeps = new SweepMetrics(registry, vocabulary);
    Gauge.builder("tunesmith.leader", leader, leads -> leads.get() ? 1 : 0)
        .description("1 while this replica leads")
        .register(registry);
    Gauge.builder("tunesmith.crd.too.old", definitionTooOld, tooOld -> tooOld.get() ? 1 : 0)
        .description("1 while the installed definition is older than this operator needs")
        .register(registry);
    adoptions = counter("tunesmith.adoptions", "Paid jobs found again instead of bought again");
    extraJobs = counter("tunesmith.extra.jobs", "Jobs of ours that should not be there");
    unconfirmedReleases =
        counter(
            "tunesmith.finalizers.released.unconfirmed",
            "Resources let go although their job's end was not observed");
    internalErrors = counter("tunesmith.internal.errors", "Faults of the operator itself");
    vocabulary.reconciles().forEach(this::reconciles);
    vocabulary.methods().forEach(method -> vertexCalls(method, "OK"));
    vocabulary.methods().forEach(this::vertexDuration);
  }

  /** A job that was already paid for was found again instead of buying another. */
  public void adopted() {
    adoptions.increment();
  }

  /** A job of ours that should not be there was found and asked to end. */
  public void extraJob() {
    extraJobs.increment();
  }

  /** A finalizer was released although the job's end was not observed. */
  public void releasedUnconfirmed() {
    unconfirmedReleases.increment();
  }

  /** A fault of our own; the log has its stack trace. */
  public void internalError() {
    internalErrors.increment();
  }

  /**
   * This replica began or ceased to lead.
   *
   * @param leads whether it leads now
   */
  public void leading(boolean leads) {
    leader.set(leads);
  }

  /**
   * The installed definition of TuningJob was looked at.
   *
   * @param tooOld whether it lacks what this version needs
   */
  public void definition(boolean tooOld) {
    definitionTooOld.set(tooOld);
  }

  /**
   * What is counted of jobs.
   *
   * @return the same at each call
   */
  public JobMetrics jobs() {
    return jobs;
  }

  /**
   * What is counted of the sweep.
   *
   * @return the same at each call
   */
  public SweepMetrics sweeps() {
    return sweeps;
  }

  /**
   * A resource was reconciled.
   *
   * @param outcome how it ended
   */
  public void reconciled(String outcome) {
    reconciles(known(vocabulary.reconciles(), outcome)).increment();
  }

  /**
   * A call to Vertex AI ended.
   *
   * @param method such as {@code create}
   * @param code the canonical code
   * @param took how long it took
   */
  public void vertexCall(String method, String code, Duration took) {
    String knownMethod = known(vocabulary.methods(), method);
    vertexCalls(knownMethod, known(CODES, code)).increment();
    vertexDuration(knownMethod).record(took);
  }

  /**
   * Everything, as a scrape shows it.
   *
   * @return Prometheus' text format, 0.0.4
   */
  public String scrape() {
    bindProcess();
    jobs.refresh();
    return registry.scrape();
  }

  @Override
  public synchronized void close() {
    if (gc != null) {
      gc.close();
    }
    registry.close();
  }

  private static String known(Set<String> words, String word) {
    return words.contains(word) ? word : OTHER;
  }

  private Counter reconciles(String outcome) {
    return Counter.builder("tunesmith.reconciles")
        .description("Reconciles, by how they ended")
        .tag("outcome", outcome)
        .register(registry);
  }

  private Counter vertexCalls(String method, String code) {
    return Counter.builder("tunesmith.vertex.calls")
        .description("Calls to Vertex AI, by canonical code")
        .tag("method", method)
        .tag("code", code)
        .register(registry);
  }

  private Timer vertexDuration(String method) {
    return Timer.builder("tunesmith.vertex.call.duration")
        .description("How long calls to Vertex AI took")
        .tag("method", method)
        .register(registry);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /**
   * With the first scrape: the JVM's beans take a tenth of a start, and nobody sees them before.
   */
  private synchronized void bindProcess() {
    if (gc != null) {
      return;
    }
    gc = new JvmGcMetrics();
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    gc.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }
}
