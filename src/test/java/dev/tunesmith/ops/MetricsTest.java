package dev.tunesmith.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics")
class MetricsTest {
  private static final Pattern SERIES = Pattern.compile("^([a-z0-9_]+)(\\{.*})? (\\S+)$");

  private final Metrics metrics =
      new Metrics(
          new Metrics.Vocabulary(
              Set.of("JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED"),
              Set.of("create", "get"),
              Set.of("look"),
              Set.of("create", "wait")));

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  @DisplayName("of our own are these, all there from the start at zero")
  void names() {
    assertThat(series())
        .contains(
            "tunesmith_jobs{state=\"JOB_STATE_RUNNING\"} 0.0",
            "tunesmith_jobs{state=\"JOB_STATE_SUCCEEDED\"} 0.0",
            "tunesmith_jobs{state=\"other\"} 0.0",
            "tunesmith_leader 0.0",
            "tunesmith_adoptions_total 0.0",
            "tunesmith_extra_jobs_total 0.0",
            "tunesmith_finalizers_released_unconfirmed_total 0.0",
            "tunesmith_internal_errors_total 0.0",
            "tunesmith_jobs{state=\"none\"} 0.0",
            "tunesmith_listings_total{kind=\"look\",outcome=\"complete\"} 0.0",
            "tunesmith_listings_total{kind=\"look\",outcome=\"failed\"} 0.0",
            "tunesmith_reconciles_total{outcome=\"create\"} 0.0",
            "tunesmith_reconciles_total{outcome=\"wait\"} 0.0",
            "tunesmith_vertex_calls_total{code=\"OK\",method=\"create\"} 0.0",
            "tunesmith_vertex_calls_total{code=\"OK\",method=\"get\"} 0.0",
            "tunesmith_vertex_call_duration_seconds_count{method=\"get\"} 0",
            "tunesmith_vertex_call_duration_seconds_sum{method=\"get\"} 0.0");
    assertThat(ourNames())
        .containsExactly(
            "tunesmith_adoptions_total",
            "tunesmith_extra_jobs_total",
            "tunesmith_finalizers_released_unconfirmed_total",
            "tunesmith_internal_errors_total",
            "tunesmith_jobs",
            "tunesmith_leader",
            "tunesmith_listings_total",
            "tunesmith_reconciles_total",
            "tunesmith_vertex_call_duration_seconds_count",
            "tunesmith_vertex_call_duration_seconds_max",
            "tunesmith_vertex_call_duration_seconds_sum",
            "tunesmith_vertex_calls_total");
  }

  @Test
  @DisplayName("count what they are told")
  void counting() {
    metrics.adopted();
    metrics.extraJob();
    metrics.listed("look", false);
    metrics.releasedUnconfirmed();
    metrics.reconciled("create");
    metrics.reconciled("create");
    metrics.leading(true);
    metrics.internalError();
    metrics.vertexCall("create", "RESOURCE_EXHAUSTED", Duration.ofMillis(1500));

    assertThat(series())
        .contains(
            "tunesmith_adoptions_total 1.0",
            "tunesmith_extra_jobs_total 1.0",
            "tunesmith_listings_total{kind=\"look\",outcome=\"failed\"} 1.0",
            "tunesmith_finalizers_released_unconfirmed_total 1.0",
            "tunesmith_reconciles_total{outcome=\"create\"} 2.0",
            "tunesmith_leader 1.0",
            "tunesmith_internal_errors_total 1.0",
            "tunesmith_vertex_calls_total{code=\"RESOURCE_EXHAUSTED\",method=\"create\"} 1.0",
            "tunesmith_vertex_call_duration_seconds_sum{method=\"create\"} 1.5");

    metrics.leading(false);
    assertThat(series()).contains("tunesmith_leader 0.0");
  }

  @Test
  @DisplayName("count resources by their job's latest state, and forget the ones that are gone")
  void jobs() {
    metrics.jobShows("team-a/one", null);
    metrics.jobShows("team-a/two", "JOB_STATE_RUNNING");
    metrics.jobShows("team-b/two", "JOB_STATE_RUNNING");
    metrics.jobShows("team-a/odd", "JOB_STATE_DREAMING");
    assertThat(series())
        .contains(
            "tunesmith_jobs{state=\"none\"} 1.0",
            "tunesmith_jobs{state=\"JOB_STATE_RUNNING\"} 2.0",
            "tunesmith_jobs{state=\"other\"} 1.0");

    metrics.jobShows("team-a/two", "JOB_STATE_SUCCEEDED");
    metrics.jobGone("team-b/two");
    metrics.jobGone("team-b/two");
    assertThat(series())
        .contains(
            "tunesmith_jobs{state=\"JOB_STATE_RUNNING\"} 0.0",
            "tunesmith_jobs{state=\"JOB_STATE_SUCCEEDED\"} 1.0");
  }

  @Test
  @DisplayName("do not grow with what a service makes up: it counts as other")
  void bounded() {
    metrics.vertexCall("create", "first", Duration.ZERO);
    metrics.vertexCall("first", "OK", Duration.ZERO);
    metrics.listed("first", true);
    metrics.reconciled("first");
    int before = series().size();
    for (int i = 0; i < 1_000; i++) {
      metrics.vertexCall("create", "code-" + i, Duration.ZERO);
      metrics.vertexCall("method-" + i, "OK", Duration.ZERO);
      metrics.listed("kind-" + i, true);
      metrics.reconciled("outcome-" + i);
      metrics.jobShows("team-a/" + i, "JOB_STATE_" + i);
    }

    assertThat(series())
        .hasSize(before)
        .contains(
            "tunesmith_vertex_calls_total{code=\"other\",method=\"create\"} 1001.0",
            "tunesmith_vertex_calls_total{code=\"OK\",method=\"other\"} 1001.0",
            "tunesmith_listings_total{kind=\"other\",outcome=\"complete\"} 1001.0",
            "tunesmith_reconciles_total{outcome=\"other\"} 1001.0",
            "tunesmith_jobs{state=\"other\"} 1000.0");
  }

  @Test
  @DisplayName("tell the process's basics as well")
  void process() {
    assertThat(metrics.scrape())
        .contains(
            "jvm_memory_used_bytes",
            "jvm_threads_live_threads",
            "process_cpu_usage",
            "process_start_time_seconds",
            "process_uptime_seconds");
  }

  private List<String> series() {
    return metrics.scrape().lines().filter(line -> line.startsWith("tunesmith_")).toList();
  }

  private Set<String> ourNames() {
    Set<String> names = new TreeSet<>();
    for (String line : series()) {
      Matcher matcher = SERIES.matcher(line);
      assertThat(matcher.matches()).as(line).isTrue();
      names.add(matcher.group(1));
    }
    return names;
  }
}
