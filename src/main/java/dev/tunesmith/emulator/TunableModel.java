package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A base model of the Gemini API that can be tuned, with the sampling that a tuned model takes from
 * it. The service has none any more; the tutorial's is the last that it had.
 *
 * @param name such as {@code models/gemini-1.5-flash-001-tuning}
 * @param displayName for people
 * @see <a href="https://ai.google.dev/api/models">models, REST v1beta</a>
 */
record TunableModel(String name, String displayName) {
  private static final Pattern NAME = Pattern.compile("models/[a-z0-9][a-z0-9.-]*");

  /** Those that can be tuned without {@code --any-base-model}. */
  static final List<TunableModel> KNOWN =
      List.of(
          new TunableModel("models/gemini-1.5-flash-001-tuning", "Gemini 1.5 Flash 001 Tuning"));

  static final double TEMPERATURE = 1;
  static final double TOP_P = 0.95;
  static final int TOP_K = 64;

  /**
   * Finds a model by its whole name.
   *
   * @param any whether a model that is not known is admitted
   */
  static Optional<TunableModel> find(String name, boolean any) {
    return KNOWN.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .or(
            () ->
                any && NAME.matcher(name).matches()
                    ? Optional.of(new TunableModel(name, name.substring(name.indexOf('/') + 1)))
                    : Optional.empty());
  }

  /** A {@code Model} as v1beta shows it. */
  ObjectNode view() {
    ObjectNode view = Json.object();
    view.put("name", name);
    view.put("version", "001");
    view.put("displayName", displayName);
    view.put("description", "A model that can be tuned on pairs of texts.");
    view.put("inputTokenLimit", 16_384);
    view.put("outputTokenLimit", 8192);
    view.putArray("supportedGenerationMethods").add("createTunedModel");
    view.put("temperature", TEMPERATURE);
    view.put("topP", TOP_P);
    view.put("topK", TOP_K);
    return view;
  }
}
