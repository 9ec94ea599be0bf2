package dev.tunesmith.quickstart;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.desired.Wish;
import dev.tunesmith.desired.Wishes;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads manifests and says all that is wrong with them at once, as far as that can be known without
 * an API server.
 */
final class ManifestReader {
  private static final String API_VERSION = TuningJob.GROUP + "/" + TuningJob.VERSION;

  /** Kubernetes' names of custom resources: DNS subdomains. */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  private final CustomResourceDefinition definition;
  private final Wishes wishes;
  private final String namespace;
  private final List<Manifest> manifests = new ArrayList<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, Manifest> byName = new HashMap<>();

  /**
   * A reader.
   *
   * @param definition of TuningJob
   * @param wishes what the operator will make of a manifest
   * @param namespace where all of them go
   */
  ManifestReader(CustomResourceDefinition definition, Wishes wishes, String namespace) {
    this.definition = definition;
    this.wishes = wishes;
    this.namespace = namespace;
  }

  List<Manifest> manifests() {
    return List.copyOf(manifests);
  }

  List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }

  /** Reads a file, or all YAML files of a folder (not of the folders in it, as kubectl does). */
  void read(Path path) {
    try {
      if (Files.isDirectory(path)) {
        try (Stream<Path> files = Files.list(path)) {
          List<Path> found = files.filter(ManifestReader::isManifest).sorted().toList();
          if (found.isEmpty()) {
            mistakes.add(new Mistake(path.toString(), 1, "no .yaml, .yml or .json file in here"));
          }
          found.forEach(this::read);
        }
      } else {
        read(path.toString(), Files.readString(path));
      }
    } catch (NoSuchFileException e) {
      mistakes.add(new Mistake(path.toString(), 1, "there is no such file or folder"));
    } catch (MalformedInputException e) {
      mistakes.add(new Mistake(path.toString(), 1, "this is no text in UTF-8"));
    } catch (IOException e) {
      mistakes.add(new Mistake(path.toString(), 1, "cannot be read: " + e.getMessage()));
    }
  }

  private static boolean isManifest(Path file) {
    return file.toString().matches("(?i).*[.](yaml|yml|json)") && Files.isRegularFile(file);
  }

  /** Reads a text. */
  void read(String file, String text) {
    try {
      List<Manifest> found = Yaml.documents(file, text);
      if (found.isEmpty()) {
        mistakes.add(new Mistake(file, 1, "no manifest in here"));
      }
      found.forEach(this::check);
    } catch (JsonProcessingException e) {
      mistakes.add(syntax(file, e));
    } catch (IOException e) {
      mistakes.add(new Mistake(file, 1, "cannot be read: " + e.getMessage()));
    }
  }

  /** In the YAML parser's own words, without its drawing of the place. */
  private static Mistake syntax(String file, JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      String context = yaml.getContext() == null ? "" : yaml.getContext() + ": ";
      return new Mistake(
          file, yaml.getProblemMark().getLine() + 1, "no YAML: " + context + yaml.getProblem());
    }
    JsonLocation at = e.getLocation();
    String problem = e.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    return new Mistake(file, at == null ? 1 : Math.max(1, at.getLineNr()), problem);
  }

  private void check(Manifest manifest) {
    int before = mistakes.size();
    identity(manifest);
    if (mistakes.size() == before) {
      mistakes.addAll(SchemaCheck.of(manifest, definition));
    }
    if (mistakes.size() == before) {
      Wish wish = wishes.read(Yaml.read(manifest.content(), TuningJob.class).getSpec(), null);
      if (wish.refusal() != null) {
        Stream.of(wish.refusal().message().split("; "))
            .forEach(sentence -> mistakes.add(manifest.mistake(sentence)));
      }
    }
    manifests.add(manifest);
  }

  private void identity(Manifest manifest) {
    JsonNode content = manifest.content();
    if (!content.isObject()) {
      mistakes.add(manifest.mistake("", "this is no Kubernetes resource: it has no fields"));
      return;
    }
    String kind = content.path("kind").asText("");
    String version = content.path("apiVersion").asText("");
    if (!kind.equals("TuningJob")) {
      String said = kind.isEmpty() ? "kind is missing" : "kind is " + kind;
      mistakes.add(manifest.mistake("kind", said + ": the quickstart runs TuningJob only"));
      return;
    }
    if (!version.equals(API_VERSION)) {
      String said = version.isEmpty() ? "missing" : version;
      mistakes.add(
          manifest.mistake("apiVersion", "apiVersion is " + said + ": write " + API_VERSION));
    }
    String name = manifest.name();
    if (name.isEmpty()) {
      mistakes.add(manifest.mistake("metadata", "metadata.name is missing"));
    } else if (!NAME.matcher(name).matches()) {
      mistakes.add(
          manifest.mistake(
              "metadata.name",
              "metadata.name '" + name + "' must be lowercase letters, digits, '-' or '.'"));
    } else {
      onlyOne(manifest, name);
    }
    String elsewhere = content.path("metadata").path("namespace").asText(namespace);
    if (!elsewhere.equals(namespace)) {
      mistakes.add(
          manifest.mistake(
              "metadata.namespace",
              "metadata.namespace is "
                  + elsewhere
                  + ", and the quickstart works in "
                  + namespace
                  + ": leave it out, or add --namespace="
                  + elsewhere));
    }
  }

  private void onlyOne(Manifest manifest, String name) {
    Manifest other = byName.putIfAbsent(name, manifest);
    if (other != null) {
      mistakes.add(
          manifest.mistake(
              "metadata.name", "metadata.name " + name + " is taken: " + other.file()));
    }
  }
}
