package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.kind.tuningjob.Wish;
import dev.tunesmith.kind.tuningjob.Wishes;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that is wrong with the manifest of a TuningJob, as far as that can be known without a
 * cluster: what the API server refuses to create, by the definition, and what the operator would
 * not send.
 */
public final class ManifestCheck {
  private static final String KIND = "TuningJob";
  private static final String API_VERSION = TuningJob.GROUP + "/" + TuningJob.VERSION;
  private static final Set<String> META = Set.of("apiVersion", "kind", "metadata", "status");

  private final JSONSchemaProps schema;
  private final MetadataCheck metadata = new MetadataCheck();
  private final CelRules rules = new CelRules();

  /**
   * Checks by a definition.
   *
   * @param definition of TuningJob
   */
  public ManifestCheck(CustomResourceDefinition definition) {
    this.schema = definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
  }

  /**
   * Whether a document is a TuningJob, or was meant to be one.
   *
   * @param manifest any document
   */
  public static boolean isOurs(Manifest manifest) {
    JsonNode content = manifest.content();
    return content.path("kind").asText("").equals(KIND)
        || content.path("apiVersion").asText("").startsWith(TuningJob.GROUP + "/");
  }

  /**
   * What a document says it is: kind, version, name, and no field twice. Nothing else is worth
   * reading while that is wrong.
   *
   * @param manifest any document
   */
  public List<ValidationError> identity(Manifest manifest) {
    List<ValidationError> mistakes = new ArrayList<>();
    manifest
        .repeated()
        .forEach(
            twice ->
                mistakes.add(
                    new ValidationError(
                        manifest.file(), twice.line(), "duplicate field " + twice.path())));
    String kind = manifest.content().path("kind").asText("");
    if (!kind.equals(KIND)) {
      String said = kind.isEmpty() ? "kind is missing" : "kind is " + kind;
      mistakes.add(manifest.mistake("kind", said + ": write " + KIND));
    }
    String version = manifest.content().path("apiVersion").asText("");
    if (!version.equals(API_VERSION)) {
      String said = version.isEmpty() ? "missing" : version;
      mistakes.add(
          manifest.mistake("apiVersion", "apiVersion is " + said + ": write " + API_VERSION));
    }
    mistakes.addAll(MetadataCheck.name(manifest));
    return mistakes;
  }

  /**
   * What else the API server would refuse: metadata, structure and rules. The rules are asked only
   * where the structure is right.
   *
   * @param manifest of a TuningJob
   */
  public List<ValidationError> content(Manifest manifest) {
    List<ValidationError> mistakes = new ArrayList<>(metadata.of(manifest));
    mistakes.addAll(notNumbers(manifest));
    mistakes.addAll(structure(manifest));
    if (mistakes.isEmpty()) {
      mistakes.addAll(rules.of(manifest, "spec", spec(manifest), specSchema()));
    }
    return mistakes;
  }

  /**
   * What the operator would refuse of what the API server takes.
   *
   * @param manifest one without other mistakes
   * @param wishes the operator's reading
   */
  public List<ValidationError> refusals(Manifest manifest, Wishes wishes) {
    Wish wish = wishes.read(Typed.read(spec(manifest), TuningJobSpec.class), null);
    return wish.refusal() == null
        ? List.of()
        : Stream.of(wish.refusal().message().split("; ")).map(manifest::mistake).toList();
  }

  /**
   * All of it, in the order of the file.
   *
   * @param manifest any document
   * @param wishes the operator's reading
   */
  public List<ValidationError> all(Manifest manifest, Wishes wishes) {
    List<ValidationError> mistakes = new ArrayList<>(identity(manifest));
    if (!manifest.content().path("kind").asText("").equals(KIND)) {
      return mistakes;
    }
    mistakes.addAll(content(manifest));
    mistakes.addAll(mistakes.isEmpty() ? refusals(manifest, wishes) : unknownFields(manifest));
    mistakes.sort((a, b) -> Integer.compare(a.line(), b.line()));
    return mistakes;
  }

  /** What the server keeps and the operator does not know, as far as that can be read. */
  private List<ValidationError> unknownFields(Manifest manifest) {
    try {
      return Wishes.unknownFields(Typed.read(spec(manifest), TuningJobSpec.class)).stream()
          .map(manifest::mistake)
          .toList();
    } catch (UncheckedIOException e) {
      return List.of(); // of another type, which is told
    }
  }

  private List<ValidationError> structure(Manifest manifest) {
    List<ValidationError> mistakes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : manifest.content().properties()) {
      String name = field.getKey();
      if (!META.contains(name) && StoredForm.field(schema, name) == null) {
        mistakes.add(manifest.mistake(name, "unknown field " + name));
      }
    }
    JSONSchemaProps status = StoredForm.field(schema, "status");
    if (status != null) {
      mistakes.addAll(
          SchemaCheck.unknownFields(manifest, "status", manifest.content().path("status"), status));
    }
    JsonNode spec = spec(manifest);
    if (spec.isObject()) {
      mistakes.addAll(SchemaCheck.of(manifest, "spec", spec, specSchema()));
    } else {
      mistakes.add(manifest.mistake("spec", "spec is missing, or has no fields"));
    }
    return mistakes;
  }

  /** Wherever it stands, known or not, the server cannot read it. */
  private static List<ValidationError> notNumbers(Manifest manifest) {
    List<ValidationError> mistakes = new ArrayList<>();
    Deque<Place> open = new ArrayDeque<>(List.of(new Place("", manifest.content())));
    while (!open.isEmpty()) {
      Place place = open.pop();
      JsonNode node = place.node();
      if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
        mistakes.add(manifest.mistake(place.path(), place.path() + " must be a finite number"));
      }
      node.properties().forEach(field -> open.push(place.at(field.getKey(), field.getValue())));
      if (node.isArray()) {
        node.forEach(item -> open.push(place.at("[]", item)));
      }
    }
    return mistakes;
  }

  /** A value and where it stands; very far down, in what. */
  private record Place(String path, JsonNode node) {
    private static final int LONG_ENOUGH = 1_000;

    Place at(String name, JsonNode value) {
      boolean further = value.isContainerNode() || value.isNumber();
      return new Place(
          path.length() > LONG_ENOUGH || !further
              ? path
              : path.isEmpty() ? name : path + "." + name,
          value);
    }
  }

  private JSONSchemaProps specSchema() {
    JSONSchemaProps spec = StoredForm.field(schema, "spec");
    if (spec == null) {
      throw new IllegalStateException("the definition has no spec");
    }
    return spec;
  }

  private JsonNode spec(Manifest manifest) {
    JsonNode spec = manifest.content().path("spec");
    return spec instanceof ObjectNode ? StoredForm.of(spec, specSchema()) : spec;
  }
}
