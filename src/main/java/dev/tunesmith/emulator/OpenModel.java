package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Shape.Enumeration;
import dev.tunesmith.emulator.Shape.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is particular to tuning an open model: the mode, and artefacts in Cloud Storage in place of
 * an endpoint.
 *
 * @param modes in which it can be tuned, without their prefix; the first is the default
 * @see <a
 *     href="https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/open-model-tuning">Tune
 *     an open model (2026)</a>
 */
record OpenModel(List<String> modes) {
  /** The locations in which open models are tuned. */
  static final Set<String> LOCATIONS =
      Set.of("global", "us-central1", "europe-west4", "us-west1", "us-east5", "asia-southeast1");

  static final Enumeration TUNING_MODE =
      new Enumeration(
          "TuningMode",
          List.of("TUNING_MODE_UNSPECIFIED", "TUNING_MODE_FULL", "TUNING_MODE_PEFT_ADAPTER"));

  private static final String PREFIX = "TUNING_MODE_";
  private static final String PEFT = "PEFT_ADAPTER";
  private static final String FULL = "FULL";
  private static final OpenModel ONLY_PEFT = new OpenModel(List.of(PEFT));
  private static final OpenModel ONLY_FULL = new OpenModel(List.of(FULL));
  private static final OpenModel BOTH = new OpenModel(List.of(PEFT, FULL));
  private static final Map<String, OpenModel> DOCUMENTED =
      Map.ofEntries(
          Map.entry("google/gemma4@gemma-4-e2b-it", ONLY_PEFT),
          Map.entry("google/gemma4@gemma-4-e4b-it", ONLY_PEFT),
          Map.entry("google/gemma4@gemma-4-26b-a4b-it", ONLY_PEFT),
          Map.entry("google/gemma4@gemma-4-31b-it", ONLY_PEFT),
          Map.entry("google/gemma3@gemma-3-1b-it", ONLY_FULL),
          Map.entry("google/gemma3@gemma-3-4b-it", ONLY_FULL),
          Map.entry("google/gemma3@gemma-3-12b-it", ONLY_FULL),
          Map.entry("google/gemma3@gemma-3-27b-it", BOTH),
          Map.entry("google/medgemma@medgemma-4b-it", ONLY_FULL),
          Map.entry("google/medgemma@medgemma-1.5-4b-it", ONLY_FULL),
          Map.entry("meta/llama3_1@llama-3.1-8b", BOTH),
          Map.entry("meta/llama3_1@llama-3.1-8b-instruct", BOTH),
          Map.entry("meta/llama3-2@llama-3.2-1b-instruct", ONLY_FULL),
          Map.entry("meta/llama3-2@llama-3.2-3b-instruct", ONLY_FULL),
          Map.entry("meta/llama3-3@llama-3.3-70b-instruct", BOTH),
          Map.entry("meta/llama4@llama-4-scout-17b-16e-instruct", ONLY_PEFT),
          Map.entry("qwen/qwen3-5@qwen3.5-9b", ONLY_FULL),
          Map.entry("qwen/qwen3@qwen3-4b", ONLY_FULL),
          Map.entry("qwen/qwen3@qwen3-8b", ONLY_FULL),
          Map.entry("qwen/qwen3@qwen3-14b", ONLY_FULL),
          Map.entry("qwen/qwen3@qwen3-32b", BOTH));

  OpenModel {
    modes = List.copyOf(modes);
  }

  /** An open model by its name; of one that is not documented every mode is admitted. */
  static Optional<OpenModel> named(String name, boolean any) {
    OpenModel known = DOCUMENTED.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    return any && name.matches("[^/@]+/[^/@]+@[^/@]+") ? Optional.of(BOTH) : Optional.empty();
  }

  void fillIn(ObjectNode spec) {
    if (!spec.has("tuningMode")) {
      spec.put("tuningMode", PREFIX + modes.getFirst());
    }
  }

  /** Refuses a mode that the model does not have, and an adapter where there is none. */
  void check(Field field, JsonNode spec) {
    String path = "tuning_job." + field.snakeName();
    String mode = spec.path("tuningMode").asText().replace(PREFIX, "");
    if (!modes.contains(mode)) {
      throw ApiError.invalid(
              path + ".tuning_mode", "The tuning mode is not supported for this base model.")
          .refused();
    }
    if (mode.equals(FULL) && spec.path("hyperParameters").has("adapterSize")) {
      throw ApiError.invalid(
              path + ".hyper_parameters.adapter_size",
              "The adapter size is not supported for this base model.")
          .refused();
    }
  }
}
