package dev.tunesmith.it;

/**
 * A TuningJob's manifest. Its display name is its own name, so that a fault at the emulator can be
 * ordered for one resource.
 *
 * @param run {@code spec.run}
 * @param place further lines of {@code spec}, in YAML's flow style, each ending in a comma
 * @param baseModel {@code spec.tuning.baseModel}; empty for none
 * @param data the training data's file, which decides how the emulator's job ends
 * @param supervised further fields of {@code supervisedTuningSpec}, in YAML's flow style, each
 *     beginning with a comma
 */
public record Manifest(
    String name, String run, String place, String baseModel, String data, String supervised) {

  /** One that succeeds. */
  public static Manifest of(String name) {
    return new Manifest(name, "1", "", "gemini-3.5-flash", "train", "");
  }

  /** One whose job runs until it is cancelled. */
  public static Manifest ofEndless(String name) {
    return new Manifest(name, "1", "", "gemini-3.5-flash", "never/train", "");
  }

  /** One whose job fails. */
  public static Manifest ofFailing(String name) {
    return new Manifest(name, "1", "", "gemini-3.5-flash", "fail-train", "");
  }

  Manifest withRun(String next) {
    return new Manifest(name, next, place, baseModel, data, supervised);
  }

  Manifest inLocation(String location) {
    // Gemini 3 can be tuned in two regions only, 2.5 in all of them.
    String anywhere = baseModel.startsWith("gemini-3") ? "gemini-2.5-flash" : baseModel;
    return new Manifest(name, run, "location: " + location + ",", anywhere, data, supervised);
  }

  /** With a further field of {@code spec}, in YAML. */
  Manifest with(String field) {
    return new Manifest(name, run, place + field + ",", baseModel, data, supervised);
  }

  Manifest inProject(String project) {
    return new Manifest(name, run, "projectId: " + project + ",", baseModel, data, supervised);
  }

  Manifest onModel(String model) {
    return new Manifest(name, run, place, model, data, supervised);
  }

  /** One that tunes another one's model, in place of a base model. */
  Manifest tuningFurther(String parent) {
    return with("preTunedModelFrom: {tuningJob: " + parent + "}").onModel("");
  }

  Manifest withSupervised(String field) {
    return new Manifest(name, run, place, baseModel, data, ", " + field);
  }

  String yaml() {
    return """
    ---
    apiVersion: tunesmith.dev/v1alpha1
    kind: TuningJob
    metadata: {name: %s}
    spec: {%s run: "%s", tuning: {
      %stunedModelDisplayName: %s,
      supervisedTuningSpec: {trainingDatasetUri: "gs://bucket/%s.jsonl"%s}}}
    """
        .formatted(
            name,
            place,
            run,
            baseModel.isEmpty() ? "" : "baseModel: " + baseModel + ", ",
            name,
            data,
            supervised);
  }
}
