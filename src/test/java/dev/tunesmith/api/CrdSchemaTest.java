package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the schema promises of every field, also of one that is added tomorrow. */
final class CrdSchemaTest {
  /** Bytes of one code point in JSON at worst: {@code \\u0001}. */
  private static final long WORST_BYTES = 6;

  /** etcd's default limit of a request, less what metadata and field names may take. */
  private static final long ETCD_BYTES = 1_572_864 - 262_144;

  private static final Set<String> NUMBER_FORMATS = Set.of("int32", "int64", "double");

  private static final CustomResourceDefinition CRD = GeneratedCrd.definition();
  private static final List<SchemaNode> NODES = SchemaNode.all(CRD);

  @Test
  @DisplayName("every field has a description of a whole sentence")
  void everyFieldIsDescribed() {
    assertThat(NODES)
        .filteredOn(node -> node.isField() || node.path().isEmpty())
        .allSatisfy(node -> assertThat(node.schema().getDescription()).matches("[A-Z0-9].*\\."));
  }

  @Test
  @DisplayName("every string, list and map has a bound, and every number of the user's has two")
  void everyValueIsBounded() {
    assertThat(NODES).allSatisfy(node -> assertThat(isBounded(node)).isTrue());
  }

  @Test
  @DisplayName("no rule in status could refuse what the service says")
  void statusTakesWhatTheServiceSays() {
    assertThat(NODES)
        .filteredOn(node -> node.isWithin(".status") && !node.isWithin(".status.conditions[]"))
        .allSatisfy(
            node -> {
              JSONSchemaProps schema = node.schema();
              assertThat(schema.getPattern()).isNull();
              assertThat(schema.getEnum()).isNullOrEmpty();
              assertThat(schema.getRequired()).isNullOrEmpty();
              assertThat(schema.getXKubernetesValidations()).isNullOrEmpty();
              assertThat(schema.getMinLength()).isNull();
              assertThat(schema.getMinItems()).isNull();
              assertThat(schema.getMinimum()).isNull();
              assertThat(schema.getMaximum()).isNull();
              assertThat(schema.getFormat()).isIn(null, "int32", "int64", "double");
            });
  }

  @Test
  @DisplayName("a resource with everything at its bound fits into a request to etcd")
  void worstCaseFitsEtcd() {
    assertThat(worstBytes(NODES.getFirst().schema())).isLessThan(ETCD_BYTES);
  }

  @Test
  @DisplayName("exactly the objects of spec.tuning keep fields that this version does not know")
  void unknownFieldsAreKeptInTuningOnly() {
    assertThat(NODES)
        .filteredOn(SchemaNode::isObject)
        .allSatisfy(
            node ->
                assertThat(node.schema().getXKubernetesPreserveUnknownFields())
                    .isEqualTo(node.isWithin(".spec.tuning") ? true : null));
  }

  @Test
  @DisplayName("conditions merge by type, and every other list is written whole")
  void listsHaveATypeOfMerge() {
    assertThat(NODES)
        .filteredOn(node -> "array".equals(node.schema().getType()))
        .allSatisfy(
            node -> {
              boolean conditions = node.path().equals(".status.conditions");
              assertThat(node.schema().getXKubernetesListType())
                  .isEqualTo(conditions ? "map" : "atomic");
              assertThat(node.schema().getXKubernetesListMapKeys())
                  .isEqualTo(conditions ? List.of("type") : List.of());
            });
  }

  @Test
  @DisplayName(
      "kubectl get shows model, state, Ready, reason, run and age, and four more when wide")
  void columnsAreInOrder() {
    List<CustomResourceColumnDefinition> columns =
        CRD.getSpec().getVersions().getFirst().getAdditionalPrinterColumns();
    assertThat(columns)
        .extracting(CustomResourceColumnDefinition::getName)
        .containsExactly(
            "Model",
            "State",
            "Ready",
            "Reason",
            "Run",
            "Age",
            "Project",
            "Location",
            "Job",
            "Endpoint");
    assertThat(columns)
        .extracting(CustomResourceColumnDefinition::getPriority)
        .containsExactly(null, null, null, null, null, null, 1, 1, 1, 1);
  }

  @Test
  @DisplayName("every rule says what must be, or what one can do")
  void everyRuleHasAMessage() {
    assertThat(CrdRule.all(CRD))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.message()).containsAnyOf("must", "wait", "together"))
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("the rules of editing name the field that they are about")
  void editingRulesHaveAFieldPath() {
    List<ValidationRule> rules =
        CRD.getSpec()
            .getVersions()
            .getFirst()
            .getSchema()
            .getOpenAPIV3Schema()
            .getXKubernetesValidations();
    assertThat(rules)
        .extracting(ValidationRule::getFieldPath)
        .containsExactlyInAnyOrder(".spec.tuning", ".spec.run");
  }

  private static boolean isBounded(SchemaNode node) {
    JSONSchemaProps schema = node.schema();
    boolean usersOwn = node.isWithin(".spec");
    return switch (schema.getType()) {
      case "string" ->
          schema.getMaxLength() != null
              || !schema.getEnum().isEmpty()
              || "date-time".equals(schema.getFormat());
      case "array" -> schema.getMaxItems() != null;
      case "object" ->
          schema.getAdditionalProperties() == null || schema.getMaxProperties() != null;
      // What the service counts is bounded by its type, or else a count could refuse a write.
      case "integer", "number" ->
          NUMBER_FORMATS.contains(schema.getFormat())
              && (!usersOwn || (schema.getMinimum() != null && schema.getMaximum() != null));
      case "boolean" -> true;
      default -> false;
    };
  }

  private static long worstBytes(JSONSchemaProps schema) {
    return switch (schema.getType()) {
      case "string" -> schema.getMaxLength() == null ? 64 : WORST_BYTES * schema.getMaxLength();
      case "array" -> schema.getMaxItems() * worstBytes(schema.getItems().getSchema());
      case "object" -> worstBytesOfObject(schema);
      default -> 32;
    };
  }

  private static long worstBytesOfObject(JSONSchemaProps schema) {
    if (schema.getAdditionalProperties() != null) {
      // Keys have the bound of the values, by rule.
      return schema.getMaxProperties()
          * 2
          * worstBytes(schema.getAdditionalProperties().getSchema());
    }
    return schema.getProperties().entrySet().stream()
        .mapToLong(property -> property.getKey().length() + 4 + worstBytes(property.getValue()))
        .sum();
  }
}
