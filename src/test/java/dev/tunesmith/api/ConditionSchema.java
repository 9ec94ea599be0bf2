package dev.tunesmith.api;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;

/**
 * The schema of {@code metav1.Condition}, whose rules Fabric8's class does not carry. Patterns and
 * required fields are Kubernetes' own: only the operator writes conditions, with reasons from a
 * closed set. The bounds are ours, and tighter.
 */
final class ConditionSchema {
  private static final int TYPE_LENGTH = 316;
  private static final String TYPE_PATTERN =
      "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
          + "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$";
  private static final String REASON_PATTERN = "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$";

  private ConditionSchema() {}

  static JSONSchemaProps schema() {
    return new JSONSchemaPropsBuilder()
        .withType("object")
        .withDescription("One aspect of the resource, and whether it is true now.")
        .withRequired("lastTransitionTime", "message", "reason", "status", "type")
        .addToProperties("type", type())
        .addToProperties("status", status())
        .addToProperties("observedGeneration", observedGeneration())
        .addToProperties("lastTransitionTime", lastTransitionTime())
        .addToProperties("reason", reason())
        .addToProperties("message", message())
        .build();
  }

  private static JSONSchemaProps type() {
    return string("Name of the aspect, such as Ready.")
        .withMaxLength((long) TYPE_LENGTH)
        .withPattern(TYPE_PATTERN)
        .build();
  }

  private static JSONSchemaProps status() {
    return string("Whether it is true: True, False or Unknown.")
        .withEnum(TextNode.valueOf("True"), TextNode.valueOf("False"), TextNode.valueOf("Unknown"))
        .build();
  }

  private static JSONSchemaProps observedGeneration() {
    return new JSONSchemaPropsBuilder()
        .withType("integer")
        .withFormat("int64")
        .withMinimum(0.0)
        .withDescription("Generation of the resource that the condition speaks of.")
        .build();
  }

  private static JSONSchemaProps lastTransitionTime() {
    return string("When the condition's status last changed.").withFormat("date-time").build();
  }

  private static JSONSchemaProps reason() {
    return string("Why, in one CamelCase word, for programs.")
        .withMinLength(1L)
        .withMaxLength((long) Bounds.REASON)
        .withPattern(REASON_PATTERN)
        .build();
  }

  private static JSONSchemaProps message() {
    return string("Why, and what one can do, for people; may be empty.")
        .withMaxLength((long) Bounds.CONDITION_MESSAGE)
        .build();
  }

  private static JSONSchemaPropsBuilder string(String description) {
    return new JSONSchemaPropsBuilder().withType("string").withDescription(description);
  }
}
