package dev.tunesmith.it;

import dev.tunesmith.app.StartChecks;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The definition of TuningJob as an earlier version could have had it: without the rules and bounds
 * of today, without fields that came since, and with some that have gone since.
 */
final class EarlierDefinition {
  /** A field of {@code spec.tuning} that has gone since. */
  static final String TUNING_FIELD = "learningRateSchedule";

  private EarlierDefinition() {}

  /** Writes it into a folder, for kubectl. */
  static void writeTo(Path folder) throws IOException {
    CustomResourceDefinition definition = StartChecks.packagedCrd();
    JSONSchemaProps root =
        definition.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    loosen(root);
    JSONSchemaProps spec = child(root, "spec");
    spec.getProperties().put("notify", text());
    child(spec, "tuning").getProperties().put(TUNING_FIELD, text());
    JSONSchemaProps status = child(root, "status");
    status.setDefault(null);
    status.getProperties().put("phase", text());
    child(status, "job").getProperties().put("progress", text());
    status
        .getProperties()
        .keySet()
        .removeAll(Set.of("instanceId", "attempts", "run", "projectId", "location"));
    Files.writeString(folder.resolve("tuningjobs.yaml"), Serialization.asYaml(definition));
  }

  private static JSONSchemaProps child(JSONSchemaProps schema, String name) {
    return Objects.requireNonNull(schema.getProperties().get(name), name);
  }

  private static JSONSchemaProps text() {
    return new JSONSchemaPropsBuilder().withType("string").withDescription("Gone.").build();
  }

  private static void loosen(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(List.of());
    schema.setMaxLength(null);
    schema.setMaxProperties(null);
    schema.setEnum(List.of());
    Map<String, JSONSchemaProps> properties = schema.getProperties();
    if (properties != null) {
      properties.values().forEach(EarlierDefinition::loosen);
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      loosen(schema.getItems().getSchema());
    }
  }
}
