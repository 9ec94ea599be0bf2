package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of the definition, {@code x-kubernetes-validations}, on a resource that is created: one
 * that asks what was before ({@code oldSelf}) says nothing then.
 */
final class CelRules {
  // As in Go, what matches() looks for may stand anywhere in the text.
  private final CelOptions options = CelOptions.current().enableRegexPartialMatch(true).build();
  private final CelCompiler onCreate = compiler().build();
  private final CelCompiler onUpdate = compiler().addVar("oldSelf", SimpleType.DYN).build();
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(options).build();
  private final Map<String, Optional<CelRuntime.Program>> programs = new HashMap<>();

  private CelCompilerBuilder compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(options)
        .setStandardMacros(
            CelStandardMacro.HAS,
            CelStandardMacro.ALL,
            CelStandardMacro.EXISTS,
            CelStandardMacro.EXISTS_ONE,
            CelStandardMacro.MAP,
            CelStandardMacro.MAP_FILTER,
            CelStandardMacro.FILTER)
        .addVar("self", SimpleType.DYN)
        .setResultType(SimpleType.BOOL);
  }

  /**
   * All mistakes of a value that has the structure it should have.
   *
   * @param manifest where it stands
   * @param path the value's
   * @param value as it is stored
   * @param schema the rules
   */
  List<ValidationError> of(Manifest manifest, String path, JsonNode value, JSONSchemaProps schema) {
    List<ValidationError> mistakes = new ArrayList<>();
    look(manifest, path, value, schema, mistakes);
    return mistakes;
  }

  private void look(
      Manifest manifest,
      String path,
      JsonNode value,
      JSONSchemaProps schema,
      List<ValidationError> mistakes) {
    if (schema.getXKubernetesValidations() != null) {
      for (ValidationRule rule : schema.getXKubernetesValidations()) {
        if (!holds(rule.getRule(), value, schema)) {
          String why =
              rule.getMessage() == null ? "failed rule: " + rule.getRule() : rule.getMessage();
          mistakes.add(manifest.mistake(path, path + ": " + why));
        }
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JSONSchemaProps known = StoredForm.field(schema, field.getKey());
      if (known != null) {
        look(manifest, path + "." + field.getKey(), field.getValue(), known, mistakes);
      }
    }
    if (value.isArray() && schema.getItems() != null) {
      for (int i = 0; i < value.size(); i++) {
        look(manifest, path + "[" + i + "]", value.get(i), schema.getItems().getSchema(), mistakes);
      }
    }
  }

  private boolean holds(String rule, JsonNode value, JSONSchemaProps schema) {
    Optional<CelRuntime.Program> program = programs.computeIfAbsent(rule, this::program);
    try {
      return program.isEmpty()
          || Boolean.TRUE.equals(program.get().eval(Map.of("self", cel(value, schema))));
    } catch (CelEvaluationException e) {
      return false; // as the API server has it: a rule that fails is not kept
    }
  }

  /** Empty for one that an update alone is held to. */
  private Optional<CelRuntime.Program> program(String rule) {
    try {
      return Optional.of(runtime.createProgram(onCreate.compile(rule).getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      if (isOnUpdate(rule)) {
        return Optional.empty();
      }
      throw new IllegalStateException("a rule of the definition is no CEL: " + rule, e);
    }
  }

  private boolean isOnUpdate(String rule) {
    try {
      return onUpdate.compile(rule).getAst() != null;
    } catch (CelValidationException e) {
      return false;
    }
  }

  /** What a rule sees: the fields that the schema knows. */
  private static Object cel(JsonNode value, JSONSchemaProps schema) {
    if (value.isObject()) {
      Map<String, Object> seen = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JSONSchemaProps known = StoredForm.field(schema, field.getKey());
        if (known != null) {
          seen.put(field.getKey(), cel(field.getValue(), known));
        }
      }
      return seen;
    }
    if (value.isArray()) {
      List<Object> seen = new ArrayList<>();
      if (schema.getItems() != null) {
        value.forEach(item -> seen.add(cel(item, schema.getItems().getSchema())));
      }
      return seen;
    }
    if (value.isNumber()) {
      return "integer".equals(schema.getType()) ? (Object) value.longValue() : value.doubleValue();
    }
    return value.isBoolean() ? (Object) value.booleanValue() : value.asText();
  }
}
