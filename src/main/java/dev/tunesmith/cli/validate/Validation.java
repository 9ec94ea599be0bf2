package dev.tunesmith.cli.validate;

import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.manifest.ManifestCheck.Checked;
import dev.tunesmith.cli.manifest.ManifestFile;
import dev.tunesmith.cli.manifest.ValidationError;
import dev.tunesmith.cli.validate.Finding.Resource;
import dev.tunesmith.cli.validate.Finding.Rule;
import dev.tunesmith.cli.validate.Finding.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One run: reads files, and collects what is to report of the resources of ours in them. Other
 * kinds are counted and skipped.
 */
final class Validation {
  /** The name of standard input. */
  static final String STDIN = "<stdin>";

  private static final List<String> OURS = List.of("TuningJob", "TunedModel", "tunesmith.dev/");
  private static final String CONFIG_MAP = "ConfigMap";

  private final ManifestCheck check;
  private final boolean strict;
  private final Kustomizations kustomizations = new Kustomizations();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Resource> resources = new ArrayList<>();
  private final Map<Path, Boolean> read = new HashMap<>();
  private final Map<String, Manifest> byName = new HashMap<>();
  private final Map<String, Manifest> configMaps = new HashMap<>();
  private final Map<Manifest, String> trained = new LinkedHashMap<>();
  private int errors;
  private int others;
  private int templates;
  private int patches;

  /**
   * A run.
   *
   * @param strict whether warnings are errors
   */
  Validation(ManifestCheck check, boolean strict) {
    this.check = check;
    this.strict = strict;
  }

  /** Checks what takes all files, which is training data in ConfigMaps, and ends the run. */
  Report report() {
    trained.forEach(
        (manifest, key) -> {
          Manifest configMap = configMaps.get(key);
          if (configMap != null) {
            List<ValidationError> wrong = check.dataErrors(manifest, configMap);
            wrong.forEach(error -> error(Rule.INVALID_TRAINING_DATA, error, resource(manifest)));
            if (wrong.isEmpty()) {
              note(Rule.NOT_RECOMMENDED, manifest, check.advice(manifest, configMap));
            }
          }
        });
    trained.clear();
    return new Report(summary(), resources, findings);
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
        warn(Rule.NOTHING_FOUND, path.toString(), "contains no .yaml, .yml or .json file");
      } else if (found.stream().noneMatch(file -> read.getOrDefault(real(file), true))) {
        warn(Rule.NOTHING_FOUND, path.toString(), nothing());
      }
    } catch (IOException | UncheckedIOException e) {
      ValidationError error =
          new ValidationError(path.toString(), 1, "cannot be read: " + e.getMessage());
      error(Rule.INVALID_FILE, error, null);
    }
  }

  /** Reads standard input: a rendered chart or kustomization. */
  void readInput(byte[] bytes) {
    ManifestFile input = ManifestFile.of(STDIN, bytes);
    if (input.documents().isEmpty() && input.errors().isEmpty()) {
      ValidationError error =
          new ValidationError(STDIN, 1, "no resources found: was anything rendered?");
      error(Rule.NOTHING_FOUND, error, null);
    } else if (input.errors().isEmpty() && input.documents().stream().noneMatch(check::isOurs)) {
      warn(Rule.NOTHING_FOUND, STDIN, nothing());
    }
    input.errors().forEach(error -> error(Rule.INVALID_FILE, error, null));
    documents(input, "");
  }

  private void error(Rule rule, ValidationError error, @Nullable Resource resource) {
    errors++;
    findings.add(
        new Finding(Severity.ERROR, rule, error.file(), error.line(), error.message(), resource));
  }

  private void warn(Rule rule, String file, String what) {
    if (strict) {
      error(rule, new ValidationError(file, 1, what), null);
    } else {
      findings.add(new Finding(Severity.WARNING, rule, file, 0, what, null));
    }
  }

  private void file(Path path, boolean named) {
    Path real = real(path);
    if (read.containsKey(real)) {
      return; // a folder may be named together with a file in it
    }
    int before = checkedOrWrong();
    // What mentions neither is not parsed: it may be large, or no YAML at all.
    ManifestFile file =
        ManifestFile.of(path, text -> mentionsOurs(text) || text.contains(CONFIG_MAP));
    boolean ours = mentionsOurs(file.text());
    Optional<Path> kustomization = ours ? kustomizations.patchedIn(path) : Optional.empty();
    if (ours && isTemplate(path, file)) {
      templates++;
      String chart = "helm template CHART | tunesmith validate -";
      skip(
          file.name(),
          "skipped, because it is a template. Render it and pipe the result, for example: " + chart,
          named);
    } else if (kustomization.isPresent() && file.errors().isEmpty()) {
      patches++;
      String folder = shown(kustomization.get());
      skip(
          file.name(),
          "skipped, because the kustomization in %s lists it as a patch. Validate what it makes, for"
                  .formatted(folder)
              + " example: kustomize build %s | tunesmith validate -".formatted(folder),
          named);
    } else {
      if (ours || !file.text().contains(CONFIG_MAP)) {
        file.errors().forEach(error -> error(Rule.INVALID_FILE, error, null));
      }
      documents(file, String.valueOf(path.toAbsolutePath().normalize().getParent()));
      if (named && checkedOrWrong() == before) {
        warn(
            Rule.NOTHING_FOUND,
            file.name(),
            nothing() + (ours ? "" : because(ManifestFile.of(path))));
      }
    }
    read.put(real, checkedOrWrong() > before);
  }

  /** Grows with a file in which there was something to check. */
  private int checkedOrWrong() {
    return resources.size() + errors;
  }

  private static boolean mentionsOurs(String text) {
    return OURS.stream().anyMatch(text::contains);
  }

  private void skip(String file, String why, boolean named) {
    if (named) {
      warn(Rule.NOT_RENDERED, file, why);
    } else {
      findings.add(new Finding(Severity.NOTE, Rule.NOT_RENDERED, file, 0, why, null));
    }
  }

  /** As one would name it from here. */
  private static String shown(Path folder) {
    Path here = Path.of("").toAbsolutePath();
    return folder.equals(here)
        ? "."
        : folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
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
    if (!file.text().contains("{{")) {
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
    List<Optional<Checked>> checked =
        file.documents().parallelStream()
            .map(each -> Optional.of(each).filter(check::isOurs).map(check::check))
            .toList();
    for (int i = 0; i < checked.size(); i++) {
      Manifest manifest = file.documents().get(i);
      if (manifest.kind().equals(CONFIG_MAP)) {
        configMaps.putIfAbsent(key(manifest, folder, manifest.name()), manifest);
      }
      checked.get(i).ifPresentOrElse(ours -> resource(manifest, ours, folder), () -> others++);
    }
  }

  private void resource(Manifest manifest, Checked checked, String folder) {
    Resource resource = resource(manifest);
    resources.add(resource);
    checked.errors().forEach(error -> error(Rule.INVALID_RESOURCE, error, resource));
    note(Rule.UNDOCUMENTED, manifest, checked.notes());
    note(Rule.NOT_RECOMMENDED, manifest, checked.advice());
    checked
        .trainingDataFrom()
        .ifPresent(name -> trained.put(manifest, key(manifest, folder, name)));
    if (!manifest.name().isEmpty()) {
      unique(manifest, folder);
    }
  }

  private void note(Rule rule, Manifest manifest, List<String> notes) {
    for (String note : notes) {
      ValidationError at = manifest.error(note);
      findings.add(
          new Finding(Severity.NOTE, rule, at.file(), at.line(), note, resource(manifest)));
    }
  }

  private static Resource resource(Manifest manifest) {
    int line = manifest.error("", "").line();
    return new Resource(
        manifest.file(), line, manifest.kind(), manifest.namespace(), manifest.name());
  }

  /** Resources without a namespace get one when they are applied, the same for a whole folder. */
  private void unique(Manifest manifest, String folder) {
    String namespace = manifest.namespace();
    Manifest other =
        byName.putIfAbsent(
            manifest.kind() + "\0" + key(manifest, folder, manifest.name()), manifest);
    if (other != null) {
      String where = namespace.isEmpty() ? "the same namespace" : "namespace " + namespace;
      error(Rule.DUPLICATE_NAME, manifest.duplicateOf(other, where), resource(manifest));
    }
  }

  /** An object in the namespace of a resource. */
  private static String key(Manifest manifest, String folder, String name) {
    String namespace = manifest.namespace();
    return (namespace.isEmpty() ? folder : "\0" + namespace) + "\0" + name;
  }

  /** One line on all of it. */
  private String summary() {
    List<String> parts = new ArrayList<>();
    List<Finding> errors =
        findings.stream().filter(each -> each.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      parts.add(
          "%s in %s, %s checked"
              .formatted(
                  many(errors.size(), "validation error"),
                  many(distinct(errors.stream().map(Finding::file)), "file"),
                  resources.isEmpty() ? none() : checked()));
    } else if (resources.isEmpty()) {
      parts.add(none() + " found");
    } else {
      parts.add(
          "%s in %s %s valid"
              .formatted(
                  checked(),
                  many(distinct(resources.stream().map(Resource::file)), "file"),
                  resources.size() == 1 ? "is" : "are"));
    }
    if (others > 0) {
      parts.add(many(others, "document") + " of other kinds skipped");
    }
    if (templates > 0) {
      parts.add(many(templates, "template") + " skipped");
    }
    if (patches > 0) {
      parts.add(patches + (patches == 1 ? " patch skipped" : " patches skipped"));
    }
    return String.join("; ", parts);
  }

  private static long distinct(Stream<String> names) {
    return names.distinct().count();
  }

  private String none() {
    return "no " + String.join(" or ", check.kinds());
  }

  private String nothing() {
    return "contains " + none();
  }

  /** How many of each kind. */
  private String checked() {
    return resources.stream()
        .map(each -> check.kinds().contains(each.kind()) ? each.kind() : "resource")
        .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(kind -> many(kind.getValue(), kind.getKey()))
        .collect(Collectors.joining(" and "));
  }

  private static String many(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
