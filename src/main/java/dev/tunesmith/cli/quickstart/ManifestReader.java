package dev.tunesmith.cli.quickstart;

import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.manifest.ManifestFile;
import dev.tunesmith.cli.manifest.ValidationError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the resources that the quickstart applies, TuningJobs and TunedModels in one namespace, and
 * collects all errors before anything is started.
 */
final class ManifestReader {
  private final ManifestCheck check;
  private final String namespace;
  private final List<Manifest> manifests = new ArrayList<>();
  private final List<ValidationError> errors = new ArrayList<>();
  private final Map<String, Manifest> byName = new HashMap<>();

  ManifestReader(ManifestCheck check, String namespace) {
    this.check = check;
    this.namespace = namespace;
  }

  List<Manifest> manifests() {
    return List.copyOf(manifests);
  }

  List<ValidationError> errors() {
    return List.copyOf(errors);
  }

  /** Reads a file, or all files of a folder; like kubectl, not those of the folders in it. */
  void read(Path path) {
    if (!Files.isDirectory(path)) {
      add(ManifestFile.of(path));
      return;
    }
    try {
      List<Path> files = ManifestFile.list(path, 1);
      if (files.isEmpty()) {
        errors.add(
            new ValidationError(path.toString(), 1, "contains no .yaml, .yml or .json file"));
      }
      files.forEach(this::read);
    } catch (IOException e) {
      errors.add(new ValidationError(path.toString(), 1, "cannot be read: " + e.getMessage()));
    }
  }

  /** Reads a text. */
  void read(String file, String text) {
    add(ManifestFile.of(file, text));
  }

  private void add(ManifestFile file) {
    errors.addAll(file.errors());
    if (file.documents().isEmpty() && file.errors().isEmpty()) {
      errors.add(new ValidationError(file.name(), 1, "contains no resource"));
    }
    for (Manifest manifest : file.documents()) {
      boolean other =
          !check.isOurs(manifest)
              // Of ours, but not where jobs are billed.
              || (manifest.kind().equals(ManifestCheck.TUNED_MODEL)
                  && !check.kinds().contains(manifest.kind()));
      errors.addAll(other ? otherKind(manifest) : errors(manifest));
      manifests.add(manifest);
    }
  }

  private List<ValidationError> otherKind(Manifest manifest) {
    String kind = manifest.kind();
    return List.of(
        manifest.error(
            "kind",
            (kind.isEmpty() ? "kind is missing" : "kind is " + kind)
                + ": the quickstart runs only "
                + String.join(" and ", check.kinds())));
  }

  private List<ValidationError> errors(Manifest manifest) {
    List<ValidationError> found = new ArrayList<>(check.check(manifest).errors());
    String name = manifest.name();
    if (name.isEmpty() && manifest.content().path("metadata").has("generateName")) {
      found.add(
          manifest.error("metadata", "metadata.name is missing: generateName is not supported"));
    }
    Manifest other =
        name.isEmpty() ? null : byName.putIfAbsent(manifest.kind() + "/" + name, manifest);
    if (other != null) {
      found.add(manifest.duplicateOf(other, "namespace " + namespace));
    }
    String own = manifest.namespace();
    if (!own.isEmpty() && !own.equals(namespace)) {
      found.add(
          manifest.error(
              "metadata.namespace",
              ("metadata.namespace is %s, but the quickstart works in %s: remove it, or add"
                      + " --namespace=%s")
                  .formatted(own, namespace, own)));
    }
    if (found.isEmpty()) {
      try {
        manifest.resource();
      } catch (UncheckedIOException e) {
        found.add(manifest.error("metadata", "metadata cannot be read: " + e.getMessage()));
      }
    }
    return found;
  }
}
