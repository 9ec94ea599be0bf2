package dev.tunesmith.cli.validate;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One run: reads files, and collects the errors of the resources of ours in them. Other kinds are
 * counted and skipped.
 */
final class Validation {
  private static final String STDIN = "<stdin>";
  private static final Pattern RELEVANT = Pattern.compile("TuningJob|TunedModel|tunesmith[.]dev/");
  private static final String CONFIG_MAP = "ConfigMap";

  private final ManifestCheck check;
  private final boolean strict;
  private final List<ValidationError> errors = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Path, Boolean> read = new HashMap<>();
  private final Map<String, Manifest> byName = new HashMap<>();
  private final Map<String, Integer> ours = new TreeMap<>();
  private final Map<String, Manifest> configMaps = new HashMap<>();
  private final Map<Manifest, String> trained = new LinkedHashMap<>();
  private int files;
  private int others;
  private int templates;

  /**
   * A run.
   *
   * @param strict whether warnings are errors
   */
  Validation(ManifestCheck check, boolean strict) {
    this.check = check;
    this.strict = strict;
  }

  /** Checks what takes all files: training data in ConfigMaps. */
  void finish() {
    trained.forEach(
        (manifest, key) -> {
          Manifest configMap = configMaps.get(key);
          if (configMap != null) {
            errors.addAll(check.dataErrors(manifest, configMap));
          }
        });
    trained.clear();
  }

  List<ValidationError> errors() {
    return List.copyOf(errors);
  }

  /** Warnings, and what else the user should know, such as why a file was skipped. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Reads a file, or a folder and the folders in it. */
  void read(Path path) {
    if (!Files.isDirectory(path)) {
      file(path, true);
      return;
    }
    try {
      List<Path> found = ManifestFile.list(path, Integer.MAX_VALUE);
      found.forEach(file -> file(file, false));
      if (found.isEmpty()) {
        warn(path.toString(), "contains no .yaml, .yml or .json file");
      } else if (found.stream().noneMatch(file -> read.getOrDefault(real(file), true))) {
        warn(path.toString(), nothing());
      }
    } catch (IOException | UncheckedIOException e) {
      errors.add(new ValidationError(path.toString(), 1, "cannot be read: " + e.getMessage()));
    }
  }

  /** Reads standard input: a rendered chart or kustomization. */
  void readInput(byte[] bytes) {
    ManifestFile input = ManifestFile.of(STDIN, bytes);
    if (input.documents().isEmpty() && input.errors().isEmpty()) {
      errors.add(new ValidationError(STDIN, 1, "no resources found: was anything rendered?"));
    } else if (input.errors().isEmpty() && input.documents().stream().noneMatch(check::isOurs)) {
      warn(STDIN, nothing());
    }
    errors.addAll(input.errors());
    documents(input, "");
  }

  private void warn(String file, String what) {
    if (strict) {
      errors.add(new ValidationError(file, 1, what));
    } else {
      notes.add(file + ": warning: " + what);
    }
  }

  private void file(Path path, boolean named) {
    Path real = real(path);
    if (read.containsKey(real)) {
      return; // a folder may be named together with a file in it
    }
    int before = found() + errors.size();
    // What mentions neither is not parsed: it may be large, or no YAML at all.
    ManifestFile file =
        ManifestFile.of(path, text -> RELEVANT.matcher(text).find() || text.contains(CONFIG_MAP));
    if (isTemplate(path, file)) {
      template(file.name(), named);
    } else {
      boolean relevant = RELEVANT.matcher(file.text()).find();
      if (relevant || !file.text().contains(CONFIG_MAP)) {
        errors.addAll(file.errors());
      }
      documents(file, String.valueOf(path.toAbsolutePath().normalize().getParent()));
      if (named && found() + errors.size() == before) {
        warn(file.name(), nothing() + (relevant ? "" : because(ManifestFile.of(path))));
      }
    }
    read.put(real, found() + errors.size() > before);
  }

  private void template(String name, boolean named) {
    templates++;
    String what =
        "skipped, because it is a template. Render it and pipe the result, for example: helm"
            + " template CHART | tunesmith validate -";
    if (named) {
      warn(name, what);
    } else {
      notes.add(name + ": " + what);
    }
  }

  /** Why a file that does not mention a kind of ours contains none. */
  private static String because(ManifestFile file) {
    if (!file.errors().isEmpty()) {
      return " (line %d: %s)"
          .formatted(file.errors().getFirst().line(), file.errors().getFirst().message());
    }
    return file.documents().isEmpty() ? " (it is empty)" : "";
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path; // reading it reports why
    }
  }

  /** In a chart's folder of templates, or no YAML because of what a template contains. */
  private static boolean isTemplate(Path path, ManifestFile file) {
    if (!file.text().contains("{{") || !RELEVANT.matcher(file.text()).find()) {
      return false;
    }
    if (!file.errors().isEmpty()) {
      return true;
    }
    for (Path folder = path.toAbsolutePath().normalize().getParent();
        folder != null;
        folder = folder.getParent()) {
      if (folder.endsWith("templates")
          && Files.isRegularFile(folder.resolveSibling("Chart.yaml"))) {
        return true;
      }
    }
    return false;
  }

  private void documents(ManifestFile file, String folder) {
    int before = found();
    for (Manifest manifest : file.documents()) {
      if (manifest.kind().equals(CONFIG_MAP)) {
        configMaps.putIfAbsent(key(manifest, folder, manifest.name()), manifest);
      }
      if (!check.isOurs(manifest)) {
        others++;
        continue;
      }
      String kind = manifest.kind();
      ours.merge(check.kinds().contains(kind) ? kind : "resource", 1, Integer::sum);
      List<ValidationError> found = check.errors(manifest);
      errors.addAll(found);
      if (found.isEmpty()) {
        check.notes(manifest).forEach(note -> notes.add(manifest.error(note) + " (a note)"));
        check
            .trainingDataFrom(manifest)
            .ifPresent(name -> trained.put(manifest, key(manifest, folder, name)));
      }
      if (!manifest.name().isEmpty()) {
        unique(manifest, folder);
      }
    }
    files += found() > before ? 1 : 0;
  }

  /** Resources without a namespace get one when they are applied, the same for a whole folder. */
  private void unique(Manifest manifest, String folder) {
    String namespace = manifest.namespace();
    Manifest other =
        byName.putIfAbsent(
            manifest.kind() + "\0" + key(manifest, folder, manifest.name()), manifest);
    if (other != null) {
      String where = namespace.isEmpty() ? "the same namespace" : "namespace " + namespace;
      errors.add(manifest.duplicateOf(other, where));
    }
  }

  /** An object in the namespace of a resource. */
  private static String key(Manifest manifest, String folder, String name) {
    String namespace = manifest.namespace();
    return (namespace.isEmpty() ? folder : "\0" + namespace) + "\0" + name;
  }

  /** One line on all of it. */
  String summary() {
    List<String> parts = new ArrayList<>();
    if (!errors.isEmpty()) {
      long wrong = errors.stream().map(ValidationError::file).distinct().count();
      parts.add(
          "%s in %s, %s checked"
              .formatted(
                  many(errors.size(), "validation error"),
                  many(wrong, "file"),
                  ours.isEmpty() ? none() : checked()));
    } else if (ours.isEmpty()) {
      parts.add(none() + " found");
    } else {
      parts.add(
          "%s in %s %s valid"
              .formatted(checked(), many(files, "file"), found() == 1 ? "is" : "are"));
    }
    if (others > 0) {
      parts.add(many(others, "document") + " of other kinds skipped");
    }
    if (templates > 0) {
      parts.add(many(templates, "template") + " skipped");
    }
    return String.join("; ", parts);
  }

  private int found() {
    return ours.values().stream().mapToInt(Integer::intValue).sum();
  }

  private String none() {
    return "no " + String.join(" or ", check.kinds());
  }

  private String nothing() {
    return "contains " + none();
  }

  /** How many of each kind. */
  private String checked() {
    return ours.entrySet().stream()
        .map(kind -> many(kind.getValue(), kind.getKey()))
        .collect(Collectors.joining(" and "));
  }

  private static String many(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
