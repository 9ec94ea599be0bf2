package dev.tunesmith.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tunesmith.OperatorMain;
import dev.tunesmith.api.v1alpha1.Annotations;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.kind.tunedmodel.TunedModelKind;
import dev.tunesmith.kind.tuningjob.TuningJobKind;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.monitoring.MetricTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The documents")
class DocumentsTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path NAVIGATION = Path.of("src", "docs", "mkdocs.yml");
  private static final int FRONT_PAGE_LINES = 150;

  /** Of kubectl, Helm, gcloud, oc, curl, docker, Argo CD, Maven and mkdocs. */
  private static final Set<String> FOREIGN_OPTIONS =
      Set.of(
          "--all",
          "--all-namespaces",
          "--atomic",
          "--attribute-mapping",
          "--cleanup-on-fail",
          "--condition",
          "--create-namespace",
          "--field-selector",
          "--filename",
          "--for",
          "--force",
          "--force-replace",
          "--issuer-uri",
          "--jwk-json-path",
          "--kind",
          "--lifecycle-file",
          "--location",
          "--member",
          "--merge",
          "--overwrite",
          "--patch-file",
          "--previous",
          "--recursive",
          "--raw",
          "--replicas",
          "--reset-then-reuse-values",
          "--resource",
          "--resource-name",
          "--reuse-values",
          "--rm",
          "--role",
          "--rollback-on-failure",
          "--server-side",
          "--serviceaccount",
          "--set",
          "--set-string",
          "--strict",
          "--take-ownership",
          "--template",
          "--timeout",
          "--type",
          "--verb",
          "--wait",
          "--wait-for-jobs",
          "--workload-identity-pool");

  /**
   * CamelCase that stands in code and is no reason: kinds and conditions of Kubernetes and ours.
   */
  private static final Set<String> OTHER_NAMES =
      Set.of(
          "Application",
          "BeforeHookCreation",
          "Cancel",
          "Complete",
          "ConfigMap",
          "CreateTuningJob",
          "CreateTuningJobRequest",
          "Degraded",
          "Delete",
          "DeleteNonDefault",
          "Deployment",
          "Failed",
          "False",
          "Finished",
          "Force",
          "GitRepository",
          "Healthy",
          "Hide",
          "InProgress",
          "Job",
          "Keep",
          "Kustomization",
          "Lease",
          "NoAnswer",
          "Orphan",
          "PostProcessing",
          "ProcessingDataset",
          "Progressing",
          "Ready",
          "Reconciling",
          "Role",
          "RuntimeDefault",
          "Secret",
          "Service",
          "Show",
          "Stalled",
          "Suspended",
          "True",
          "TunedModel",
          "Tuning",
          "TuningJob",
          "Unknown",
          "WaitingForCapacity",
          "WaitingForQuota");

  /** Where links lead, and that each page can be found from the navigation. */
  @Test
  @DisplayName("link to files and headings that exist")
  void links() {
    for (Page page : Page.all()) {
      for (String link : page.links()) {
        if (!link.matches("[a-z]+:.*")) {
          assertThat(missing(page, link)).as("%s: %s", page.path(), link).isEmpty();
        }
      }
    }
  }

  private static String missing(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path file = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]).normalize();
    if (!Files.exists(file)) {
      return "no file " + file;
    }
    if (parts.length > 1 && file.toString().endsWith(".md")) {
      List<String> anchors = Page.read(file).anchors();
      return anchors.contains(parts[1]) ? "" : "no heading among " + anchors;
    }
    return "";
  }

  @Test
  @DisplayName("of docs/ are in the site's navigation, each once")
  void navigation() throws IOException {
    String navigation = Files.readString(NAVIGATION);
    for (Page page : Page.own()) {
      if (page.path().startsWith("docs")) {
        String name = Path.of("docs").relativize(page.path()).toString();
        assertThat(navigation.lines().filter(line -> line.endsWith(" " + name)))
            .as("%s in %s", name, NAVIGATION)
            .hasSize(1);
      }
    }
  }

  @Test
  @DisplayName("have a front page of at most 150 lines")
  void frontPage() {
    assertThat(Page.read(Path.of("README.md")).text().lines())
        .hasSizeLessThanOrEqualTo(FRONT_PAGE_LINES);
  }

  @Test
  @DisplayName("name options that our commands, or the other programs in use, have")
  void options() {
    Set<String> known = new HashSet<>(FOREIGN_OPTIONS);
    OperatorMain.commandLine(Map.of())
        .getSubcommands()
        .values()
        .forEach(
            command ->
                command.getCommandSpec().options().forEach(o -> known.addAll(List.of(o.names()))));
    // --allow-… stands for several.
    assertThat(found("(?<![\\w-])--[a-z]++(?:-[a-z]++)*+(?!-…)")).isSubsetOf(known);
  }

  @Test
  @DisplayName("name environment variables that are read")
  void variables() {
    Set<String> known =
        OperatorMain.commandLine(Map.of()).getSubcommands().entrySet().stream()
            .filter(command -> command.getKey().equals("operator"))
            .flatMap(command -> command.getValue().getCommandSpec().options().stream())
            .map(option -> option.longestName().substring(2))
            .map(name -> "TUNESMITH_" + name.toUpperCase(Locale.ROOT).replace('-', '_'))
            .collect(Collectors.toSet());
    assertThat(found("TUNESMITH_[A-Z_]+")).isNotEmpty().isSubsetOf(known);
  }

  @Test
  @DisplayName("name metrics that there are")
  void metrics() {
    Set<String> known = new HashSet<>(MetricTable.documented().metrics().keySet());
    known.addAll(MetricTable.documented().series().keySet());
    assertThat(found("\\btunesmith_\\w+")).isNotEmpty().isSubsetOf(known);
  }

  @Test
  @DisplayName("name reasons, conditions and kinds that there are, where they stand in code")
  void names() {
    Set<String> known = new HashSet<>(OTHER_NAMES);
    Arrays.stream(ConditionReason.values()).map(ConditionReason::value).forEach(known::add);
    Arrays.stream(EventReason.values()).map(EventReason::value).forEach(known::add);
    Set<String> alerts = alerts();
    Set<String> unknown = new TreeSet<>();
    for (Page page : Page.own()) {
      page.spans().stream()
          .filter(span -> span.matches("[A-Z][a-z]+(?:[A-Z][a-z]+)*"))
          .filter(span -> !known.contains(span) && !alerts.contains(span))
          .filter(span -> !span.matches(".*(Test|Bench)"))
          .forEach(span -> unknown.add(page.path() + ": " + span));
    }
    assertThat(unknown)
        .as("neither a reason nor in OTHER_NAMES, which has words of Kubernetes and the service")
        .isEmpty();
  }

  private static Set<String> alerts() {
    return new TreeSet<>(
        Page.all().stream()
            .map(page -> page.path().getFileName().toString().replace(".md", ""))
            .toList());
  }

  @Test
  @DisplayName("name fields that the CRDs have")
  void fields() throws IOException {
    List<JsonNode> schemas = List.of(schema("tuningjobs"), schema("tunedmodels"));
    for (String field : found("(?<![\\w./])(?:spec|status)(?:\\.\\w+)+(?![\\w(/])")) {
      String[] steps = field.split("\\.");
      assertThat(schemas).as(field).anyMatch(schema -> exists(schema, steps, 0));
    }
  }

  private static boolean exists(JsonNode schema, String[] steps, int at) {
    boolean free =
        schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()
            && !schema.has("properties");
    if (at == steps.length || free) {
      return true;
    }
    JsonNode inner = schema.path("type").asText().equals("array") ? schema.path("items") : schema;
    JsonNode next = inner.path("properties").path(steps[at]);
    return inner.has("additionalProperties")
        || (!next.isMissingNode() && exists(next, steps, at + 1));
  }

  private static JsonNode schema(String plural) throws IOException {
    return YAML.readTree(Path.of("crds", plural + ".tunesmith.dev-v1.yml").toFile())
        .at("/spec/versions/0/schema/openAPIV3Schema");
  }

  @Test
  @DisplayName("name labels and annotations of ours that the code knows")
  void labels() {
    Set<String> labels =
        Set.of(
            JobLabels.INSTANCE,
            JobLabels.RESOURCE,
            JobLabels.RUN,
            JobLabels.INPUTS,
            JobLabels.ATTEMPT,
            JobLabels.NAMESPACE,
            JobLabels.NAME);
    assertThat(labels)
        .as("labels of jobs in docs/reference/labels.md")
        .allMatch(
            label -> Page.read(Path.of("docs", "reference", "labels.md")).spans().contains(label));
    assertThat(found("(?<![\\w/.])tunesmith\\.dev/[a-z]++(?:-[a-z]++)*+(?![\\w/])"))
        .isSubsetOf(
            Annotations.PAUSED,
            TuningJobKind.MANAGER,
            TuningJobKind.FINALIZER,
            TunedModelKind.FINALIZER);
  }

  @Test
  @DisplayName("name test classes that there are")
  void tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
      Set<String> classes =
          files
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
      assertThat(found("\\b(?:[A-Z][a-z]\\w*)(?:IT|Test|Bench)\\b")).isSubsetOf(classes);
    }
  }

  @Test
  @DisplayName("set values of the chart that there are")
  void values() throws IOException {
    JsonNode values = YAML.readTree(Path.of("helm", "tunesmith", "values.yaml").toFile());
    for (String value : found("(?<=--set )(?!tuning)[\\w.]+(?==)")) {
      assertThat(values.at("/" + value.replace('.', '/')).isMissingNode()).as(value).isFalse();
    }
  }

  /** Everything in code, on any page, that has this form. */
  private static Set<String> found(String form) {
    Pattern pattern = Pattern.compile(form);
    return Page.all().stream()
        .flatMap(page -> page.code().stream())
        .flatMap(code -> pattern.matcher(code).results().map(MatchResult::group))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
