package dev.tunesmith.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every file of this repository that is made from another: the chart's copies of the resource
 * definitions, and {@code deploy/}, which is the chart with its default values, a file for each
 * template.
 */
final class DeployManifests {

  /** The folder of {@code kubectl apply -k}. */
  static final Path FOLDER = Path.of("deploy");

  /** The definition of TuningJob that is generated from the Java types. */
  static final Path CRD = Path.of("crds", "tuningjobs.tunesmith.dev-v1.yml");

  /** The definition of TunedModel. */
  static final Path MODEL_CRD = Path.of("crds", "tunedmodels.tunesmith.dev-v1.yml");

  /** All definitions, in the chart's order. */
  static final List<Path> CRDS = List.of(CRD, MODEL_CRD);

  /** The command that makes these files anew; it is also in their first lines. */
  static final String COMMAND = "./mvnw -q test -Dtest=DeployManifestsTest -Dupdate";

  private static final String HEADER =
      "# Rendered from the chart's template %s with default values. Do not edit: change the chart,"
          + " then\n"
          + "# "
          + COMMAND
          + "\n";

  private DeployManifests() {}

  /** The chart's copy of a definition: a chart can only read files of its own. */
  static Path inChart(Path crd) {
    return Chart.FOLDER.resolve("files").resolve(crd.getFileName());
  }

  /**
   * Renders {@code deploy/} from the chart as it is.
   *
   * @return texts by file, in the order of installation
   */
  static Map<Path, String> render() {
    Map<Path, String> files = new LinkedHashMap<>();
    for (Manifests.Document document : Chart.render("tests: {enabled: false}").documents()) {
      files.merge(
          FOLDER.resolve(document.template()),
          HEADER.formatted(document.template()) + document.text(),
          (sofar, more) -> sofar + "---\n" + document.text());
    }
    return files;
  }

  /** Makes every generated file anew, the chart's copies of the definitions first. */
  static void update() throws IOException {
    for (Path crd : CRDS) {
      Files.copy(crd, inChart(crd), StandardCopyOption.REPLACE_EXISTING);
    }
    for (Map.Entry<Path, String> file : render().entrySet()) {
      Files.writeString(file.getKey(), file.getValue());
    }
    Files.writeString(ChartReadme.FILE, ChartReadme.render());
  }
}
