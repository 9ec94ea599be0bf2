package dev.tunesmith.kind.tunedmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.acceptance.CheckErrors;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.api.v1alpha1.tunedmodel.model.Dataset;
import dev.tunesmith.api.v1alpha1.tunedmodel.model.ModelSpec;
import dev.tunesmith.api.v1alpha1.tunedmodel.model.TuningExample;
import dev.tunesmith.api.v1alpha1.tunedmodel.model.TuningExamples;
import dev.tunesmith.api.v1alpha1.tunedmodel.model.TuningTask;
import dev.tunesmith.gemini.GenerateRequestCheck;
import dev.tunesmith.kind.CanonicalJson;
import dev.tunesmith.kind.UnknownFields;
import dev.tunesmith.lifecycle.JobLabels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads specs: gives the request and all validation errors at once. What the CRD's schema refuses
 * is checked again for training data alone, which may come from a ConfigMap.
 */
final class DesiredModels {
  /** The fields that {@code tunedModels.patch} changes. */
  static final List<String> MUTABLE =
      List.of("displayName", "description", "temperature", "topP", "topK");

  /** The service recommends at least so many examples. */
  private static final int FEW_EXAMPLES = 100;

  private static final String FIRST_RUN = "1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ModelSpec NOTHING =
      new ModelSpec(null, null, null, null, null, null, null, null, Map.of());

  private DesiredModels() {}

  /**
   * Reads a spec; null is read as an empty one.
   *
   * @param data the training data of the ConfigMap; null where the spec names none
   */
  static DesiredModel read(@Nullable TunedModelSpec spec, @Nullable TrainingData data) {
    ModelSpec given = spec == null || spec.model() == null ? NOTHING : spec.model();
    ModelSpec model = data == null ? given : withExamples(given, data.examples());
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    inputs.put("baseModel", model.baseModel());
    inputs.put("tunedModelSource", model.tunedModelSource());
    inputs.put("tuningTask", model.tuningTask());
    inputs.put("endpoint", spec == null ? null : spec.endpoint());
    List<TuningExample> examples = examples(model);
    List<String> errors = new ArrayList<>(UnknownFields.messages("spec.model", given));
    errors.addAll(errors(model, examples, data));
    boolean sendable = errors.isEmpty();
    errors.addAll(
        CheckErrors.of(spec == null ? null : spec.acceptance(), GenerateRequestCheck::errors));
    ObjectNode body = json(model);
    Map<String, JsonNode> mutable = new LinkedHashMap<>();
    for (String field : MUTABLE) {
      if (body.has(field)) {
        mutable.put(field, body.get(field));
      }
    }
    return new DesiredModel(
        spec == null || spec.run() == null ? FIRST_RUN : spec.run(),
        JobLabels.inputs(CanonicalJson.of(inputs)),
        JobLabels.inputs(CanonicalJson.of(request(spec, model))),
        sendable ? body : null,
        mutable,
        errors,
        examples.isEmpty() || examples.size() >= FEW_EXAMPLES
            ? List.of()
            : List.of(
                "The training data has "
                    + examples.size()
                    + (examples.size() == 1 ? " example" : " examples")
                    + "; the service recommends at least "
                    + FEW_EXAMPLES
                    + "."));
  }

  private static Map<String, @Nullable Object> request(
      @Nullable TunedModelSpec spec, ModelSpec model) {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("model", model);
    request.put("endpoint", spec == null ? null : spec.endpoint());
    request.put("apiKeySecretRef", spec == null ? null : spec.apiKeySecretRef());
    return request;
  }

  private static ModelSpec withExamples(ModelSpec model, List<TuningExample> examples) {
    TuningTask task = model.tuningTask();
    return new ModelSpec(
        model.displayName(),
        model.description(),
        model.baseModel(),
        model.tunedModelSource(),
        model.temperature(),
        model.topP(),
        model.topK(),
        new TuningTask(
            task == null ? null : task.hyperparameters(),
            new Dataset(new TuningExamples(examples, Map.of()), Map.of()),
            task == null ? Map.of() : task.unknownFields()),
        model.unknownFields());
  }

  private static List<TuningExample> examples(ModelSpec model) {
    TuningTask task = model.tuningTask();
    Dataset data = task == null ? null : task.trainingData();
    TuningExamples examples = data == null ? null : data.examples();
    return examples == null ? List.of() : examples.examples();
  }

  private static List<String> errors(
      ModelSpec model, List<TuningExample> examples, @Nullable TrainingData data) {
    List<String> errors = new ArrayList<>();
    if ((model.baseModel() == null) == (model.tunedModelSource() == null)) {
      errors.add("exactly one of spec.model.baseModel and spec.model.tunedModelSource must be set");
    }
    String where = data == null ? "spec.model.tuningTask.trainingData" : "the ConfigMap's data";
    if (data != null && !data.errors().isEmpty()) {
      data.errors().forEach(error -> errors.add(where + ", " + error));
      return errors;
    }
    if (examples.isEmpty()) {
      errors.add(where + " must have at least one example");
    }
    for (int i = 0; i < examples.size(); i++) {
      TuningExample example = examples.get(i);
      length(errors, where, i, "textInput", example.textInput(), Bounds.EXAMPLE_INPUT);
      length(errors, where, i, "output", example.output(), Bounds.EXAMPLE_OUTPUT);
    }
    return errors;
  }

  /** The tutorial's limits of one example. */
  private static void length(
      List<String> errors, String where, int i, String field, @Nullable String text, int most) {
    int length = text == null ? 0 : text.codePointCount(0, text.length());
    if (length == 0 || length > most) {
      errors.add(
          "%s, example %d: %s has %d characters; 1 to %d are allowed"
              .formatted(where, i + 1, field, length, most));
    }
  }

  private static ObjectNode json(ModelSpec model) {
    try {
      return (ObjectNode) Objects.requireNonNull(JSON.readTree(CanonicalJson.of(model)), "no JSON");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("canonical JSON is JSON", e);
    }
  }
}
