package dev.tunesmith.gitops;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Flux' {@code healthCheckExprs} as Flux evaluates them: an unobserved generation is InProgress;
 * then {@code inProgress}, {@code failed} and {@code current} are asked in this order, and the
 * first that is true counts ({@code fluxcd/pkg/runtime/cel}).
 */
public final class FluxHealth {
  /** CEL has one kind of integers. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  static final Path FILE = Path.of("deploy", "flux", "support-desk.yaml");

  private final Map<String, CelRuntime.Program> programs = new LinkedHashMap<>();

  /** The expressions that are shipped, in {@code deploy/flux/}. */
  public static FluxHealth shipped() {
    for (JsonNode document : Written.readAll(FILE)) {
      for (JsonNode expressions : document.at("/spec/healthCheckExprs")) {
        if (expressions.path("kind").asText().equals("TuningJob")) {
          return new FluxHealth(expressions);
        }
      }
    }
    throw new IllegalStateException("no healthCheckExprs for TuningJob in " + FILE);
  }

  /**
   * Compiles.
   *
   * @param expressions one member of the list {@code healthCheckExprs}
   */
  FluxHealth(JsonNode expressions) {
    CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("apiVersion", SimpleType.STRING)
            .addVar("kind", SimpleType.STRING)
            .addVar("metadata", SimpleType.DYN)
            .addVar("spec", SimpleType.DYN)
            .addVar("status", SimpleType.DYN)
            .setResultType(SimpleType.BOOL)
            .build();
    CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
    Map<String, String> order = new LinkedHashMap<>();
    order.put("inProgress", "InProgress");
    order.put("failed", "Failed");
    order.put("current", "Current");
    order.forEach(
        (field, result) -> {
          if (expressions.has(field)) {
            try {
              programs.put(
                  result,
                  runtime.createProgram(
                      compiler.compile(expressions.path(field).asText()).getAst()));
            } catch (CelValidationException | CelEvaluationException e) {
              throw new IllegalArgumentException(field, e);
            }
          }
        });
  }

  /**
   * The status.
   *
   * @return {@code InProgress}, {@code Failed} or {@code Current}
   */
  public String of(JsonNode resource) {
    if (!Kstatus.isObserved(resource)) {
      return "InProgress";
    }
    Map<String, Object> variables = new HashMap<>();
    resource
        .properties()
        .forEach(
            field ->
                variables.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
    for (Map.Entry<String, CelRuntime.Program> program : programs.entrySet()) {
      try {
        if (Boolean.TRUE.equals(program.getValue().eval(variables))) {
          return program.getKey();
        }
      } catch (CelEvaluationException e) {
        throw new IllegalStateException("Flux would wait until its timeout", e);
      }
    }
    return "InProgress";
  }
}
