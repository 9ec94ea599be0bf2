package dev.tunesmith.app;

import dev.tunesmith.kind.tunedmodel.TunedModelMetrics;
import dev.tunesmith.kind.tuningjob.TuningJobMetrics;
import dev.tunesmith.reconcile.ReconcileMetrics;
import dev.tunesmith.vertex.VertexMetrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
  private final ReconcileMetrics reconciliations = new ReconcileMetrics(registry);
  private final VertexMetrics vertex = new VertexMetrics(registry);
  private final AtomicBoolean leader = new AtomicBoolean();
  private final AtomicBoolean crdTooOld = new AtomicBoolean();
  private final AtomicInteger watchesDown = new AtomicInteger();
  private @Nullable JvmGcMetrics gc;

  /** Registers everything. */
  public Metrics() {
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

  /** Metrics of reconciliations. */
  public ReconcileMetrics reconciliations() {
    return reconciliations;
  }

  /** The framework's own: queues, durations and failures of reconciliations, by kind. */
  public io.javaoperatorsdk.operator.api.monitoring.Metrics framework() {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /** Metrics of the service. */
  public VertexMetrics vertex() {
    return vertex;
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
