package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tunesmith.app.StartChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list that {@link StartChecks} compares an installed definition with. */
@DisplayName("The list of fields that the operator needs")
class CrdFieldsTest {
  static List<String> crds() {
    return StartChecks.CRDS;
  }

  @ParameterizedTest
  @MethodSource("crds")
  @DisplayName("names every field of crds/")
  void everyField(String name) throws IOException {
    Path definition = Path.of(StartChecks.resource(name, "yml").substring(1));
    Path file = Path.of("src/main/resources" + StartChecks.resource(name, "fields"));
    JsonNode crd = new ObjectMapper(new YAMLFactory()).readTree(definition.toFile());
    String fields =
        String.join("\n", StartChecks.fields(crd.at("/spec/versions/0/schema/openAPIV3Schema")))
            + "\n";
    if (System.getProperty("update") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, fields);
    }
    assertThat(file)
        .as("after a change of crds/: ./mvnw -q test -Dtest=CrdFieldsTest -Dupdate")
        .content()
        .isEqualTo(fields)
        .contains(".baseModel\n", ".status.conditions[].type\n");
  }
}
