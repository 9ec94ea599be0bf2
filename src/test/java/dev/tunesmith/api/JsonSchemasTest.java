package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The JSON Schemas")
class JsonSchemasTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path SAMPLES = Path.of("deploy", "samples");

  /** The one that editors use, which refers to the others. */
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V7)
          .getSchema(JsonSchemas.fileOfAll().toAbsolutePath().toUri());

  static Stream<Named<Path>> valid() {
    return Examples.ofAllKinds("valid").filter(file -> !hasUnknownFields(file));
  }

  static Stream<Named<Path>> unknown() {
    return Examples.ofAllKinds("valid").filter(JsonSchemasTest::hasUnknownFields);
  }

  /** Valid for the API server, which keeps them for the operator to refuse. */
  private static boolean hasUnknownFields(Named<Path> file) {
    return file.getPayload().getFileName().toString().startsWith("unknown-");
  }

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.startsWith(SAMPLES.resolve("chart")))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource({"valid", "samples"})
  @DisplayName("accept every valid example and every file of samples, other kinds included")
  void accepted(Path file) {
    assertThat(read(file)).isNotEmpty().allSatisfy(each -> assertThat(errors(each)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("unknown")
  @DisplayName("refuse unknown fields that the API server keeps, and the operator refuses")
  void unknownFields(Path file) {
    assertThat(read(file)).isNotEmpty().noneMatch(each -> errors(each).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /spec/tunning                                         | {}                | unknown, though the API server would keep it below tuning
          /spec/tuning/learningRate                             | 1                 | unknown
          /spec/tuning/supervisedTuningSpec/hyperParameters/epochs | 3              | unknown
          /spec/tuning/supervisedTuningSpec/hyperParameters/epochCount | "3"        | a text in place of a number
          /spec/tuning/supervisedTuningSpec/hyperParameters/epochCount | 0          | below the limit
          /spec/tuning/supervisedTuningSpec/hyperParameters/learningRateMultiplier | 0 | at a limit that is excluded
          /spec/tuning/supervisedTuningSpec/hyperParameters/adapterSize | "FOUR"    | none of the values
          /spec/tuning/labels/key                               | 1                 | no text
          /spec/run                                             | 2                 | no text
          /spec/suspend                                         | "yes"             | no boolean
          /spec/tuning                                          | null              | missing
          /apiVersion                                           | "tunesmith.dev/v1" | another version
          /status/state                                         | 1                 | no text
          """)
  @DisplayName("refuse what the API server or the operator refuses by structure")
  void refused(String pointer, String value, String what) throws IOException {
    ObjectNode resource =
        (ObjectNode) read(SAMPLES.resolve("02-all-options.yaml")).getFirst().deepCopy();
    assertThat(errors(resource)).isEmpty();
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = resource.withObject(pointer.substring(0, slash));
    ((ObjectNode) parent).set(pointer.substring(slash + 1), YAML.readTree(value));
    assertThat(errors(resource)).as(what).isNotEmpty();
  }

  @Test
  @DisplayName("require what a resource must have, and are strict at every level with known fields")
  void strict() throws IOException {
    assertThat(errors(YAML.readTree("{kind: TuningJob}"))).hasSizeGreaterThanOrEqualTo(3);
    assertThat(errors(YAML.readTree("{kind: ConfigMap}"))).isEmpty();
    for (CrdKind kind : CrdKind.values()) {
      JsonNode schema = new ObjectMapper().readTree(JsonSchemas.file(kind).toFile());
      assertThat(schema.findParents("properties"))
          .isNotEmpty()
          .filteredOn(each -> each.path("type").asText().equals("object"))
          .allMatch(each -> each.path("additionalProperties").isBoolean());
    }
  }

  private static Set<ValidationMessage> errors(JsonNode resource) {
    return SCHEMA.validate(resource);
  }

  private static List<JsonNode> read(Path file) {
    try {
      List<JsonNode> documents = new ArrayList<>();
      YAML.readerFor(JsonNode.class)
          .<JsonNode>readValues(file.toFile())
          .forEachRemaining(documents::add);
      return documents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
