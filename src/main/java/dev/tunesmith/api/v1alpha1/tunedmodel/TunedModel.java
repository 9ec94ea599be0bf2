package dev.tunesmith.api.v1alpha1.tunedmodel;

import dev.tunesmith.api.v1alpha1.GroupVersion;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
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
 * One tuned model of the Gemini API, created once for every value of {@code spec.run}. The public
 * service accepts no new tunings since May 2025.
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
@Singular("tunedmodel")
@Plural("tunedmodels")
@ShortNames("tm")
@Categories("tunesmith")
@AdditionalPrinterColumn(
    name = "Model",
    jsonPath = ".status.baseModel",
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
    name = "Tuned-Model",
    jsonPath = ".status.model.name",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@ValidationRule(
    value = EditingRules.INPUTS,
    message = EditingRules.INPUTS_MESSAGE,
    messageExpression = EditingRules.INPUTS_MESSAGE_EXPRESSION,
    fieldPath = ".spec.model")
@ValidationRule(
    value = EditingRules.RUN,
    message = EditingRules.RUN_MESSAGE,
    messageExpression = EditingRules.RUN_MESSAGE_EXPRESSION,
    fieldPath = ".spec.run")
public final class TunedModel extends CustomResource<TunedModelSpec, TunedModelStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected @Nullable TunedModelSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable TunedModelStatus initStatus() {
    return null;
  }
}
