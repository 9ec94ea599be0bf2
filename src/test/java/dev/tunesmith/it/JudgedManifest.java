package dev.tunesmith.it;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A resource with one thing changed, and the validation error that this causes: each kind of
 * constraint in the CRD is broken at least once, and each way to write a value that looks odd and
 * is right is there.
 *
 * @param what is changed
 * @param line of the error; 0 when there is none
 * @param message part of the error
 */
record JudgedManifest(String what, String yaml, int line, String message) {
  private static final List<String> GOOD =
      List.of(
          "apiVersion: tunesmith.dev/v1alpha1",
          "kind: TuningJob",
          "metadata:",
          "  name: judged",
          "spec:",
          "  tuning:",
          "    baseModel: gemini-2.5-flash",
          "    supervisedTuningSpec:",
          "      trainingDatasetUri: gs://my-bucket/train.jsonl");

  private static final String KEY = "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k";

  boolean valid() {
    return line == 0;
  }

  @Override
  public String toString() {
    return what;
  }

  /** One with nothing changed. */
  static String good() {
    return String.join("\n", GOOD) + "\n";
  }

  /** In place of a line of the good one. */
  private static JudgedManifest instead(int of, String text, int line, String message) {
    List<String> lines = new ArrayList<>(GOOD);
    lines.set(of - 1, text);
    String yaml = String.join("\n", lines) + "\n";
    String what = text.strip().replaceAll("\\s+", " ");
    return new JudgedManifest(
        what.length() > 70 ? what.substring(0, 70) + "…" : what, yaml, line, message);
  }

  /** Valid ones only: what else metadata may contain is not checked offline. */
  private static JudgedManifest metadata(String field) {
    return instead(4, "  name: judged\n  " + field, 0, "");
  }

  private static JudgedManifest spec(String field, String message) {
    return instead(6, "  " + field + "\n  tuning:", message.isEmpty() ? 0 : 6, message);
  }

  private static JudgedManifest tuning(String field, String message) {
    return instead(
        7, "    baseModel: gemini-2.5-flash\n    " + field, message.isEmpty() ? 0 : 8, message);
  }

  private static JudgedManifest supervised(String field, String message) {
    return instead(
        9,
        "      trainingDatasetUri: gs://my-bucket/train.jsonl\n      " + field,
        message.isEmpty() ? 0 : 10,
        message);
  }

  private static JudgedManifest parameters(String field, String message) {
    return supervised("hyperParameters: {" + field + "}", message);
  }

  private static String labels(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "k" + i + ": v")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** All of them. */
  static List<JudgedManifest> all() {
    List<JudgedManifest> all = new ArrayList<>(List.of(instead(1, GOOD.getFirst(), 0, "")));
    all.addAll(identities());
    all.addAll(metadata());
    all.addAll(structures());
    all.addAll(bounds());
    all.addAll(rules());
    all.addAll(odd());
    return all;
  }

  private static List<JudgedManifest> identities() {
    return List.of(
        instead(1, "apiVersion: tunesmith.dev/v1", 1, "write tunesmith.dev/v1alpha1"),
        instead(2, "kind: Tuningjob", 2, "write TuningJob"),
        instead(4, "  labels: {}", 3, "metadata.name is missing"),
        instead(4, "  generateName: judged-", 0, ""),
        instead(4, "  name: judged\n  name: judged", 5, "duplicate field metadata.name"));
  }

  private static List<JudgedManifest> metadata() {
    return List.of(
        metadata("labels: {example.com/tier: a.b_c-D}"),
        metadata("annotations: {Example.com/A: any text}"),
        metadata("resourceVersion: '12'"),
        metadata("creationTimestamp: null"));
  }

  private static List<JudgedManifest> structures() {
    return List.of(
        instead(5, "sepc: {}\nspec:", 5, "unknown field sepc"),
        instead(5, "status: {nonsense: 1}\nspec:", 5, "unknown field status.nonsense"),
        instead(5, "status: {observedGeneration: old, conditions: {}}\nspec:", 0, ""),
        spec("cancelRuns: '1'", "unknown field spec.cancelRuns"),
        instead(6, "  tunning:", 6, "unknown field spec.tunning"),
        spec("run: 1", "must be of type string, not 1: write it in quotes"),
        spec("run: y", "must be of type string, not true"),
        spec("run: 1_000", "must be of type string, not 1000"),
        spec("run: 0x1F", "must be of type string, not 31"),
        spec("run: 1.", "must be of type string"),
        spec("run: 18446744073709551615", "must be of type string"),
        spec("run: 99999999999999999999", "must be of type string"),
        spec("run: .5_0", "must be of type string"),
        spec("run: {}", "must be of type string, not an object"),
        spec("run: '1'\n  run: '2'", "duplicate field spec.run").on(7),
        instead(8, "    supervisedTuningSpec: gs://b\n    labels:", 8, "must be of type object"),
        tuning("preTunedModel: {}", "tunedModelName is missing"),
        tuning("encryptionSpec: {}", "kmsKeyName is missing"),
        tuning("labels: [a, b]", "must be of type object, not a list"),
        tuning("labels: {team: 1}", "spec.tuning.labels.team must be of type string"),
        instead(9, "      trainingDatasetUri: null", 8, "trainingDatasetUri is missing"),
        instead(9, "      trainingDatasetUri: [gs://a]", 9, "must be of type string"),
        supervised("exportLastCheckpointOnly: 'true'", "must be of type boolean"),
        supervised("hyperParameters: []", "must be of type object"),
        parameters("epochCount: '3'", "must be of type integer"),
        parameters("epochCount: 1.5", "must be of type integer"),
        parameters("learningRateMultiplier: much", "must be of type number"),
        parameters("learningRateMultiplier: .inf", "number"),
        parameters("adapterSize: ADAPTER_SIZE_THREE", "must be one of"));
  }

  private JudgedManifest on(int other) {
    return new JudgedManifest(what, yaml, other, message);
  }

  private static List<JudgedManifest> bounds() {
    return List.of(
        spec("run: ''", "spec.run must not be empty"),
        spec("run: " + "r".repeat(63), ""),
        spec("run: " + "r".repeat(64), "up to 63 characters, not 64"),
        spec("location: ''", "spec.location must not be empty"),
        spec("location: a-" + "b".repeat(62) + "1", "up to 63 characters"),
        spec("projectId: ''", "spec.projectId must not be empty"),
        spec("projectId: a" + "b".repeat(128), "up to 128 characters"),
        instead(7, "    baseModel: ''", 7, "must not be empty"),
        instead(7, "    baseModel: " + "m".repeat(257), 7, "up to 256 characters"),
        tuning("tunedModelDisplayName: ''", "must not be empty"),
        tuning("tunedModelDisplayName: " + "😀".repeat(128), ""),
        tuning("tunedModelDisplayName: " + "😀".repeat(129), "up to 128 characters, not 129"),
        tuning("description: ''", ""),
        tuning("description: " + "d".repeat(4097), "up to 4096 characters"),
        tuning("labels: " + labels(57), ""),
        tuning("labels: " + labels(58), "up to 57 entries, not 58"),
        tuning("labels: {a: " + "v".repeat(64) + "}", "up to 63 characters"),
        tuning("serviceAccount: " + "a".repeat(257), "up to 256 characters"),
        tuning("encryptionSpec: {kmsKeyName: " + KEY + "k".repeat(512) + "}", "up to 512"),
        instead(
            7,
            "    preTunedModel: {tunedModelName: projects/p/locations/l/models/1, checkpointId:"
                + " ''}",
            7,
            "checkpointId must not be empty"),
        instead(
            7,
            "    preTunedModel: {tunedModelName: projects/p/locations/l/models/1, checkpointId: c"
                + "c".repeat(64)
                + "}",
            7,
            "up to 64 characters"),
        instead(9, "      trainingDatasetUri: gs://my-bucket/" + "o".repeat(1280), 9, "up to 1280"),
        parameters("epochCount: 0", "must be at least 1, not 0"),
        parameters("epochCount: 1001", "must be at most 1000, not 1001"),
        parameters("epochCount: 99999999999999999999", "must be at most 1000"),
        parameters("learningRateMultiplier: 0", "must be more than 0, not 0"),
        parameters("learningRateMultiplier: -0.5", "must be more than 0"),
        parameters("learningRateMultiplier: 1000.5", "must be at most 1000, not 1000.5"));
  }

  private static List<JudgedManifest> rules() {
    String model = "    preTunedModel: {tunedModelName: ";
    return List.of(
        spec("location: us", "spec.location: must be a region"),
        spec("location: \"us-central1\\n\"", "spec.location: must be a region"),
        spec("projectId: '123456789012'", "spec.projectId: must be a project id"),
        spec("projectId: example.com:my-project", ""),
        spec("run: a b", "spec.run: must be 1 to 63 letters"),
        spec("run: 12:30", "spec.run: must be 1 to 63 letters"),
        instead(
            7,
            "    description: a",
            6,
            "exactly one of `tuning.baseModel`, `tuning.preTunedModel` and `preTunedModelFrom`"),
        tuning("preTunedModel: {tunedModelName: projects/p/locations/l/models/1}", "exactly one")
            .on(6),
        instead(7, "    baseModel: a b", 7, "must be a model's name without spaces"),
        instead(7, "    baseModel: größer/語", 0, ""),
        instead(7, model + "models/1}", 7, "must be a model's resource name"),
        instead(7, model + "projects/p/locations/l/models/1@default}", 0, ""),
        instead(8, "    labels:", 6, "exactly one tuning spec must be set").labelled(),
        instead(9, "      trainingDatasetUri: http://b/o", 9, "must be a Cloud Storage URI"),
        instead(9, "      trainingDatasetUri: gs://b/o", 9, "the bucket's name is too short"),
        supervised("validationDatasetUri: gs://bucket", "must be a Cloud Storage URI"),
        supervised("validationDatasetUri: projects/p/locations/l/datasets/1", ""),
        tuning("labels: {tunesmith-x: a}", "must not begin with 'tunesmith-'"),
        tuning("labels: {Team: a}", "keys must be 1 to 63 lowercase letters"),
        tuning("labels: {'': a}", "keys must be 1 to 63 lowercase letters"),
        tuning("labels: {team: A}", "values must be up to 63 lowercase letters"),
        tuning("labels: {größe: 語}", ""),
        tuning("labels: {-team: a}", "beginning with a letter"),
        tuning("labels: {4: a}", "beginning with a letter"),
        tuning("labels: {team: " + "語".repeat(42) + "}", ""),
        tuning("labels: {team: " + "語".repeat(43) + "}", "shorter than 128 bytes"),
        tuning("serviceAccount: me@example.com", "must be the e-mail address"),
        tuning("encryptionSpec: {kmsKeyName: " + KEY + "}", ""),
        tuning("encryptionSpec: {kmsKeyName: " + KEY + "/cryptoKeyVersions/1}", "without a key"),
        instead(
            6,
            "  location: us-west1\n  tuning:\n    encryptionSpec: {kmsKeyName: " + KEY + "}",
            5,
            "must be in the same location as the job"));
  }

  /** Without a training set: the label's value is where it was. */
  private JudgedManifest labelled() {
    return new JudgedManifest(
        what,
        yaml.replace("      trainingDatasetUri: gs://my-bucket/train.jsonl", "      team: a"),
        line,
        message);
  }

  private static List<JudgedManifest> odd() {
    return List.of(
        spec("run: 2026-11-25", ""),
        spec("run: ~", ""),
        spec("run: !!str 1", ""),
        spec("run: 0x1FFFFFFFFFFFFFFFF", ""), // a text, since it has more than 64 bits
        spec("run: -.nan", ""),
        spec("location: null", ""),
        tuning("labels: {a: null}", ""),
        tuning("labels: {on: b}", ""),
        tuning("labels: null", ""),
        tuning("labels: &l {a: b}\n    description: >-\n      folded\n      text", ""),
        tuning("labels: {<<: {a: b}, c: d}", ""),
        parameters("", ""),
        parameters("epochCount: 5.0", ""),
        parameters("epochCount: 1e2", ""),
        parameters("epochCount: 010", ""),
        parameters("epochCount: +3, learningRateMultiplier: 1", ""),
        parameters("learningRateMultiplier: .5", ""),
        parameters("unheardOf: {a: [null]}", ""), // the operator refuses it
        parameters("unheardOf: 1e400", "")); // a text, in YAML
  }
}
