package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the API server refuses when a TuningJob is created, by the CRD: structure and CEL rules. Of
 * {@code metadata}, which no CRD describes, only that there is a name.
 */
public final class ApiServerCheck {
  private static final String API_VERSION = TuningJob.GROUP + "/" + TuningJob.VERSION;
  private static final Set<String> META = Set.of("apiVersion", "kind", "metadata");

  private final JSONSchemaProps schema;
  private final JSONSchemaProps specSchema;
  private final CelRules rules = new CelRules();

  /** Checks by a CRD. */
  public ApiServerCheck(CustomResourceDefinition crd) {
    schema = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    specSchema = Objects.requireNonNull(schema.getProperties().get("spec"), "the CRD has no spec");
  }

  /** All errors, of the structure and by CEL rules. */
  public List<ValidationError> errors(Manifest manifest) {
    List<ValidationError> errors = new ArrayList<>(identity(manifest));
    if (!manifest.kind().equals(Manifest.KIND)) {
      return errors;
    }
    List<ValidationError> structure = structure(manifest);
    errors.addAll(structure);
    errors.addAll(rules.of(manifest, "spec", spec(manifest), specSchema, structure.isEmpty()));
    return errors;
  }

  /** The spec as the server stores it, or what stands in its place. */
  JsonNode spec(Manifest manifest) {
    return SchemaCheck.stored(manifest.content().path("spec"), specSchema);
  }

  private static List<ValidationError> identity(Manifest manifest) {
    List<ValidationError> errors = new ArrayList<>();
    for (Manifest.Duplicate field : manifest.duplicates()) {
      errors.add(
          new ValidationError(manifest.file(), field.line(), "duplicate field " + field.path()));
    }
    errors.addAll(must(manifest, "kind", Manifest.KIND));
    errors.addAll(must(manifest, "apiVersion", API_VERSION));
    if (manifest.name().isEmpty()
        && manifest.content().path("metadata").path("generateName").asText("").isEmpty()) {
      errors.add(manifest.error("metadata", "metadata.name is missing"));
    }
    return errors;
  }

  private static List<ValidationError> must(Manifest manifest, String field, String value) {
    String actual = manifest.content().path(field).asText("");
    return actual.equals(value)
        ? List.of()
        : List.of(
            manifest.error(
                field,
                "%s is %s: write %s"
                    .formatted(field, actual.isEmpty() ? "missing" : actual, value)));
  }

  private List<ValidationError> structure(Manifest manifest) {
    List<ValidationError> errors = infiniteNumbers(manifest);
    for (Map.Entry<String, JsonNode> field : manifest.content().properties()) {
      String name = field.getKey();
      if (!META.contains(name) && !schema.getProperties().containsKey(name)) {
        errors.add(manifest.error(name, "unknown field " + name));
      }
    }
    JSONSchemaProps status = schema.getProperties().get("status");
    if (status != null) { // a create drops it, but for this
      errors.addAll(
          SchemaCheck.unknownFields(manifest, "status", manifest.content().path("status"), status));
    }
    JsonNode spec = spec(manifest);
    if (spec.isObject()) {
      errors.addAll(SchemaCheck.of(manifest, "spec", spec, specSchema));
    } else {
      errors.add(manifest.error("spec", "spec is missing, or has no fields"));
    }
    return errors;
  }

  /** The server can read none of them, wherever they are. It does not recurse. */
  private static List<ValidationError> infiniteNumbers(Manifest manifest) {
    List<ValidationError> errors = new ArrayList<>();
    Deque<Place> open = new ArrayDeque<>(List.of(new Place("", manifest.content())));
    while (!open.isEmpty()) {
      Place place = open.pop();
      JsonNode node = place.node();
      if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
        errors.add(manifest.error(place.path(), place.path() + " must be a finite number"));
      }
      node.properties().forEach(field -> open.push(place.at(field.getKey(), field.getValue())));
      if (node.isArray()) {
        node.forEach(item -> open.push(place.at("[]", item)));
      }
    }
    return errors;
  }

  /** A value and its path; of a value very far down, the path of one around it. */
  private record Place(String path, JsonNode node) {
    private static final int MAX_LENGTH = 1_000;

    Place at(String name, JsonNode value) {
      boolean kept = path.length() <= MAX_LENGTH && (value.isContainerNode() || value.isNumber());
      return new Place(!kept ? path : path.isEmpty() ? name : path + "." + name, value);
    }
  }
}
