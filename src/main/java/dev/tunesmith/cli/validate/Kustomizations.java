package dev.tunesmith.cli.validate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.cli.manifest.Manifest;
import dev.tunesmith.cli.manifest.ManifestFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kustomizations around the files that are read: what they list as a patch is a part of a
 * resource. kustomize reads files in the folder of a kustomization and below it only, so the
 * folders above a file have all that may list it.
 */
final class Kustomizations {
  private static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  /** The patches that each folder's kustomization lists. */
  private final Map<Path, Set<Path>> patches = new HashMap<>();

  /** The folder of the kustomization that lists a file as a patch. */
  Optional<Path> patchedIn(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    for (Path folder = absolute.getParent(); folder != null; folder = folder.getParent()) {
      if (patches.computeIfAbsent(folder, Kustomizations::patches).contains(absolute)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private static Set<Path> patches(Path folder) {
    Set<Path> patches = new HashSet<>();
    NAMES.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .flatMap(file -> ManifestFile.of(file).documents().stream())
        .map(Manifest::content)
        .forEach(
            kustomization -> {
              kustomization
                  .path("patches")
                  .forEach(each -> add(each.path("path"), folder, patches));
              kustomization
                  .path("patchesJson6902")
                  .forEach(each -> add(each.path("path"), folder, patches));
              kustomization
                  .path("patchesStrategicMerge")
                  .forEach(each -> add(each, folder, patches));
            });
    return patches;
  }

  private static void add(JsonNode path, Path folder, Set<Path> patches) {
    try {
      patches.add(folder.resolve(path.asText()).normalize());
    } catch (InvalidPathException e) {
      // patchesStrategicMerge may hold the patch itself
    }
  }
}
