package dev.tunesmith.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.support.Jobs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A {@code spec} that the schema takes, with no to three odd things done to it. */
final class RandomSpec {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** {@code spec.tuning} of each sample. */
  private static final List<ObjectNode> SAMPLES =
      Jobs.samples().values().stream().map(request -> Jobs.object(request.json())).toList();

  private static final List<String> ODD_NAMES =
      List.of(
          "hyper_parameters",
          "trainingDatasetURI",
          "epochs",
          "unknownFields",
          "//unknown",
          "",
          ".",
          "a.b",
          "__proto__",
          "@class",
          "kmsKeyname",
          "BASEMODEL",
          "evaluationConfig",
          "😀",
          "x\u0000",
          "labels2",
          "null",
          "$ref");

  private final Chance chance;

  private RandomSpec(Chance chance) {
    this.chance = chance;
  }

  static ObjectNode of(Chance chance) {
    RandomSpec random = new RandomSpec(chance);
    ObjectNode spec = random.valid();
    for (int odd = chance.below(4); odd > 0; odd--) {
      random.mutate(spec);
    }
    return spec;
  }

  // ---- what the schema takes, bounds included

  private ObjectNode valid() {
    ObjectNode spec = JSON.objectNode();
    if (chance.oneIn(4)) {
      spec.put("projectId", chance.of("my-project", "other-project", "example.com:my-project"));
    }
    boolean located = chance.oneIn(4);
    if (located) {
      spec.put("location", chance.of("us-central1", "europe-west4"));
    }
    if (chance.oneIn(3)) {
      spec.put("run", chance.of("1", "2", "2026-11.retry_A", "r".repeat(63)));
    }
    if (chance.oneIn(4)) {
      spec.put("suspend", chance.oneIn(2));
    }
    if (chance.oneIn(6)) {
      spec.put("cancelRun", chance.of("1", "r".repeat(63)));
    }
    if (chance.oneIn(4)) {
      spec.put("activeDeadlineSeconds", chance.of(1, 86_400, 31_536_000));
      spec.put("backoffLimit", chance.of(0, 1, 9));
    }
    if (chance.oneIn(6)) {
      spec.put("ttlSecondsAfterFinished", chance.of(0, 60, 315_360_000));
    }
    spec.set("tuning", tuning());
    if (spec.path("tuning").has("reinforcementTuningSpec") && chance.oneIn(2)) {
      ObjectNode check = spec.putObject("rewardCheck");
      check.putObject("example").putArray("contents");
      check.putObject("sampleResponse").put("role", "model");
    }
    return spec;
  }

  private ObjectNode tuning() {
    // Of every method; more of supervised tuning, whose odd values are below.
    if (chance.oneIn(2)) {
      return chance.of(SAMPLES).deepCopy();
    }
    ObjectNode tuning = JSON.objectNode();
    if (chance.oneIn(4)) {
      ObjectNode model = tuning.putObject("preTunedModel");
      model.put(
          "tunedModelName",
          "projects/my-project/locations/us-central1/models/7" + chance.of("", "@2", "@default"));
      if (chance.oneIn(2)) {
        model.put("checkpointId", chance.of("1", "c".repeat(64), "😀"));
      }
    } else {
      tuning.put("baseModel", chance.of("gemini-2.5-flash", "m".repeat(256), "größer/語"));
    }
    tuning.set("supervisedTuningSpec", supervised());
    if (chance.oneIn(3)) {
      tuning.put("tunedModelDisplayName", chance.of("name", "😀".repeat(128), "a\u0000b", " "));
    }
    if (chance.oneIn(3)) {
      tuning.put("description", chance.of("", "line\nline", "d".repeat(4096), "\u202Ex"));
    }
    if (chance.oneIn(3)) {
      tuning.set("labels", labels());
    }
    if (chance.oneIn(6)) {
      tuning
          .putObject("encryptionSpec")
          .put("kmsKeyName", "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k");
    }
    if (chance.oneIn(6)) {
      tuning.put("serviceAccount", "tuner@my-project.iam.gserviceaccount.com");
    }
    return tuning;
  }

  private ObjectNode supervised() {
    ObjectNode supervised = JSON.objectNode();
    supervised.put("trainingDatasetUri", uri());
    if (chance.oneIn(3)) {
      supervised.put("validationDatasetUri", uri());
    }
    if (chance.oneIn(4)) {
      supervised.put("exportLastCheckpointOnly", chance.oneIn(2));
    }
    if (chance.oneIn(2)) {
      ObjectNode parameters = supervised.putObject("hyperParameters");
      if (chance.oneIn(2)) {
        parameters.put("epochCount", chance.of(1, 2, 999, 1000));
      }
      if (chance.oneIn(2)) {
        parameters.put(
            "learningRateMultiplier",
            chance.of(1.0, 0.1, 1000.0, Double.MIN_VALUE, 1e-300, 0.30000000000000004, 7.0));
      }
      if (chance.oneIn(2)) {
        parameters.put("adapterSize", "ADAPTER_SIZE_" + chance.of("ONE", "FOUR", "THIRTY_TWO"));
      }
    }
    return supervised;
  }

  private String uri() {
    return chance.of(
        "gs://my-bucket/train.jsonl",
        "gs://my-bucket/größer/😀 .jsonl",
        "gs://b" + "c".repeat(200) + "d/" + "o".repeat(1000),
        "projects/p/locations/us-central1/datasets/1234567890");
  }

  private ObjectNode labels() {
    ObjectNode labels = JSON.objectNode();
    int count = chance.of(0, 1, 3, 59);
    for (int i = 0; i < count; i++) {
      labels.put(chance.of("team", "größe_", "k".repeat(55)) + i, chance.of("", "a-b_c", "語"));
    }
    return labels;
  }

  // ---- what it may not

  private void mutate(ObjectNode spec) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(spec, objects);
    ObjectNode object = chance.of(objects);
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    switch (names.isEmpty() ? 0 : chance.below(5)) {
      case 0, 1 -> object.set(oddName(names), oddValue(2));
      case 2 -> object.remove(chance.of(names));
      case 3 -> object.set(chance.of(names), oddValue(2));
      default -> {
        // A value under its neighbour's name, and in another shape.
        JsonNode value = object.get(chance.of(names)).deepCopy();
        object.set(chance.of(names), chance.oneIn(2) ? value : JSON.arrayNode().add(value));
      }
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
      object.forEach(child -> collect(child, objects));
    }
  }

  private String oddName(List<String> names) {
    if (chance.oneIn(60)) {
      return "n".repeat(60_000); // beyond what Jackson takes by default
    }
    if (chance.oneIn(3) || names.isEmpty()) {
      return chance.oneIn(2) ? Texts.anyJava(chance) : chance.of(ODD_NAMES);
    }
    // A slip of the finger.
    String name = chance.of(names);
    int at = name.isEmpty() ? 0 : chance.below(name.length());
    return name.substring(0, at)
        + chance.of("", "_", "X")
        + name.substring(Math.min(name.length(), at + 1));
  }

  private JsonNode oddValue(int depth) {
    return switch (chance.below(9)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(chance.oneIn(2));
      case 2, 3 -> JSON.textNode(Texts.anyJava(chance));
      case 4 -> oddNumber();
      case 5 ->
          JSON.textNode(chance.of("1", "3.7", "ADAPTER_SIZE_THREE", "tunesmith-x", "us", "1"));
      case 6 -> {
        ArrayNode array = JSON.arrayNode();
        for (int i = chance.below(3); i > 0 && depth > 0; i--) {
          array.add(oddValue(depth - 1));
        }
        yield array;
      }
      case 7 -> {
        ObjectNode object = JSON.objectNode();
        for (int i = chance.below(3); i > 0 && depth > 0; i--) {
          object.set(oddName(List.of("labels")), oddValue(depth - 1));
        }
        for (int i = chance.oneIn(20) ? 2_000 : 0; i > 0; i--) {
          object.put("odd" + i, i);
        }
        yield object;
      }
      default -> chance.oneIn(4) ? nested(chance.of(20, 50, 200, 1_100, 2_500)) : JSON.objectNode();
    };
  }

  private JsonNode oddNumber() {
    return chance.of(
        JSON.numberNode(0),
        JSON.numberNode(-1),
        JSON.numberNode(1001),
        JSON.numberNode(5.0),
        JSON.numberNode(0.5),
        JSON.numberNode(Long.MAX_VALUE),
        JSON.numberNode(Long.MIN_VALUE),
        JSON.numberNode(BigInteger.TWO.pow(80)),
        JSON.numberNode(new BigDecimal("1E+400")),
        JSON.numberNode(new BigDecimal("1E-400")),
        JSON.numberNode(-0.0),
        JSON.numberNode(Double.MAX_VALUE));
  }

  private static JsonNode nested(int levels) {
    JsonNode node = JSON.objectNode();
    for (int i = 0; i < levels; i++) {
      node = i % 2 == 0 ? JSON.arrayNode().add(node) : JSON.objectNode().set("a", node);
    }
    return node;
  }
}
