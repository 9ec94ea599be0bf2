package dev.tunesmith.it.secondkind;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.acceptance.AcceptancePlan;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.Announcement;
import dev.tunesmith.reconcile.JobKind;
import dev.tunesmith.reconcile.Peers;
import dev.tunesmith.reconcile.Report;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.TuningMethod;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kind {@code DatasetTuning}, as the runtime has to know it. */
final class DatasetTuningKind implements JobKind<DatasetTuning> {
  static final String FINALIZER = "test.tunesmith.dev/dataset-tuning";

  private static final Scope SCOPE = new Scope("local-project", "us-central1");
  private static final DatasetTuning.Status NO_STATUS =
      new DatasetTuning.Status(null, null, null, null, Map.of(), null, null, null, null);

  @Override
  public Class<DatasetTuning> type() {
    return DatasetTuning.class;
  }

  @Override
  public String finalizer() {
    return FINALIZER;
  }

  @Override
  public DesiredJob desired(DatasetTuning resource, Peers<DatasetTuning> peers) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("baseModel", "gemini-3.5-flash");
    body.putObject("supervisedTuningSpec").put("trainingDatasetUri", resource.getSpec().dataset());
    return new DesiredJob(
        resource.getSpec().run(),
        body.toString(),
        SCOPE,
        new JobRequest(TuningMethod.SUPERVISED, body.toString()),
        null,
        null,
        null,
        List.of(),
        List.of(),
        Controls.NONE,
        null);
  }

  @Override
  public Recorded recorded(DatasetTuning resource) {
    DatasetTuning.Status status = status(resource);
    Map<JobName, @Nullable String> names = new HashMap<>();
    status.jobs().forEach((job, run) -> JobName.parse(job).ifPresent(j -> names.put(j, run)));
    String project = status.projectId();
    String location = status.location();
    return new Recorded(
        status.submission() == null ? 0 : 1,
        project == null || location == null ? null : new Scope(project, location),
        names,
        status.rejectedInputs() == null
            ? null
            : new Rejected(resource.getSpec().run(), status.rejectedInputs(), status.message()),
        !Objects.equals(status.observedGeneration(), resource.getMetadata().getGeneration()));
  }

  @Override
  public DatasetTuning.Status status(DatasetTuning resource) {
    return Objects.requireNonNullElse(resource.getStatus(), NO_STATUS);
  }

  @Override
  public DatasetTuning project(DatasetTuning resource, Report report, Report.Context context) {
    DatasetTuning.Status was = status(resource);
    Map<String, String> jobs = jobs(was, context);
    DatasetTuning.Status is =
        switch (report) {
          case Report.Submitting r ->
              status(was, context, jobs, "Submitting", "attempt " + r.attempt(), r.attempt());
          case Report.Created r -> seen(was, context, jobs, r.job(), "Created", "");
          case Report.Followed r ->
              seen(was, context, jobs, r.job(), "Followed", r.modelGone() ? "no model" : "");
          case Report.Unpublished r ->
              seen(was, context, jobs, r.job(), r.reason().value(), r.message());
          case Report.Unseen r ->
              seen(was, context, jobs, r.lastSeen(), r.reason().value(), r.message());
          case Report.Removing r -> seen(was, context, jobs, r.job(), "Removing", r.message());
          case Report.Refused r ->
              rejected(
                  status(was, context, jobs, r.reason().value(), r.message(), null), r.inputs());
          case Report.Waiting r ->
              status(
                  was,
                  context,
                  jobs,
                  r.reason().value(),
                  r.message(),
                  r.clears() ? null : was.submission());
          case Report.Blocked r ->
              status(
                  was,
                  context,
                  jobs,
                  r.reason().value(),
                  r.message(),
                  r.clears() ? null : was.submission());
          case Report.Noted r ->
              status(was, context, jobs, was.reason(), r.message(), was.submission());
        };
    return with(resource, is);
  }

  /** The jobs that are known, and those whose owner is not known (rule H). */
  private static Map<String, String> jobs(DatasetTuning.Status was, Report.Context context) {
    Map<String, String> jobs = new HashMap<>(was.jobs());
    jobs.keySet()
        .removeIf(
            name ->
                context.keep().stream().noneMatch(job -> job.toString().equals(name))
                    && context.jobs().stream().noneMatch(j -> j.name().toString().equals(name)));
    for (JobSnapshot job : context.jobs()) {
      if (context.runLabel().equals(job.labels().get(JobLabels.RUN))) {
        jobs.put(job.name().toString(), context.desired().run());
      }
    }
    return jobs;
  }

  private static DatasetTuning.Status status(
      DatasetTuning.Status was,
      Report.Context context,
      Map<String, String> jobs,
      @Nullable String reason,
      String message,
      @Nullable Integer submission) {
    return new DatasetTuning.Status(
        context.generation(),
        submission,
        SCOPE.projectId(),
        SCOPE.location(),
        jobs,
        was.state(),
        reason,
        message,
        was.rejectedInputs());
  }

  private static DatasetTuning.Status seen(
      DatasetTuning.Status was,
      Report.Context context,
      Map<String, String> jobs,
      JobSnapshot job,
      String reason,
      String message) {
    jobs.put(job.name().toString(), context.desired().run());
    return new DatasetTuning.Status(
        context.generation(),
        null,
        SCOPE.projectId(),
        SCOPE.location(),
        jobs,
        job.state().raw(),
        reason,
        message,
        was.rejectedInputs());
  }

  private static DatasetTuning.Status rejected(
      DatasetTuning.Status status, @Nullable String inputs) {
    return new DatasetTuning.Status(
        status.observedGeneration(),
        status.submission(),
        status.projectId(),
        status.location(),
        status.jobs(),
        status.state(),
        status.reason(),
        status.message(),
        inputs);
  }

  @Override
  public DatasetTuning copy(DatasetTuning resource) {
    return with(resource, resource.getStatus());
  }

  private static DatasetTuning with(DatasetTuning resource, DatasetTuning.@Nullable Status status) {
    DatasetTuning copy = new DatasetTuning();
    copy.setMetadata(new ObjectMetaBuilder(resource.getMetadata()).build());
    copy.setSpec(resource.getSpec());
    copy.setStatus(status);
    return copy;
  }

  @Override
  public Optional<AcceptancePlan> checks(DatasetTuning resource, JobSnapshot job) {
    return Optional.empty();
  }

  @Override
  public List<Announcement> announcements(DatasetTuning before, DatasetTuning after) {
    String state = status(after).state();
    return state == null || state.equals(status(before).state())
        ? List.of()
        : List.of(new Announcement(false, "StateChanged", "The job is " + state + "."));
  }

  @Override
  public void reported(DatasetTuning before, DatasetTuning after) {}

  @Override
  public void created(DatasetTuning resource) {}

  @Override
  public void gone(ResourceKey key) {}
}
