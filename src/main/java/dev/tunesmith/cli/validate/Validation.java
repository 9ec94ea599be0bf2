package dev.tunesmith.cli.validate;

import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestCheck;
import dev.tunesmith.cli.manifest.ManifestFile;
import dev.tunesmith.cli.manifest.ValidationError;
import dev.tunesmith.kind.tuningjob.Wishes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run: reads what it is given, and collects what to say. Of files that were not named one by
 * one, and of standard input, only TuningJobs are its business.
 */
final class Validation {
  private static final String INPUT = "<stdin>";
  private static final Pattern NAMES_US = Pattern.compile("TuningJob|tunesmith[.]dev/");
  private static final Pattern DOCUMENT_START = Pattern.compile("(?m)^---(?=\\s|$)");
  private static final Pattern SAYS_SOMETHING = Pattern.compile("(?m)^\\s*[^#\\s]");

  private final ManifestCheck check;
  private final Wishes wishes;
  private final List<ValidationError> mistakes = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Set<Path> read = new HashSet<>();
  private final Map<String, Manifest> byName = new HashMap<>();
  private final Summary tally = new Summary();

  /**
   * A run.
   *
   * @param check what a mistake is
   * @param wishes how the operator would read a manifest
   */
  Validation(ManifestCheck check, Wishes wishes) {
    this.check = check;
    this.wishes = wishes;
  }

  List<ValidationError> mistakes() {
    return List.copyOf(mistakes);
  }

  /** What else the user should know: that a file was skipped, and why. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** One line on all of it. */
  String summary() {
    return tally.summary(mistakes);
  }

  /** Reads a file, or a folder and the folders in it. */
  void read(Path path) {
    if (!Files.isDirectory(path)) {
      file(path, true);
      return;
    }
    try (Stream<Path> files = Files.walk(path.toRealPath())) {
      Path real = path.toRealPath();
      files
          .filter(Validation::isManifest)
          .map(file -> path.resolve(real.relativize(file)))
          .sorted()
          .forEach(file -> file(file, false));
    } catch (IOException | UncheckedIOException e) {
      mistakes.add(new ValidationError(path.toString(), 1, "cannot be read: " + e.getMessage()));
    }
  }

  private static boolean isManifest(Path file) {
    return file.toString().matches("(?is).*[.](yaml|yml|json)") && Files.isRegularFile(file);
  }

  /** Reads what a chart or a kustomization was rendered to. */
  void readInput(byte[] bytes) {
    ManifestFile input = ManifestFile.of(INPUT, bytes);
    if (input.documents().isEmpty() && input.mistakes().isEmpty()) {
      mistakes.add(new ValidationError(INPUT, 1, "no manifest in here: was anything rendered?"));
    }
    mistakes.addAll(input.mistakes());
    documents(input, "");
  }

  private void file(Path path, boolean named) {
    if (!isNew(path)) {
      return;
    }
    ManifestFile file = ManifestFile.of(path, Validation::namesUs);
    if (file.mistakes().isEmpty() && !namesUs(file.text())) {
      // Not read any further: what is wrong with it is not ours to say, and it may be large.
      tally.skip(documentsIn(file.text()));
    } else if (isTemplate(path, file)) {
      tally.skipTemplate();
      notes.add(
          file.name()
              + ": skipped, since it is a template: render it, and pipe the result in, such as"
              + " helm template CHART | tunesmith validate -");
      return;
    } else {
      mistakes.addAll(file.mistakes());
      documents(file, String.valueOf(path.toAbsolutePath().normalize().getParent()));
    }
    if (named
        && file.mistakes().isEmpty()
        && file.documents().stream().noneMatch(ManifestCheck::isOurs)) {
      notes.add(file.name() + ": no TuningJob in here");
    }
  }

  private static boolean namesUs(String text) {
    return NAMES_US.matcher(text).find();
  }

  /** A folder may be named together with a file in it. */
  private boolean isNew(Path path) {
    try {
      return read.add(path.toRealPath());
    } catch (IOException e) {
      return true; // reading it says why
    }
  }

  private static int documentsIn(String text) {
    return (int)
        DOCUMENT_START
            .splitAsStream(text)
            .filter(each -> SAYS_SOMETHING.matcher(each).find())
            .count();
  }

  /** In a chart's folder of templates, or no YAML because of what a template has. */
  private static boolean isTemplate(Path path, ManifestFile file) {
    if (!file.text().contains("{{")) {
      return false;
    }
    if (!file.mistakes().isEmpty()) {
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
    boolean any = false;
    for (Manifest manifest : file.documents()) {
      if (!ManifestCheck.isOurs(manifest)) {
        tally.skip(1);
        continue;
      }
      any = true;
      tally.count();
      mistakes.addAll(check.all(manifest, wishes));
      onlyOne(manifest, folder);
    }
    if (any) {
      tally.countFile();
    }
  }

  /** Where no namespace is named, whoever applies the folder chooses one for all of it. */
  private void onlyOne(Manifest manifest, String folder) {
    String namespace = manifest.namespace();
    String name = manifest.name();
    if (name.isEmpty()) {
      return;
    }
    String key = namespace.isEmpty() ? folder + "\0" + name : namespace + "/" + name;
    Manifest other = byName.putIfAbsent(key, manifest);
    if (other != null) {
      ValidationError there = other.mistake("metadata.name", "");
      mistakes.add(
          manifest.mistake(
              "metadata.name",
              "metadata.name "
                  + name
                  + " is taken in "
                  + (namespace.isEmpty() ? "the same namespace" : "namespace " + namespace)
                  + ": "
                  + there.file()
                  + ":"
                  + there.line()));
    }
  }
}
