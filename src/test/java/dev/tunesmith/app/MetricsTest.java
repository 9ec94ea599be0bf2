package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.reconcile.ReconcileListener.Outcome;
import dev.tunesmith.vertex.InformerListener.Kind;
import dev.tunesmith.vertex.Verb;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics")
class MetricsTest {
  private static final Scope SCOPE = new Scope("my-project", "us-central1");

  private final Metrics metrics = new Metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  @DisplayName("that an alert may wait for are there from the start, at zero")
  void fromTheStart() {
    assertThat(series())
        .contains(
            "tunesmith_leader 0.0",
            "tunesmith_crd_too_old 0.0",
            "tunesmith_jobs_adopted_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_jobs_adopted_total{kind=\"TunedModel\"} 0.0",
            "tunesmith_duplicate_jobs_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_duplicate_jobs_total{kind=\"TunedModel\"} 0.0",
            "tunesmith_creates_outcome_unknown_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_creates_outcome_unknown_total{kind=\"TunedModel\"} 0.0",
            "tunesmith_artifacts_deleted_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_artifacts_left_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_results_published_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_results_refused_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_finalizers_released_unconfirmed_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_finalizers_released_unconfirmed_total{kind=\"TunedModel\"} 0.0",
            "tunesmith_internal_errors_total{kind=\"TuningJob\"} 0.0",
            "tunesmith_internal_errors_total{kind=\"TunedModel\"} 0.0",
            "tunesmith_job_failures_total{reason=\"Failed\"} 0.0",
            "tunesmith_resources{kind=\"TuningJob\",reason=\"Running\"} 0.0",
            "tunesmith_resources{kind=\"TuningJob\",reason=\"other\"} 0.0",
            "tunesmith_resources{kind=\"TunedModel\",reason=\"Creating\"} 0.0",
            "tunesmith_listings_total{outcome=\"complete\",pass=\"listing\"} 0.0",
            "tunesmith_listings_total{outcome=\"failed\",pass=\"gets\"} 0.0",
            "tunesmith_listing_calls_total{pass=\"pages\"} 0.0",
            "tunesmith_reconciliations_total{kind=\"TuningJob\",outcome=\"submitted\"} 0.0",
            "tunesmith_reconciliations_total{kind=\"TunedModel\",outcome=\"deleted\"} 0.0",
            "tunesmith_gemini_calls_total{code=\"OK\",method=\"create\"} 0.0",
            "tunesmith_gemini_call_duration_seconds_count{method=\"generate\"} 0",
            "tunesmith_vertex_calls_total{code=\"OK\",method=\"create\"} 0.0",
            "tunesmith_vertex_call_duration_seconds_count{method=\"get\"} 0");
  }

  @Test
  @DisplayName("count what happens")
  void counting() {
    for (Occurrence occurrence : Occurrence.values()) {
      metrics.reconciliations(TuningJob.class).count(occurrence);
    }
    metrics.reconciliations(TuningJob.class).decided(Outcome.SUBMITTED);
    metrics.crdTooOld(true);
    metrics.leading(true);
    metrics.vertex().ended(Verb.CREATE, "RESOURCE_EXHAUSTED", Duration.ofMillis(1500));

    assertThat(series())
        .contains(
            "tunesmith_jobs_adopted_total{kind=\"TuningJob\"} 1.0",
            "tunesmith_duplicate_jobs_total{kind=\"TuningJob\"} 1.0",
            "tunesmith_crd_too_old 1.0",
            "tunesmith_creates_outcome_unknown_total{kind=\"TuningJob\"} 1.0",
            "tunesmith_finalizers_released_unconfirmed_total{kind=\"TuningJob\"} 1.0",
            "tunesmith_reconciliations_total{kind=\"TuningJob\",outcome=\"submitted\"} 1.0",
            "tunesmith_leader 1.0",
            "tunesmith_internal_errors_total{kind=\"TuningJob\"} 1.0",
            "tunesmith_vertex_calls_total{code=\"RESOURCE_EXHAUSTED\",method=\"create\"} 1.0",
            "tunesmith_vertex_call_duration_seconds_sum{method=\"create\"} 1.5");
  }

  @Test
  @DisplayName(
      "count resources by their latest state and reason, and forget the ones that are gone")
  void resources() {
    show("one", job("JOB_STATE_RUNNING", "Running", "p-1"));
    show("two", job("JOB_STATE_RUNNING", "Running", "p-1"));
    show("odd", job("JOB_STATE_DREAMING", "Dreaming", "p-2"));
    assertThat(series())
        .contains(
            "tunesmith_jobs{" + place("p-1") + ",state=\"JOB_STATE_RUNNING\"} 2.0",
            "tunesmith_jobs{" + place("p-2") + ",state=\"other\"} 1.0",
            "tunesmith_resources{kind=\"TuningJob\",reason=\"Running\"} 2.0",
            "tunesmith_resources{kind=\"TuningJob\",reason=\"other\"} 1.0");

    show("one", job("JOB_STATE_SUCCEEDED", "Succeeded", "p-1"));
    metrics.tuningJobs().gone(key("two"));
    metrics.tuningJobs().gone(key("two"));
    assertThat(series())
        .contains(
            "tunesmith_jobs{" + place("p-1") + ",state=\"JOB_STATE_SUCCEEDED\"} 1.0",
            "tunesmith_resources{kind=\"TuningJob\",reason=\"Running\"} 0.0",
            "tunesmith_resources{kind=\"TuningJob\",reason=\"Succeeded\"} 1.0")
        .noneMatch(line -> line.contains("JOB_STATE_RUNNING"));
  }

  @Test
  @DisplayName("say how jobs ended, how long they took and what they are billed by")
  void ends() {
    TuningJob succeeded =
        job(
            """
            model: gemini-3.5-flash
            projectId: p-1
            location: us-central1
            conditions: [{type: Ready, status: "True", reason: Succeeded},
              {type: Complete, status: "True", reason: Succeeded}]
            job:
              state: JOB_STATE_SUCCEEDED
              createTime: 2026-01-01T10:00:00Z
              startTime: 2026-01-01T10:02:00Z
              endTime: 2026-01-01T13:02:00Z
              tuningDataStats: {supervisedTuningDataStats: {totalBillableTokenCount: 250000}}
              supervisedTuningSpec: {hyperParameters: {epochCount: 4}}
            """);
    metrics.tuningJobs().created(succeeded);
    metrics.tuningJobs().ended(succeeded);
    TuningJob failed =
        job(
            """
            model: gemini-3.5-flash
            projectId: p-1
            location: us-central1
            conditions: [{type: Ready, status: "False", reason: Failed},
              {type: Failed, status: "True", reason: Failed}]
            job: {state: JOB_STATE_FAILED}
            """);
    metrics.tuningJobs().ended(failed);

    assertThat(series())
        .contains(
            "tunesmith_job_creates_total{" + place("p-1") + "} 1.0",
            "tunesmith_job_ends_total{" + ended("complete") + "} 1.0",
            "tunesmith_job_ends_total{" + ended("failed") + "} 1.0",
            "tunesmith_job_failures_total{reason=\"Failed\"} 1.0",
            "tunesmith_job_failures_total{reason=\"Succeeded\"} 0.0",
            "tunesmith_job_queue_duration_seconds_sum{base_model=\"gemini-3.5-flash\"} 120.0",
            "tunesmith_job_run_duration_seconds_count{base_model=\"gemini-3.5-flash\"} 1",
            "tunesmith_billable_tokens_total{" + place("p-1") + "} 1000000.0");
  }

  @Test
  @DisplayName("leave out durations that cannot be a job's, whatever times the service gives")
  void impossibleTimes() {
    TuningJob ended =
        job(
            """
            model: gemini-3.5-flash
            conditions: [{type: Ready, status: "False", reason: Failed}]
            job:
              state: JOB_STATE_FAILED
              createTime: 0001-01-01T00:00:00Z
              startTime: 9999-12-31T23:59:59Z
              endTime: 9999-12-31T00:00:00Z
            """);

    metrics.tuningJobs().ended(ended);

    assertThat(series())
        .contains(
            "tunesmith_job_queue_duration_seconds_count{base_model=\"gemini-3.5-flash\"} 0",
            "tunesmith_job_run_duration_seconds_count{base_model=\"gemini-3.5-flash\"} 0");
  }

  @Test
  @DisplayName("say for how long the jobs of a scope could not be read")
  void stale() {
    String stale =
        "tunesmith_scope_stale_seconds{location=\"us-central1\",project=\"my-project\"} ";
    pass(true, 10);
    assertThat(series()).contains(stale + "0.0");
    pass(false, 20);
    pass(false, 320);
    assertThat(series()).contains(stale + "302.0");
    pass(true, 330);
    assertThat(series())
        .contains(
            stale + "0.0",
            "tunesmith_listing_calls_total{pass=\"listing\"} 12.0",
            "tunesmith_listing_duration_seconds_sum{pass=\"listing\"} 8.0");
  }

  @Test
  @DisplayName("do not grow with what users or a service make up")
  void bounded() {
    for (int i = 0; i <= 100; i++) {
      metrics.tuningJobs().created(job("JOB_STATE_RUNNING", "Running", "project-" + i));
    }
    metrics.vertex().ended(Verb.GET, "first", Duration.ZERO);
    show("0", job("JOB_STATE_0", "reason-0", "another-0"));
    int before = series().size();
    for (int i = 0; i < 1_000; i++) {
      metrics.vertex().ended(Verb.GET, "code-" + i, Duration.ZERO);
      metrics.tuningJobs().created(job("JOB_STATE_RUNNING", "Running", "another-" + i));
      show(Integer.toString(i), job("JOB_STATE_" + i, "reason-" + i, "another-" + i));
    }

    assertThat(series())
        .hasSize(before)
        .contains(
            "tunesmith_vertex_calls_total{code=\"other\",method=\"get\"} 1001.0",
            "tunesmith_job_creates_total{" + place("other") + "} 1001.0",
            "tunesmith_jobs{" + place("other") + ",state=\"other\"} 1000.0");
  }

  @Test
  @DisplayName("show the process's basics as well")
  void process() {
    assertThat(metrics.scrape())
        .contains(
            "jvm_memory_used_bytes",
            "jvm_threads_live_threads",
            "process_cpu_usage",
            "process_start_time_seconds",
            "process_uptime_seconds");
  }

  private static TuningJob job(String state, String reason, String project) {
    return job(
        """
        model: gemini-3.5-flash
        projectId: %s
        location: us-central1
        conditions: [{type: %s, status: "False", reason: %s}]
        job: {state: %s}
        """
            .formatted(project, Conditions.READY, reason, state));
  }

  private static TuningJob job(String status) {
    TuningJob job = new TuningJob();
    job.setStatus(Serialization.unmarshal(status, TuningJobStatus.class));
    return job;
  }

  private void show(String name, TuningJob job) {
    metrics.tuningJobs().shows(key(name), job);
  }

  private static ResourceKey key(String name) {
    return new ResourceKey("team-a", name);
  }

  private static String place(String project) {
    return "base_model=\"gemini-3.5-flash\",location=\"us-central1\",project=\"" + project + "\"";
  }

  private static String ended(String outcome) {
    return place("p-1").replace(",project", ",outcome=\"" + outcome + "\",project");
  }

  private void pass(boolean complete, long ended) {
    metrics
        .informer()
        .passed(SCOPE, Kind.LISTING, 3, complete, Duration.ofSeconds(2), Duration.ofSeconds(ended));
  }

  private List<String> series() {
    return metrics.scrape().lines().filter(line -> line.startsWith("tunesmith_")).toList();
  }
}
