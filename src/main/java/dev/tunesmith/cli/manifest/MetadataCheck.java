package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code metadata}, which no definition describes, as the API server takes it at a create. */
final class MetadataCheck {
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  /** Of all annotations together, in bytes. */
  private static final int MOST_ANNOTATED = 256 * 1024;

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

  /** Kubernetes' names of custom resources: DNS subdomains. */
  private static final Pattern NAME = Pattern.compile(LABEL + "([.]" + LABEL + ")*");

  private static final Pattern NAMESPACE = Pattern.compile(LABEL);
  private static final Pattern VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?");

  private final JSONSchemaProps schema = schema();

  private static JSONSchemaProps schema() {
    try (InputStream in = MetadataCheck.class.getResourceAsStream("object-meta.yaml")) {
      if (in == null) {
        throw new IllegalStateException("object-meta.yaml is missing in the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      ManifestFile file = ManifestFile.of("object-meta.yaml", text);
      return Typed.read(file.documents().getFirst().content(), JSONSchemaProps.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with the name, which everything else depends on. */
  static List<ValidationError> name(Manifest manifest) {
    JsonNode metadata = manifest.content().path("metadata");
    String name = metadata.path("name").asText("");
    String prefix = metadata.path("generateName").asText("");
    if (name.isEmpty() && prefix.isEmpty()) {
      return List.of(manifest.mistake("metadata", "metadata.name is missing"));
    }
    List<ValidationError> mistakes = new ArrayList<>();
    if (!name.isEmpty()) {
      name(manifest, "metadata.name", name, name, mistakes);
    }
    if (!prefix.isEmpty()) {
      // As the server does: a hyphen at the end is followed by something.
      String whole =
          prefix.matches("(?s).+-") ? prefix.substring(0, prefix.length() - 2) + "a" : prefix;
      name(manifest, "metadata.generateName", prefix, whole, mistakes);
    }
    return mistakes;
  }

  private static void name(
      Manifest manifest, String path, String said, String whole, List<ValidationError> mistakes) {
    if (!NAME.matcher(whole).matches()) {
      mistakes.add(
          manifest.mistake(
              path, path + " '" + said + "' must be lowercase letters, digits, '-' or '.'"));
    } else if (whole.length() > LONGEST_NAME) {
      mistakes.add(
          manifest.mistake(path, path + " may have up to " + LONGEST_NAME + " characters"));
    }
  }

  /**
   * All mistakes but those of the name.
   *
   * @param manifest one that has metadata
   */
  List<ValidationError> of(Manifest manifest) {
    JsonNode said = manifest.content().path("metadata");
    if (said.isMissingNode() || said.isNull()) {
      return List.of();
    }
    JsonNode metadata = StoredForm.of(said, schema);
    List<ValidationError> mistakes =
        new ArrayList<>(SchemaCheck.of(manifest, "metadata", metadata, schema));
    if (!mistakes.isEmpty()) {
      return mistakes;
    }
    String namespace = metadata.path("namespace").asText("");
    if (!namespace.isEmpty()
        && (!NAMESPACE.matcher(namespace).matches() || namespace.length() > LONGEST_LABEL)) {
      mistakes.add(
          manifest.mistake(
              "metadata.namespace",
              "metadata.namespace '"
                  + namespace
                  + "' must be up to 63 lowercase letters, digits or '-'"));
    }
    labels(manifest, metadata.path("labels"), mistakes);
    annotations(manifest, metadata.path("annotations"), mistakes);
    for (JsonNode finalizer : metadata.path("finalizers")) {
      if (!isQualified(finalizer.asText())) {
        mistakes.add(wrongKey(manifest, "metadata.finalizers", finalizer.asText()));
      }
    }
    return mistakes;
  }

  private static void labels(Manifest manifest, JsonNode labels, List<ValidationError> mistakes) {
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      String path = "metadata.labels." + label.getKey();
      String value = label.getValue().asText();
      if (!isQualified(label.getKey())) {
        mistakes.add(wrongKey(manifest, "metadata.labels", label.getKey()));
      }
      if (value.length() > LONGEST_LABEL || !VALUE.matcher(value).matches()) {
        mistakes.add(
            manifest.mistake(
                path,
                path
                    + " must be up to 63 letters, digits, '-', '_' or '.', and begin and end with a"
                    + " letter or digit"));
      }
    }
  }

  private static void annotations(
      Manifest manifest, JsonNode annotations, List<ValidationError> mistakes) {
    int bytes = 0;
    for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
      bytes += annotation.getKey().getBytes(StandardCharsets.UTF_8).length;
      bytes += annotation.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
      if (!isQualified(annotation.getKey().toLowerCase(Locale.ROOT))) {
        mistakes.add(wrongKey(manifest, "metadata.annotations", annotation.getKey()));
      }
    }
    if (bytes > MOST_ANNOTATED) {
      mistakes.add(
          manifest.mistake(
              "metadata.annotations",
              "metadata.annotations may have up to " + MOST_ANNOTATED + " bytes, not " + bytes));
    }
  }

  /** A name, with a DNS subdomain before it or without one. */
  private static boolean isQualified(String key) {
    int slash = key.indexOf('/');
    String domain = slash < 0 ? "" : key.substring(0, slash);
    String name = key.substring(slash + 1);
    boolean fine = slash < 0 || (domain.length() <= LONGEST_NAME && NAME.matcher(domain).matches());
    return fine
        && !name.isEmpty()
        && name.length() <= LONGEST_LABEL
        && VALUE.matcher(name).matches();
  }

  private static ValidationError wrongKey(Manifest manifest, String path, String key) {
    return manifest.mistake(
        path + "." + key,
        path
            + " has the name '"
            + key
            + "', which must be up to 63 letters, digits, '-', '_' or '.', begin and end with a"
            + " letter or digit, and may have a domain and '/' before it");
  }
}
