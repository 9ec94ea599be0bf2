package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics")
class MetricsTest {
  private final Metrics metrics =
      new Metrics(
          new Metrics.Vocabulary(
              Set.of("JOB_STATE_RUNNING", "JOB_STATE_SUCCEEDED"),
              Set.of("create", "get"),
              Set.of("look"),
              Set.of("create", "wait"),
              Set.of("Running", "Succeeded", "Failed")));

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  @DisplayName("that an alert waits for are there from the start, at zero")
  void names() {
    assertThat(series())
        .contains(
            "tunesmith_leader 0.0",
            "tunesmith_crd_too_old 0.0",
            "tunesmith_adoptions_total 0.0",
            "tunesmith_extra_jobs_total 0.0",
            "tunesmith_creates_in_doubt_total 0.0",
            "tunesmith_finalizers_released_unconfirmed_total 0.0",
            "tunesmith_internal_errors_total 0.0",
            "tunesmith_job_failures_total{reason=\"Failed\"} 0.0",
            "tunesmith_resources{reason=\"Running\"} 0.0",
            "tunesmith_resources{reason=\"other\"} 0.0",
            "tunesmith_listings_total{kind=\"look\",outcome=\"complete\"} 0.0",
            "tunesmith_listings_total{kind=\"look\",outcome=\"failed\"} 0.0",
            "tunesmith_sweep_calls_total{kind=\"look\"} 0.0",
            "tunesmith_reconciles_total{outcome=\"create\"} 0.0",
            "tunesmith_reconciles_total{outcome=\"wait\"} 0.0",
            "tunesmith_vertex_calls_total{code=\"OK\",method=\"create\"} 0.0",
            "tunesmith_vertex_calls_total{code=\"OK\",method=\"get\"} 0.0",
            "tunesmith_vertex_call_duration_seconds_count{method=\"get\"} 0",
            "tunesmith_vertex_call_duration_seconds_sum{method=\"get\"} 0.0");
  }

  @Test
  @DisplayName("count what they are told")
  void counting() {
    metrics.adopted();
    metrics.extraJob();
    metrics.definition(true);
    metrics.jobs().inDoubt();
    pass("look", false, 0);
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
            "tunesmith_crd_too_old 1.0",
            "tunesmith_creates_in_doubt_total 1.0",
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

  private static JobMetrics.Job job(String state, String reason, String project) {
    return new JobMetrics.Job(state, reason, project, "us-central1", "gemini-2.5-flash");
  }

  private static String place(String project) {
    return "base_model=\"gemini-2.5-flash\",location=\"us-central1\",project=\"" + project + "\"";
  }

  private void pass(String kind, boolean complete, long ended) {
    metrics
        .sweeps()
        .passed(
            "my-project",
            "us-central1",
            new SweepMetrics.Pass(
                kind, complete, 3, Duration.ofSeconds(2), Duration.ofSeconds(ended)));
  }

  @Test
  @DisplayName(
      "count resources by their latest state and reason, and forget the ones that are gone")
  void jobs() {
    JobMetrics jobs = metrics.jobs();
    jobs.shows("team-a/one", new JobMetrics.Job(null, "Submitting", null, null, null));
    jobs.shows("team-a/two", job("JOB_STATE_RUNNING", "Running", "p-1"));
    jobs.shows("team-b/two", job("JOB_STATE_RUNNING", "Running", "p-1"));
    jobs.shows("team-a/odd", job("JOB_STATE_DREAMING", "Dreaming", "p-2"));
    assertThat(series())
        .contains(
            "tunesmith_jobs{base_model=\"none\",location=\"none\",project=\"none\",state=\"none\"}"
                + " 1.0",
            "tunesmith_jobs{" + place("p-1") + ",state=\"JOB_STATE_RUNNING\"} 2.0",
            "tunesmith_jobs{" + place("p-2") + ",state=\"other\"} 1.0",
            "tunesmith_resources{reason=\"Running\"} 2.0",
            "tunesmith_resources{reason=\"other\"} 2.0");

    jobs.shows("team-a/two", job("JOB_STATE_SUCCEEDED", "Succeeded", "p-1"));
    jobs.gone("team-b/two");
    jobs.gone("team-b/two");
    assertThat(series())
        .contains(
            "tunesmith_jobs{" + place("p-1") + ",state=\"JOB_STATE_SUCCEEDED\"} 1.0",
            "tunesmith_resources{reason=\"Running\"} 0.0",
            "tunesmith_resources{reason=\"Succeeded\"} 1.0")
        .noneMatch(line -> line.contains("JOB_STATE_RUNNING"));
  }

  @Test
  @DisplayName("tell what jobs came to, how long they took and what they are billed by")
  void ends() {
    JobMetrics jobs = metrics.jobs();
    JobMetrics.Job succeeded = job("JOB_STATE_SUCCEEDED", "Succeeded", "p-1");
    jobs.submitted(succeeded);
    jobs.ended(
        succeeded,
        new JobMetrics.End(true, Duration.ofMinutes(2), Duration.ofHours(3), 1_000_000L));
    jobs.ended(
        job("JOB_STATE_FAILED", "Failed", "p-1"), new JobMetrics.End(false, null, null, null));

    assertThat(series())
        .contains(
            "tunesmith_jobs_submitted_total{" + place("p-1") + "} 1.0",
            "tunesmith_job_ends_total{" + ended("complete") + "} 1.0",
            "tunesmith_job_ends_total{" + ended("failed") + "} 1.0",
            "tunesmith_job_failures_total{reason=\"Failed\"} 1.0",
            "tunesmith_job_failures_total{reason=\"Succeeded\"} 0.0",
            "tunesmith_job_queue_duration_seconds_sum{base_model=\"gemini-2.5-flash\"} 120.0",
            "tunesmith_job_run_duration_seconds_count{base_model=\"gemini-2.5-flash\"} 1",
            "tunesmith_job_run_duration_seconds_bucket{base_model=\"gemini-2.5-flash\",le=\"7200.0\"}"
                + " 0",
            "tunesmith_job_run_duration_seconds_bucket{base_model=\"gemini-2.5-flash\",le=\"14400.0\"}"
                + " 1",
            "tunesmith_billable_tokens_total{" + place("p-1") + "} 1000000.0");
  }

  private static String ended(String outcome) {
    return place("p-1").replace(",project", ",outcome=\"" + outcome + "\",project");
  }

  @Test
  @DisplayName("tell for how long no pass has seen the jobs of a place")
  void stale() {
    String stale =
        "tunesmith_sweep_stale_seconds{location=\"us-central1\",project=\"my-project\"} ";
    pass("look", true, 10);
    assertThat(series()).contains(stale + "0.0");
    pass("look", false, 20);
    pass("look", false, 320);
    assertThat(series()).contains(stale + "302.0");
    pass("look", true, 330);
    assertThat(series())
        .contains(
            stale + "0.0",
            "tunesmith_sweep_calls_total{kind=\"look\"} 12.0",
            "tunesmith_sweep_duration_seconds_sum{kind=\"look\"} 8.0");
  }

  @Test
  @DisplayName("do not grow with what a service makes up: it counts as other")
  void bounded() {
    metrics.vertexCall("create", "first", Duration.ZERO);
    metrics.vertexCall("first", "OK", Duration.ZERO);
    pass("first", true, 0);
    JobMetrics jobs = metrics.jobs();
    jobs.shows("team-a/0", job("JOB_STATE_0", "first", "project-0"));
    jobs.ended(
        job("JOB_STATE_0", "first", "project-0"), new JobMetrics.End(false, null, null, null));
    for (int i = 1; i <= 200; i++) {
      jobs.submitted(job("JOB_STATE_0", "first", "project-" + i));
    }
    metrics.reconciled("first");
    int before = series().size();
    for (int i = 0; i < 1_000; i++) {
      metrics.vertexCall("create", "code-" + i, Duration.ZERO);
      metrics.vertexCall("method-" + i, "OK", Duration.ZERO);
      pass("kind-" + i, true, 0);
      jobs.submitted(job("JOB_STATE_0", "first", "another-" + i));
      jobs.ended(job("x", "reason-" + i, "project-0"), new JobMetrics.End(false, null, null, null));
      metrics.reconciled("outcome-" + i);
      jobs.shows("team-a/" + i, job("JOB_STATE_" + i, "reason-" + i, "project-0"));
    }

    assertThat(series())
        .hasSize(before)
        .contains(
            "tunesmith_vertex_calls_total{code=\"other\",method=\"create\"} 1001.0",
            "tunesmith_vertex_calls_total{code=\"OK\",method=\"other\"} 1001.0",
            "tunesmith_listings_total{kind=\"other\",outcome=\"complete\"} 1001.0",
            "tunesmith_reconciles_total{outcome=\"other\"} 1001.0",
            "tunesmith_job_failures_total{reason=\"other\"} 1001.0",
            "tunesmith_jobs_submitted_total{" + place("other") + "} 1101.0",
            "tunesmith_jobs{" + place("project-0") + ",state=\"other\"} 1000.0");
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
}
