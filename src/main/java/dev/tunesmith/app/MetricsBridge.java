package dev.tunesmith.app;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.Decision;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Reasons;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Uptime;
import dev.tunesmith.reconcile.Journal;
import dev.tunesmith.vertex.CallListener;
import dev.tunesmith.vertex.SweepListener;
import dev.tunesmith.vertex.Verb;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the metrics what the operator's parts tell, so that neither knows the other. */
public final class MetricsBridge implements Journal, SweepListener, CallListener {
  private final Metrics metrics;
  private final Uptime uptime;

  public MetricsBridge(Metrics metrics, Uptime uptime) {
    this.metrics = metrics;
    this.uptime = uptime;
  }

  /** The bounded sets of words that labels are made of. */
  public static Metrics.Vocabulary vocabulary() {
    return new Metrics.Vocabulary(
        names(JobState.Known.values()),
        Arrays.stream(Verb.values()).map(Verb::label).collect(Collectors.toSet()),
        names(Kind.values()),
        Arrays.stream(Decision.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet()),
        Reasons.all());
  }

  private static Set<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).collect(Collectors.toSet());
  }

  @Override
  public void adopted() {
    metrics.adopted();
  }

  @Override
  public void extraJob() {
    metrics.extraJob();
  }

  @Override
  public void releasedUnconfirmed() {
    metrics.releasedUnconfirmed();
  }

  @Override
  public void internalError() {
    metrics.internalError();
  }

  @Override
  public void inDoubt() {
    metrics.jobs().inDoubt();
  }

  @Override
  public void submitted(TuningJob resource) {
    metrics.jobs().submitted(TuningJobFacts.job(resource.getStatus()));
  }

  @Override
  public void ended(TuningJob resource) {
    TuningJobStatus status = resource.getStatus();
    metrics.jobs().ended(TuningJobFacts.job(status), TuningJobFacts.end(status));
  }

  @Override
  public void shows(ResourceKey key, TuningJobStatus status) {
    metrics.jobs().shows(key.toString(), TuningJobFacts.job(status));
  }

  @Override
  public void gone(ResourceKey key) {
    metrics.jobs().gone(key.toString());
  }

  @Override
  public void round(String outcome) {
    metrics.reconciled(outcome);
  }

  @Override
  public void changed(ResourceKey key) {}

  @Override
  public void swept(Scope scope, Kind kind, int calls, boolean well, Duration took) {
    metrics
        .sweeps()
        .passed(
            scope.projectId(),
            scope.location(),
            new SweepMetrics.Pass(kind.name(), well, calls, took, uptime.now()));
  }

  @Override
  public void ended(Verb verb, String code, Duration took) {
    metrics.vertexCall(verb.label(), code, took);
  }
}
