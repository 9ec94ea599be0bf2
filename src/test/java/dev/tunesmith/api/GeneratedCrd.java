package dev.tunesmith.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * A CRD as it follows from the Java types: Fabric8's generator, and {@link CrdFinish} for what
 * annotations cannot say.
 *
 * <p>The YAML is written by Jackson instead of the generator, which leaves the strings True and
 * False bare (kubectl and Helm read YAML 1.1, where these are booleans) or else quotes and folds
 * everything.
 */
final class GeneratedCrd {
  private static final String HEADER =
      """
      # Generated from the types in dev.tunesmith.api.v1alpha1; change those instead, then run
      #   ./mvnw -q test -Dtest=CrdFilesTest -Dupdate
      """;

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build());

  private GeneratedCrd() {}

  /**
   * Generates the definition.
   *
   * @return the text of the file, header included
   */
  static String yaml(CrdKind kind) {
    try {
      return HEADER + YAML.writeValueAsString(CrdFinish.finish(kind, generate(kind)));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, read back from the text: what the API server gets. */
  static CustomResourceDefinition definition(CrdKind kind) {
    return read(yaml(kind).getBytes(UTF_8));
  }

  private static CustomResourceDefinition generate(CrdKind kind) {
    var bytes = new ByteArrayOutputStream();
    new CRDGenerator()
        .customResourceClasses(kind.type())
        .withOutput(
            new CRDGenerator.AbstractCRDOutput<>() {
              @Override
              protected OutputStream createStreamFor(String name) {
                if (!kind.file().equals(name + ".yml")) {
                  throw new IllegalStateException("another definition than expected: " + name);
                }
                return bytes;
              }
            })
        .generate();
    return read(bytes.toByteArray());
  }

  static CustomResourceDefinition read(byte[] yaml) {
    try {
      return YAML.readValue(yaml, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
