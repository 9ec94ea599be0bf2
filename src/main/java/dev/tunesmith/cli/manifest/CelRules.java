package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The CRD's {@code x-kubernetes-validations} as they apply to a create: transition rules, which
 * compare with {@code oldSelf}, are skipped.
 */
final class CelRules {
  /** {@code sum()} of Kubernetes' list library, of integers. */
  private static final String SUM = "list_int_sum";

  private final CelOptions options = CelOptions.current().build();
  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(options)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addFunctionDeclarations(
              CelFunctionDecl.newFunctionDeclaration(
                  "sum",
                  CelOverloadDecl.newMemberOverload(
                      SUM, SimpleType.INT, ListType.create(SimpleType.INT))))
          .setResultType(SimpleType.BOOL)
          .build();

  @SuppressWarnings("Immutable") // matches() keeps its patterns
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(options)
          .setStandardEnvironmentEnabled(false)
          .setStandardFunctions(
              CelStandardFunctions.newBuilder().excludeFunctions(StandardFunction.MATCHES).build())
          .addFunctionBindings(
              CelFunctionBinding.from(SUM, List.class, CelRules::sum),
              CelFunctionBinding.from("matches", String.class, String.class, this::matches),
              CelFunctionBinding.from("matches_string", String.class, String.class, this::matches))
          .build();

  /** By the rule's text; empty for a transition rule. */
  private final Map<String, Optional<CelRuntime.Program>> programs = new HashMap<>();

  private final Map<String, Pattern> patterns = new HashMap<>();

  /**
   * All errors of a value.
   *
   * @param path the value's path in the manifest
   * @param value in its stored form
   * @param sound whether it has the schema's structure; if not, a rule that cannot be evaluated is
   *     no error of its own
   */
  List<ValidationError> of(
      Manifest manifest, String path, JsonNode value, JSONSchemaProps schema, boolean sound) {
    List<ValidationError> errors = new ArrayList<>();
    check(manifest, path, value, schema, sound, errors);
    return errors;
  }

  private void check(
      Manifest manifest,
      String path,
      JsonNode value,
      JSONSchemaProps schema,
      boolean sound,
      List<ValidationError> errors) {
    List<ValidationRule> rules = schema.getXKubernetesValidations();
    Object self = rules == null || rules.isEmpty() ? "" : cel(value, schema);
    for (ValidationRule rule : Objects.requireNonNullElse(rules, List.<ValidationRule>of())) {
      if (!holds(rule.getRule(), self, sound)) {
        String at = path + Objects.requireNonNullElse(rule.getFieldPath(), "");
        String message =
            Objects.requireNonNullElse(rule.getMessage(), "failed rule: " + rule.getRule());
        errors.add(manifest.error(at, at + ": " + message));
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JSONSchemaProps known = SchemaCheck.field(schema, field.getKey());
      if (known != null) {
        check(manifest, path + "." + field.getKey(), field.getValue(), known, sound, errors);
      }
    }
    if (value.isArray() && schema.getItems() != null) {
      JSONSchemaProps items = schema.getItems().getSchema();
      for (int i = 0; i < value.size(); i++) {
        check(manifest, path + "[" + i + "]", value.get(i), items, sound, errors);
      }
    }
  }

  private boolean holds(String rule, Object self, boolean sound) {
    Optional<CelRuntime.Program> program = programs.computeIfAbsent(rule, this::program);
    try {
      return program.isEmpty() || Boolean.TRUE.equals(program.get().eval(Map.of("self", self)));
    } catch (CelEvaluationException e) {
      return !sound; // as in the API server
    }
  }

  private static long sum(List<?> numbers) {
    return numbers.stream().mapToLong(number -> ((Number) number).longValue()).sum();
  }

  /** As in Go, anywhere in the text. CEL's own would compile the pattern for each value. */
  private boolean matches(String text, String pattern) {
    return patterns.computeIfAbsent(pattern, Pattern::compile).matcher(text).find();
  }

  private Optional<CelRuntime.Program> program(String rule) {
    if (rule.matches("(?s).*\\boldSelf\\b.*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(runtime.createProgram(compiler.compile(rule).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("a rule of the CRD is not valid CEL: " + rule, e);
    }
  }

  /** What a rule sees: known fields only. */
  private static Object cel(JsonNode value, JSONSchemaProps schema) {
    if (value.isObject()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JSONSchemaProps known = SchemaCheck.field(schema, field.getKey());
        if (known != null) {
          fields.put(field.getKey(), cel(field.getValue(), known));
        }
      }
      return fields;
    }
    if (value.isArray()) {
      List<Object> items = new ArrayList<>();
      if (schema.getItems() != null) {
        value.forEach(item -> items.add(cel(item, schema.getItems().getSchema())));
      }
      return items;
    }
    if (value.isNumber()) {
      return "integer".equals(schema.getType()) ? (Object) value.longValue() : value.doubleValue();
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
  }
}
