package dev.tunesmith.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.app.Metrics;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.InformerListener.Kind;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is shipped for monitoring")
class MonitoringTest {
  private static final Path FOLDER = Path.of("deploy", "monitoring");
  private static final Path RUNBOOKS = FOLDER.resolve("runbooks");
  private static final Path CHART = Path.of("helm", "tunesmith", "files");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern COUNTER = Pattern.compile("tunesmith_\\w+_total");
  private static final Pattern REASON = Pattern.compile("reason(?:=|=~|!=|!~)\"([^\"]*)\"");

  private static final Map<String, Set<String>> SERIES = MetricTable.documented().series();

  /** Everything that can be counted, counted once. */
  private static String scrape() {
    try (Metrics metrics = new Metrics()) {
      TuningJob job = new TuningJob();
      job.setStatus(
          Serialization.unmarshal(
              """
              projectId: p
              location: us-central1
              model: m
              conditions: [{type: Ready, status: "True", reason: Succeeded},
                {type: Complete, status: "True", reason: Succeeded}]
              job:
                state: JOB_STATE_SUCCEEDED
                createTime: 2026-01-01T10:00:00Z
                startTime: 2026-01-01T10:02:00Z
                endTime: 2026-01-01T13:02:00Z
                tuningDataStats: {supervisedTuningDataStats: {totalBillableTokenCount: 1}}
              """,
              TuningJobStatus.class));
      metrics.tuningJobs().shows(new ResourceKey("a", "b"), job);
      metrics.tuningJobs().created(job);
      metrics.tuningJobs().ended(job);
      metrics
          .informer()
          .passed(
              new Scope("p", "us-central1"), Kind.LISTING, 1, true, Duration.ZERO, Duration.ZERO);
      return metrics.scrape();
    }
  }

  @Test
  @DisplayName(
      "names every metric of the operator in its table, with kind and labels, and no other")
  void table() {
    assertThat(MetricTable.of(scrape()).metrics())
        .isNotEmpty()
        .containsExactlyInAnyOrderEntriesOf(MetricTable.documented().own());
  }

  private static Set<String> reasons() {
    return Arrays.stream(ConditionReason.values())
        .map(ConditionReason::value)
        .collect(Collectors.toSet());
  }

  static Stream<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    JsonNode rules = YAML.readTree(FOLDER.resolve("rules.yaml").toFile());
    rules.path("groups").forEach(group -> group.path("rules").forEach(alerts::add));
    return alerts.stream();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  @DisplayName("alerts on metrics, labels and reasons that there are, and says what to do")
  void alert(JsonNode alert) {
    String name = alert.path("alert").asText();
    String expression = alert.path("expr").asText();
    assertThat(new Expression(expression).faults(SERIES)).as(name + ": " + expression).isEmpty();
    REASON
        .matcher(expression)
        .results()
        .flatMap(match -> Stream.of(match.group(1).split("\\|")))
        .forEach(reason -> assertThat(reasons()).as(name).contains(reason));
    assertThat(alert.path("labels").path("severity").asText()).isIn("warning", "critical");
    assertThat(alert.path("for").asText("1m")).matches("[1-9][0-9]*[mh]");
    JsonNode annotations = alert.path("annotations");
    assertThat(annotations.path("summary").asText()).as(name).isNotBlank();
    assertThat(annotations.path("description").asText()).as(name).isNotBlank();
    assertThat(annotations.path("runbook_url").asText())
        .endsWith("/deploy/monitoring/runbooks/" + name + ".md");
    assertThat(RUNBOOKS.resolve(name + ".md")).content().startsWith("# " + name + "\n");
  }

  @Test
  @DisplayName(
      "has a page for each alert and no page for none, and every link in them leads somewhere")
  void runbooks() throws IOException {
    List<String> names = alerts().map(alert -> alert.path("alert").asText() + ".md").toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(10).doesNotHaveDuplicates();
    try (Stream<Path> pages = Files.list(RUNBOOKS)) {
      List<Path> all = pages.toList();
      assertThat(all)
          .extracting(page -> page.getFileName().toString())
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(names.stream(), Stream.of("README.md")).toList());
      for (Path page : all) {
        Pattern.compile("\\]\\(([^)#]+)[^)]*\\)")
            .matcher(Files.readString(page))
            .results()
            .forEach(link -> assertThat(RUNBOOKS.resolve(link.group(1))).exists());
      }
    }
  }

  @Test
  @DisplayName(
      "tests every alert in a case in which it fires, and in one in which it does not"
          + " (PromtoolTest)")
  void cases() throws IOException {
    Set<String> firing = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (JsonNode test : YAML.readTree(FOLDER.resolve("rules_test.yaml").toFile()).path("tests")) {
      Set<String> fires = new TreeSet<>();
      Set<String> named = new TreeSet<>();
      for (JsonNode check : test.path("alert_rule_test")) {
        named.add(check.path("alertname").asText());
        if (!check.path("exp_alerts").isEmpty()) {
          fires.add(check.path("alertname").asText());
        }
      }
      firing.addAll(fires);
      named.removeAll(fires);
      silent.addAll(named);
    }
    List<String> alerts = alerts().map(alert -> alert.path("alert").asText()).toList();
    assertThat(firing).containsExactlyInAnyOrderElementsOf(alerts);
    assertThat(silent).containsExactlyInAnyOrderElementsOf(alerts);
  }

  static Stream<String> counters() throws IOException {
    return alerts()
        .flatMap(alert -> COUNTER.matcher(alert.path("expr").asText()).results())
        .map(MatchResult::group)
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("counters")
  @DisplayName("counts from zero, from the start, whatever an alert waits for")
  void bornAtZero(String counter) {
    try (Metrics metrics = new Metrics()) {
      String fresh = metrics.scrape();
      assertThat(fresh).containsPattern("(?m)^" + counter + "(\\{.*})? 0[.]0$");
      assertThat(reasons())
          .allSatisfy(reason -> assertThat(fresh).contains("{reason=\"" + reason + "\"} 0.0"));
      assertThat(fresh)
          .contains("tunesmith_job_failures_total{reason=\"other\"} 0.0")
          .contains("process_start_time_seconds ");
    }
  }

  static Stream<String> dashboardExpressions() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
    return dashboard.findValuesAsText("expr").stream()
        .map(expression -> expression.replace("$__range", "1d").replace("$__rate_interval", "5m"));
  }

  @ParameterizedTest
  @MethodSource("dashboardExpressions")
  @DisplayName("draws metrics and labels that there are")
  void dashboard(String expression) {
    assertThat(new Expression(expression).faults(SERIES)).as(expression).isEmpty();
  }

  @Test
  @DisplayName("draws panels that do not overlap, each with a name and an id of its own")
  void panels() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
    Set<String> cells = new HashSet<>();
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).isTrue();
      assertThat(panel.path("title").asText()).isNotBlank();
      JsonNode at = panel.path("gridPos");
      for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(x).isLessThan(24);
          assertThat(cells.add(x + "/" + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboardExpressions")
  @DisplayName("draws what the chosen operators show, in the chosen namespaces, and no other JVM")
  void selectors(String expression) {
    assertThat(expression.replaceAll("label_replace\\([^)]*\\)|vector\\(0\\)", ""))
        .doesNotContainPattern(
            "(tunesmith|jvm)_\\w+(?!\\w|\\{namespace=~\"[$]namespace\",job=~\"[$]release\")");
    if (expression.contains("jvm_")) {
      assertThat(expression).contains("and on (namespace, job, instance) tunesmith_leader");
    }
  }

  @Test
  @DisplayName("shows 0 where nothing happened, not the lack of data, in every number")
  void zeros() throws IOException {
    for (JsonNode panel : dashboardPanels()) {
      if (panel.path("type").asText().equals("stat")) {
        assertThat(panel.at("/fieldConfig/defaults/noValue").asText()).isEqualTo("0");
        assertThat(panel.at("/fieldConfig/defaults/thresholds/steps")).isNotEmpty();
        assertThat(panel.at("/targets/0/expr").asText()).endsWith(" or vector(0)");
      }
    }
  }

  private static JsonNode dashboardPanels() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile()).path("panels");
  }

  @Test
  @DisplayName("links from alerts, reasons and jobs to pages that there are")
  void links() throws IOException {
    List<String> links =
        dashboardPanels().findValuesAsText("url").stream()
            .filter(url -> url.startsWith("https://"))
            .toList();
    assertThat(links).hasSize(3);
    for (String link : links) {
      String page = link.replaceFirst("^https://github.com/tunesmith/tunesmith/blob/main/", "");
      if (!page.equals(link)) {
        assertThat(Path.of(page.replace("${__data.fields.alert}", "TunesmithNoLeader"))).exists();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules.yaml", "dashboard.json"})
  @DisplayName("is the same in the chart, to the byte")
  void sameInTheChart(String file) {
    assertThat(CHART.resolve(file)).hasSameBinaryContentAs(FOLDER.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(tunesmith_no_such_total)",
        "sum by (nobody) (tunesmith_jobs)",
        "sum(tunesmith_jobs{nobody=\"x\"})",
        "sum(tunesmith_jobs",
        "sum(tunesmith_jobs))",
        "summ(tunesmith_jobs)",
        "sum(tunesmith_jobs{state=\"x})",
        "rate(tunesmith_jobs_adopted_total[5 minutes])",
        "1"
      })
  @DisplayName("is read by a check that finds what is wrong")
  void faults(String expression) {
    assertThat(new Expression(expression).faults(SERIES)).isNotEmpty();
  }
}
