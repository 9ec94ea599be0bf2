package dev.tunesmith.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.manifest.ManifestFile;
import dev.tunesmith.cli.manifest.ValidationError;
import dev.tunesmith.kind.tuningjob.Wishes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads manifests and says all that is wrong with them at once, as far as that can be known without
 * an API server. Here all of them go to one namespace, and each is a TuningJob.
 */
final class ManifestReader {
  private final ManifestCheck check;
  private final Wishes wishes;
  private final String namespace;
  private final List<Manifest> manifests = new ArrayList<>();
  private final List<ValidationError> mistakes = new ArrayList<>();
  private final Map<String, Manifest> byName = new HashMap<>();

  /**
   * A reader.
   *
   * @param check of TuningJobs
   * @param wishes what the operator will make of a manifest
   * @param namespace where all of them go
   */
  ManifestReader(ManifestCheck check, Wishes wishes, String namespace) {
    this.check = check;
    this.wishes = wishes;
    this.namespace = namespace;
  }

  List<Manifest> manifests() {
    return List.copyOf(manifests);
  }

  List<ValidationError> mistakes() {
    return List.copyOf(mistakes);
  }

  /** Reads a file, or all YAML files of a folder (not of the folders in it, as kubectl does). */
  void read(Path path) {
    if (!Files.isDirectory(path)) {
      add(ManifestFile.of(path));
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> found = files.filter(ManifestReader::isManifest).sorted().toList();
      if (found.isEmpty()) {
        mistakes.add(
            new ValidationError(path.toString(), 1, "no .yaml, .yml or .json file in here"));
      }
      found.forEach(this::read);
    } catch (IOException e) {
      mistakes.add(new ValidationError(path.toString(), 1, "cannot be read: " + e.getMessage()));
    }
  }

  private static boolean isManifest(Path file) {
    return file.toString().matches("(?i).*[.](yaml|yml|json)") && Files.isRegularFile(file);
  }

  /** Reads a text. */
  void read(String file, String text) {
    add(ManifestFile.of(file, text));
  }

  private void add(ManifestFile file) {
    mistakes.addAll(file.mistakes());
    if (file.documents().isEmpty() && file.mistakes().isEmpty()) {
      mistakes.add(new ValidationError(file.name(), 1, "no manifest in here"));
    }
    file.documents().forEach(this::check);
  }

  private void check(Manifest manifest) {
    List<ValidationError> found = new ArrayList<>(identity(manifest));
    if (found.isEmpty()) {
      found.addAll(check.content(manifest));
    }
    if (found.isEmpty()) {
      found.addAll(check.refusals(manifest, wishes));
    }
    mistakes.addAll(found);
    manifests.add(manifest);
  }

  private List<ValidationError> identity(Manifest manifest) {
    JsonNode content = manifest.content();
    if (!content.isObject()) {
      return List.of(manifest.mistake("", "this is no Kubernetes resource: it has no fields"));
    }
    String kind = content.path("kind").asText("");
    if (!kind.equals("TuningJob")) {
      String said = kind.isEmpty() ? "kind is missing" : "kind is " + kind;
      return List.of(manifest.mistake("kind", said + ": the quickstart runs TuningJob only"));
    }
    List<ValidationError> found = new ArrayList<>(check.identity(manifest));
    String name = manifest.name();
    if (name.isEmpty() && content.path("metadata").has("generateName")) {
      found.add(manifest.mistake("metadata", "metadata.name is missing"));
    }
    Manifest other = name.isEmpty() ? null : byName.putIfAbsent(name, manifest);
    if (other != null) {
      found.add(
          manifest.mistake(
              "metadata.name", "metadata.name " + name + " is taken: " + other.file()));
    }
    String elsewhere = content.path("metadata").path("namespace").asText(namespace);
    if (!elsewhere.equals(namespace)) {
      found.add(
          manifest.mistake(
              "metadata.namespace",
              "metadata.namespace is "
                  + elsewhere
                  + ", and the quickstart works in "
                  + namespace
                  + ": leave it out, or add --namespace="
                  + elsewhere));
    }
    return found;
  }
}
