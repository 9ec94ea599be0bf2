package dev.tunesmith.api.v1alpha1.tuningjob;

import dev.tunesmith.api.v1alpha1.GroupVersion;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * One model-tuning job on Vertex AI, created once for every value of {@code spec.run}.
 *
 * <p>{@code getSpec()} and {@code getStatus()} are null on a new instance. On one that an API
 * server returned, {@code getStatus().observedGeneration()} is -1 until the operator has seen it
 * (kstatus would otherwise call a new resource done).
 *
 * <p>What may be edited when: {@link EditingRules}.
 */
@Group(GroupVersion.GROUP)
@Version(GroupVersion.VERSION)
// Named here, or each new object of this class would work its plural out with regular expressions.
@Singular("tuningjob")
@Plural("tuningjobs")
@ShortNames("tj")
@Categories("tunesmith")
@AdditionalPrinterColumn(
    name = "Model",
    jsonPath = ".status.model",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "State",
    jsonPath = ".status.state",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Percent",
    jsonPath = ".status.percent",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Run",
    jsonPath = ".spec.run",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Project",
    jsonPath = ".status.projectId",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Location",
    jsonPath = ".status.location",
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
    value = EditingRules.INPUTS,
    message = EditingRules.INPUTS_MESSAGE,
    messageExpression = EditingRules.INPUTS_MESSAGE_EXPRESSION,
    fieldPath = ".spec.tuning")
@ValidationRule(
    value = EditingRules.RUN,
    message = EditingRules.RUN_MESSAGE,
    messageExpression = EditingRules.RUN_MESSAGE_EXPRESSION,
    fieldPath = ".spec.run")
@ValidationRule(
    value = EditingRules.SUSPEND,
    message = EditingRules.SUSPEND_MESSAGE,
    messageExpression = EditingRules.SUSPEND_MESSAGE_EXPRESSION,
    fieldPath = ".spec.suspend")
@ValidationRule(
    value = EditingRules.CANCEL,
    message = EditingRules.CANCEL_MESSAGE,
    messageExpression = EditingRules.CANCEL_MESSAGE_EXPRESSION,
    fieldPath = ".spec.cancelRun")
@ValidationRule(
    value = EditingRules.LIMITS,
    message = EditingRules.LIMITS_MESSAGE,
    messageExpression = EditingRules.LIMITS_MESSAGE_EXPRESSION,
    fieldPath = ".spec")
@ValidationRule(
    value = EditingRules.MANAGED_BY,
    message = EditingRules.MANAGED_BY_MESSAGE,
    fieldPath = ".spec.managedBy")
@AdditionalSelectableField(jsonPath = ".status.state")
@AdditionalSelectableField(jsonPath = ".status.model")
public final class TuningJob extends CustomResource<TuningJobSpec, TuningJobStatus>
    implements Namespaced {
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
