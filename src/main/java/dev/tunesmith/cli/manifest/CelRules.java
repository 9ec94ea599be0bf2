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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The CRD's {@code x-kubernetes-validations} as they apply to a create: transition rules, which
 * compare with {@code oldSelf}, are skipped. Several threads may use it.
 */
final class CelRules {
  /** {@code sum()} of Kubernetes' list library, of integers. */
  private static final String SUM = "list_int_sum";

  /** An alternative of the whole rule: nothing but the ternary operator binds less. */
  private static final java.util.regex.Pattern OF_AN_OPTIONAL_FIELD =
      java.util.regex.Pattern.compile("!has\\(self[.](\\w+)\\) \\|\\|[^?]*");

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
  private final Map<String, Optional<Rule>> rules = new ConcurrentHashMap<>();

  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  /**
   * A compiled rule.
   *
   * @param optional the field without which it holds, whatever else there is; null for none
   */
  private record Rule(CelRuntime.Program program, @Nullable String optional) {
    boolean holds(Object self) throws CelEvaluationException {
      boolean moot =
          optional != null && self instanceof Map<?, ?> fields && !fields.containsKey(optional);
      return moot || Boolean.TRUE.equals(program.eval(Map.of("self", self)));
    }
  }

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
    check(manifest, path, cel(value, schema), schema, sound, errors);
    return errors;
  }

  private void check(
      Manifest manifest,
      String path,
      Object self,
      JSONSchemaProps schema,
      boolean sound,
      List<ValidationError> errors) {
    List<ValidationRule> rules = schema.getXKubernetesValidations();
    for (ValidationRule rule : Objects.requireNonNullElse(rules, List.<ValidationRule>of())) {
      if (!holds(rule.getRule(), self, sound)) {
        String at = path + Objects.requireNonNullElse(rule.getFieldPath(), "");
        String message =
            Objects.requireNonNullElse(rule.getMessage(), "failed rule: " + rule.getRule());
        errors.add(manifest.error(at, at + ": " + message));
      }
    }
    if (self instanceof Map<?, ?> fields) {
      fields.forEach(
          (name, value) -> {
            JSONSchemaProps known = SchemaCheck.field(schema, String.valueOf(name));
            if (known != null) {
              check(manifest, path + "." + name, value, known, sound, errors);
            }
          });
    }
    if (self instanceof List<?> items && schema.getItems() != null) {
      for (int i = 0; i < items.size(); i++) {
        JSONSchemaProps item = schema.getItems().getSchema();
        check(manifest, path + "[" + i + "]", items.get(i), item, sound, errors);
      }
    }
  }

  private boolean holds(String text, Object self, boolean sound) {
    Optional<Rule> rule = rules.computeIfAbsent(text, this::rule);
    try {
      return rule.isEmpty() || rule.get().holds(self);
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

  private Optional<Rule> rule(String text) {
    if (text.matches("(?s).*\\boldSelf\\b.*")) {
      return Optional.empty();
    }
    try {
      Matcher optional = OF_AN_OPTIONAL_FIELD.matcher(text);
      return Optional.of(
          new Rule(
              runtime.createProgram(compiler.compile(text).getAst()),
              optional.matches() ? optional.group(1) : null));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("a rule of the CRD is not valid CEL: " + text, e);
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
