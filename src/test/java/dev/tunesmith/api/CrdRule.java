package dev.tunesmith.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import java.util.Objects;

/**
 * One CEL rule of the CRD.
 *
 * @param path the place it stands at, such as {@code .spec.location}; empty at the root
 * @param at the place that it blames: the same, or a field below it
 * @param message what the user reads; of a rule with a message expression, that expression
 */
record CrdRule(String path, String at, String rule, String message) {

  static List<CrdRule> all(CustomResourceDefinition crd) {
    return SchemaNode.all(crd).stream()
        .filter(node -> node.schema().getXKubernetesValidations() != null)
        .flatMap(
            node ->
                node.schema().getXKubernetesValidations().stream()
                    .map(
                        rule ->
                            new CrdRule(
                                node.path(),
                                node.path() + Objects.requireNonNullElse(rule.getFieldPath(), ""),
                                rule.getRule(),
                                rule.getMessageExpression() == null
                                    ? rule.getMessage()
                                    : rule.getMessageExpression())))
        .toList();
  }

  /** Whether it compares with the resource before an update. */
  boolean isTransition() {
    return rule.contains("oldSelf");
  }

  /** Whether it is evaluated for a resource, because there is something at its place. */
  boolean appliesTo(JsonNode resource) {
    return !resource.at(path.replace("[]", "/0").replace('.', '/')).isMissingNode();
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
