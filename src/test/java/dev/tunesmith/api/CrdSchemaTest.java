package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the schema promises of every field, also of one that is added tomorrow. */
@ParameterizedClass
@EnumSource
final class CrdSchemaTest {
  /** Bytes of one code point in JSON at worst: {@code \\u0001}. */
  private static final long WORST_BYTES = 6;

  /** etcd's default limit of a request, less what metadata and field names may take. */
  private static final long ETCD_BYTES = 1_572_864 - 262_144;

  private static final String EMPTY_EXAMPLE = "{\"textInput\":\"\",\"output\":\"\"},";

  private static final Pattern ONE_OF =
      Pattern.compile(
          "\\[.*\\]\\.exists_one\\(set, set\\)|has\\(self\\.\\w+\\) != has\\(self\\.\\w+\\)");

  private static final Pattern MEMBER = Pattern.compile("has\\(self\\.(\\w+)\\)");

  private static final Set<String> NUMBER_FORMATS = Set.of("int32", "int64", "double");

  private final CrdKind kind;
  private final CustomResourceDefinition crd;
  private final List<SchemaNode> nodes;

  CrdSchemaTest(CrdKind kind) {
    this.kind = kind;
    crd = GeneratedCrd.definition(kind);
    nodes = SchemaNode.all(crd);
  }

  @Test
  @DisplayName("every field has a description of a whole sentence")
  void everyFieldIsDescribed() {
    assertThat(nodes)
        .filteredOn(node -> node.isField() || node.path().isEmpty())
        .allSatisfy(node -> assertThat(node.schema().getDescription()).matches("[A-Z0-9].*\\."));
  }

  @Test
  @DisplayName("every string, list and map has a bound, and every number of the user's has two")
  void everyValueIsBounded() {
    assertThat(nodes).allSatisfy(node -> assertThat(isBounded(node)).isTrue());
  }

  @Test
  @DisplayName("no rule in status could refuse what the service says")
  void statusTakesWhatTheServiceSays() {
    assertThat(nodes)
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
    assertThat(worstBytes(nodes.getFirst())).isLessThan(ETCD_BYTES);
  }

  @Test
  @DisplayName("exactly the objects of the request keep fields that this version does not know")
  void unknownFieldsAreKeptInTheRequestOnly() {
    assertThat(nodes)
        .filteredOn(SchemaNode::isObject)
        .allSatisfy(
            node ->
                assertThat(node.schema().getXKubernetesPreserveUnknownFields())
                    .isEqualTo(isSentAsItIs(node) ? true : null));
  }

  private boolean isSentAsItIs(SchemaNode node) {
    return node.isWithin(kind.request())
        || node.isWithin(".spec.acceptance.checks[].request")
        || node.path().startsWith(".spec.rewardCheck.");
  }

  @Test
  @DisplayName("conditions merge by type, and every other list is written whole")
  void listsHaveATypeOfMerge() {
    assertThat(nodes)
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
  @DisplayName("kubectl get shows what is needed every day, and names of the service when wide")
  void columnsAreInOrder() {
    List<CustomResourceColumnDefinition> columns =
        crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns();
    assertThat(columns(columns, null))
        .isEqualTo(
            switch (kind) {
              case TUNING_JOB, TUNED_MODEL ->
                  List.of("Model", "State", "Percent", "Ready", "Reason", "Run", "Age");
            });
    assertThat(columns(columns, 1))
        .isEqualTo(
            switch (kind) {
              case TUNING_JOB -> List.of("Project", "Location", "Job", "Endpoint");
              case TUNED_MODEL -> List.of("Tuned-Model");
            });
    assertThat(columns.getFirst().getName()).isEqualTo("Model");
  }

  private static List<String> columns(
      List<CustomResourceColumnDefinition> columns, @Nullable Integer priority) {
    return columns.stream()
        .filter(column -> Objects.equals(column.getPriority(), priority))
        .map(CustomResourceColumnDefinition::getName)
        .toList();
  }

  @Test
  @DisplayName("every rule says what must be, or what one can do")
  void everyRuleHasAMessage() {
    assertThat(CrdRule.all(crd))
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.message()).containsAnyOf("must", "wait", "together"))
        .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("the rules of editing name the field that they are about")
  void editingRulesHaveAFieldPath() {
    List<ValidationRule> rules =
        crd.getSpec()
            .getVersions()
            .getFirst()
            .getSchema()
            .getOpenAPIV3Schema()
            .getXKubernetesValidations();
    assertThat(rules)
        .extracting(ValidationRule::getFieldPath)
        .allSatisfy(path -> assertThat(path).startsWith(".spec"))
        .contains(kind.request(), ".spec.run");
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

  /**
   * Without the examples of a TunedModel, and without code and prompts of rewards, whose characters
   * have a bound together, by rule.
   */
  private static long worstBytes(SchemaNode node) {
    JSONSchemaProps schema = node.schema();
    boolean inRewards = node.path().contains(".weightedRewardConfigs[]");
    return switch (schema.getType()) {
      case "string" ->
          inRewards && (node.path().endsWith("Snippet") || node.path().endsWith(".autoraterPrompt"))
              ? WORST_BYTES * Bounds.REWARDS_TOTAL / Bounds.REWARDS
              : schema.getMaxLength() == null ? 64 : WORST_BYTES * schema.getMaxLength();
      case "array" ->
          node.path().endsWith(".trainingData.examples.examples")
              ? WORST_BYTES * Bounds.EXAMPLES_TOTAL + schema.getMaxItems() * EMPTY_EXAMPLE.length()
              : schema.getMaxItems() * worstBytes(node.children().getFirst());
      case "object" -> worstBytesOfObject(node);
      default -> 32;
    };
  }

  private static long worstBytesOfObject(SchemaNode node) {
    if (node.schema().getAdditionalProperties() != null) {
      // Keys have the bound of the values, by rule.
      return node.schema().getMaxProperties() * 2 * worstBytes(node.children().getFirst());
    }
    Set<String> union = union(node);
    long largest = 0;
    long all = 0;
    for (SchemaNode child : node.children()) {
      long bytes = child.path().length() - node.path().length() + 3 + worstBytes(child);
      if (union.contains(child.path().substring(node.path().length() + 1))) {
        largest = Math.max(largest, bytes);
      } else {
        all += bytes;
      }
    }
    return all + largest;
  }

  /** The members of which a rule lets exactly one be set. */
  private static Set<String> union(SchemaNode node) {
    return node.schema().getXKubernetesValidations().stream()
        .filter(rule -> ONE_OF.matcher(rule.getRule()).matches())
        .flatMap(rule -> MEMBER.matcher(rule.getRule()).results())
        .map(member -> member.group(1))
        .collect(Collectors.toSet());
  }
}
