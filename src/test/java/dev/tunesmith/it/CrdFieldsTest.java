package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tunesmith.app.StartChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The list that {@link StartChecks} compares an installed definition with. */
@DisplayName("The list of fields that the operator needs")
class CrdFieldsTest {
  private static final Path CRD = Path.of("crds/tuningjobs.tunesmith.dev-v1.yml");
  private static final Path FIELDS = Path.of("src/main/resources" + StartChecks.FIELDS_RESOURCE);

  @Test
  @DisplayName("names every field of crds/")
  void everyField() throws IOException {
    JsonNode crd = new ObjectMapper(new YAMLFactory()).readTree(CRD.toFile());
    String fields =
        String.join("\n", StartChecks.fields(crd.at("/spec/versions/0/schema/openAPIV3Schema")))
            + "\n";
    if (System.getProperty("update") != null) {
      Files.createDirectories(FIELDS.getParent());
      Files.writeString(FIELDS, fields);
    }
    assertThat(FIELDS)
        .as("after a change of crds/: ./mvnw -q test -Dtest=CrdFieldsTest -Dupdate")
        .content()
        .isEqualTo(fields)
        .contains(".spec.tuning.baseModel\n", ".status.conditions[].type\n");
  }
}
