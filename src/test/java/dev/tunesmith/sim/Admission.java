package dev.tunesmith.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The CRD's own rules of editing, as they stand on {@link TuningJob}. */
final class Admission {
  /** CEL has one kind of integers. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  private static final List<CelRuntime.Program> RULES = rules();

  private Admission() {}

  private static List<CelRuntime.Program> rules() {
    CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .setResultType(SimpleType.BOOL)
            .build();
    CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
    List<CelRuntime.Program> programs = new ArrayList<>();
    try {
      for (ValidationRule rule : TuningJob.class.getAnnotationsByType(ValidationRule.class)) {
        programs.add(runtime.createProgram(compiler.compile(rule.value()).getAst()));
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return programs;
  }

  /** Whether the API server takes an edit. */
  static boolean admits(TuningJob old, TuningJob edited) {
    Map<String, Object> versions = Map.of("self", tree(edited), "oldSelf", tree(old));
    return RULES.stream()
        .allMatch(
            rule -> {
              try {
                return Boolean.TRUE.equals(rule.eval(versions));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static Map<String, Object> tree(TuningJob resource) {
    try {
      return JSON.readValue(Serialization.asJson(resource), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
