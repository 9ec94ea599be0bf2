package dev.tunesmith.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * One model-tuning job on Vertex AI, bought once for every value of {@code spec.run}.
 *
 * <p>{@code getSpec()} and {@code getStatus()} are null on a new instance. On one that an API
 * server returned, {@code getStatus().observedGeneration()} is -1 until the operator has seen it
 * (kstatus would otherwise call a new resource done).
 *
 * <p>The two rules stand at the root because only there a rule on {@code spec} sees what {@code
 * status} was before the update. They hold for every writer, the operator included, which never
 * writes {@code spec}.
 */
@Group(TuningJob.GROUP)
@Version(TuningJob.VERSION)
@ShortNames("tj")
@Categories("tunesmith")
@AdditionalPrinterColumn(
    name = "State",
    jsonPath = ".status.job.state",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Base Model",
    jsonPath = ".spec.tuning.baseModel",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Job",
    jsonPath = ".status.job.name",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Endpoint",
    jsonPath = ".status.job.tunedModel.endpoint",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@ValidationRule(
    value =
        "(self.spec.tuning == oldSelf.spec.tuning"
            + " && self.spec.?projectId == oldSelf.spec.?projectId"
            + " && self.spec.?location == oldSelf.spec.?location)"
            + " || self.spec.run != oldSelf.spec.run"
            + " || !has(oldSelf.status)"
            + " || (!has(oldSelf.status.submission) && !has(oldSelf.status.job))",
    message =
        "`spec.tuning`, `spec.projectId` and `spec.location` may change only together with a new"
            + " `spec.run` once the run is submitted",
    messageExpression =
        "\"run '\" + oldSelf.spec.run + \"' is submitted: `spec.tuning`, `spec.projectId` and"
            + " `spec.location` may now change only together with a new value of `spec.run`, which"
            + " is a new job and billed again\"")
@ValidationRule(
    value =
        "self.spec.run == oldSelf.spec.run"
            + " || !has(oldSelf.status)"
            + " || (!has(oldSelf.status.submission) && !has(oldSelf.status.job))"
            + " || (has(oldSelf.status.conditions) && oldSelf.status.conditions.exists(c,"
            + " c.status == 'True' && (c.type in ['Complete', 'Failed']"
            + " || (c.type == 'Stalled' && c.reason == 'JobLost'))))",
    message = "`spec.run` may change only when the current run has come to its end",
    messageExpression =
        "\"run '\" + oldSelf.spec.run + \"' is active: wait until its condition Complete or Failed"
            + " is True, then set `spec.run`; or delete the resource, which cancels the job, and"
            + " create it again with the new run\"")
public final class TuningJob extends CustomResource<TuningJobSpec, TuningJobStatus>
    implements Namespaced {
  /** The API group. */
  public static final String GROUP = "tunesmith.dev";

  /** The API version. */
  public static final String VERSION = "v1alpha1";

  private static final long serialVersionUID = 1L;

  @Override
  protected @Nullable TuningJobSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable TuningJobStatus initStatus() {
    return null;
  }
}
