package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tunesmith.api.v1alpha1.GroupVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What the API server refuses when a resource of ours is created, by the CRD of its kind: structure
 * and CEL rules. Of {@code metadata}, which no CRD describes, only that there is a name.
 */
public final class ApiServerCheck {
  private static final String API_VERSION = GroupVersion.GROUP + "/" + GroupVersion.VERSION;
  private static final Set<String> META = Set.of("apiVersion", "kind", "metadata");

  private final Map<String, JSONSchemaProps> schemas = new LinkedHashMap<>();
  private final CelRules rules = new CelRules();

  /** Checks the kinds of these CRDs. */
  public ApiServerCheck(Collection<CustomResourceDefinition> crds) {
    for (CustomResourceDefinition crd : crds) {
      schemas.put(
          crd.getSpec().getNames().getKind(),
          crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema());
    }
  }

  /** The kinds that are checked. */
  public Set<String> kinds() {
    return Collections.unmodifiableSet(schemas.keySet());
  }

  /** Whether it is of one of the kinds, or was meant to be. */
  public boolean isOurs(Manifest manifest) {
    return schemas.containsKey(manifest.kind())
        || manifest.content().path("apiVersion").asText("").startsWith(GroupVersion.GROUP + "/");
  }

  /** All errors, of the structure and by CEL rules. */
  public List<ValidationError> errors(Manifest manifest) {
    return errors(manifest, spec(manifest));
  }

  /**
   * All errors, of the structure and by CEL rules.
   *
   * @param spec as {@link #spec} gives it
   */
  List<ValidationError> errors(Manifest manifest, JsonNode spec) {
    List<ValidationError> errors = new ArrayList<>(identity(manifest));
    JSONSchemaProps schema = schemas.get(manifest.kind());
    if (schema == null) {
      return errors;
    }
    List<ValidationError> structure = structure(manifest, spec, schema);
    errors.addAll(structure);
    errors.addAll(rules.of(manifest, "spec", spec, specSchema(schema), structure.isEmpty()));
    return errors;
  }

  /** The spec as the server stores it, or what stands in its place; missing of another kind. */
  JsonNode spec(Manifest manifest) {
    JSONSchemaProps schema = schemas.get(manifest.kind());
    return schema == null
        ? MissingNode.getInstance()
        : SchemaCheck.stored(manifest.content().path("spec"), specSchema(schema));
  }

  private static JSONSchemaProps specSchema(JSONSchemaProps schema) {
    return Objects.requireNonNull(schema.getProperties().get("spec"), "the CRD has no spec");
  }

  private List<ValidationError> identity(Manifest manifest) {
    List<ValidationError> errors = new ArrayList<>();
    for (Manifest.Duplicate field : manifest.duplicates()) {
      errors.add(
          new ValidationError(manifest.file(), field.line(), "duplicate field " + field.path()));
    }
    errors.addAll(must(manifest, "kind", schemas.keySet()));
    errors.addAll(must(manifest, "apiVersion", Set.of(API_VERSION)));
    if (manifest.name().isEmpty()
        && manifest.content().path("metadata").path("generateName").asText("").isEmpty()) {
      errors.add(manifest.error("metadata", "metadata.name is missing"));
    }
    return errors;
  }

  private static List<ValidationError> must(Manifest manifest, String field, Set<String> values) {
    String actual = manifest.content().path(field).asText("");
    return values.contains(actual)
        ? List.of()
        : List.of(
            manifest.error(
                field,
                "%s is %s: write %s"
                    .formatted(
                        field,
                        actual.isEmpty() ? "missing" : actual,
                        String.join(" or ", values))));
  }

  private List<ValidationError> structure(
      Manifest manifest, JsonNode spec, JSONSchemaProps schema) {
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
    if (spec.isObject()) {
      errors.addAll(SchemaCheck.of(manifest, "spec", spec, specSchema(schema)));
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
