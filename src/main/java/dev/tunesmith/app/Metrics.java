package dev.tunesmith.app;

import dev.tunesmith.acceptance.AcceptanceMetrics;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.gemini.ModelVerb;
import dev.tunesmith.kind.tunedmodel.TunedModelMetrics;
import dev.tunesmith.kind.tuningjob.TuningJobMetrics;
import dev.tunesmith.reconcile.ReconcileMetrics;
import dev.tunesmith.vertex.ArtifactVerb;
import dev.tunesmith.vertex.CallMetrics;
import dev.tunesmith.vertex.InformerMetrics;
import dev.tunesmith.vertex.ObjectVerb;
import dev.tunesmith.vertex.ServiceCall;
import dev.tunesmith.vertex.Verb;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The registry of all metrics, in Prometheus' format. Each package registers its own; every counter
 * that an alert may wait for is there from the start, at zero. Safe for use by many threads.
 */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final TuningJobMetrics tuningJobs = new TuningJobMetrics(registry);
  private final TunedModelMetrics tunedModels = new TunedModelMetrics(registry);
  private final Map<String, AcceptanceMetrics> acceptance = new ConcurrentHashMap<>();
  private final Map<String, ReconcileMetrics> reconciliations = new ConcurrentHashMap<>();
  private final InformerMetrics informer = new InformerMetrics(registry);
  private final CallMetrics vertex =
      new CallMetrics(registry, "tunesmith.vertex", "Vertex AI", vertexCalls());
  private final CallMetrics gemini =
      new CallMetrics(registry, "tunesmith.gemini", "the Gemini API", ModelVerb.values());
  private final CallMetrics storage =
      new CallMetrics(registry, "tunesmith.storage", "Cloud Storage", ObjectVerb.values());
  private final AtomicBoolean leader = new AtomicBoolean();
  private final AtomicBoolean crdTooOld = new AtomicBoolean();
  private final AtomicInteger watchesDown = new AtomicInteger();
  private @Nullable JvmGcMetrics gc;

  private static ServiceCall[] vertexCalls() {
    return Stream.of(Verb.values(), ArtifactVerb.values())
        .flatMap(Stream::of)
        .toArray(ServiceCall[]::new);
  }

  /** Registers everything. */
  public Metrics() {
    for (Class<? extends HasMetadata> kind : List.of(TuningJob.class, TunedModel.class)) {
      reconciliations(kind);
      acceptance(kind);
    }
    Gauge.builder("tunesmith.leader", leader, leads -> leads.get() ? 1 : 0)
        .description("1 while this replica leads")
        .register(registry);
    Gauge.builder("tunesmith.crd.too.old", crdTooOld, tooOld -> tooOld.get() ? 1 : 0)
        .description("1 while the installed CRD is older than this operator needs")
        .register(registry);
    Gauge.builder("tunesmith.watches.down", watchesDown, AtomicInteger::get)
        .description(
            "Watches of the API server that have to be open and are not, one for each kind and"
                + " namespace")
        .register(registry);
  }

  /** Metrics of TuningJobs. */
  public TuningJobMetrics tuningJobs() {
    return tuningJobs;
  }

  /** Metrics of TunedModels. */
  public TunedModelMetrics tunedModels() {
    return tunedModels;
  }

  /** Metrics of one kind's acceptance checks. */
  public AcceptanceMetrics acceptance(Class<? extends HasMetadata> kind) {
    return acceptance.computeIfAbsent(
        HasMetadata.getKind(kind), name -> new AcceptanceMetrics(registry, name));
  }

  /** Metrics of one kind's reconciliations. */
  public ReconcileMetrics reconciliations(Class<? extends HasMetadata> kind) {
    return reconciliations.computeIfAbsent(
        HasMetadata.getKind(kind), name -> new ReconcileMetrics(registry, name));
  }

  /** The framework's own: queues, durations and failures of reconciliations, by kind. */
  public io.javaoperatorsdk.operator.api.monitoring.Metrics framework() {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /** Metrics of the calls to Vertex AI. */
  public CallMetrics vertex() {
    return vertex;
  }

  /** Metrics of the calls to the Gemini API. */
  public CallMetrics gemini() {
    return gemini;
  }

  /** Metrics of the calls to Cloud Storage. */
  public CallMetrics storage() {
    return storage;
  }

  /** Metrics of the informer of jobs. */
  public InformerMetrics informer() {
    return informer;
  }

  /** Whether this replica leads. */
  public void leading(boolean leads) {
    leader.set(leads);
  }

  /** How many watches are not open at this moment although they have to be. */
  public void watchesDown(int count) {
    watchesDown.set(count);
  }

  /** Whether the installed CRD lacks what this version needs. */
  public void crdTooOld(boolean tooOld) {
    crdTooOld.set(tooOld);
  }

  /** Everything, in Prometheus' text format, 0.0.4. */
  public String scrape() {
    bindProcess();
    tuningJobs.refresh();
    return registry.scrape();
  }

  @Override
  public synchronized void close() {
    if (gc != null) {
      gc.close();
    }
    registry.close();
  }

  /** With the first scrape: loading the JVM's beans would add a tenth to the start. */
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
