package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.TuningJob;
import dev.tunesmith.emulator.Call.Paging;
import dev.tunesmith.emulator.Lineage.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;

/** The calls of {@code GenAiTuningService}. */
final class TuningJobCalls {
  private final JobStore store;
  private final Pager pager;
  private final Lineage lineage;
  private final JobPaths paths;
  private final Seeded seeded;
  private final Clock clock;

  TuningJobCalls(
      JobStore store, Pager pager, Lineage lineage, JobPaths paths, Seeded seeded, Clock clock) {
    this.store = store;
    this.pager = pager;
    this.lineage = lineage;
    this.paths = paths;
    this.seeded = seeded;
    this.clock = clock;
  }

  ObjectNode create(String parent, ObjectNode body, Orders orders) {
    ProjectLocation scope = ProjectLocation.parse(parent);
    ObjectNode spec = JsonShape.read(body, TuningJob.getDescriptor(), "tuning_job");
    CreateValidation.check(spec, scope);
    Source source = lineage.source(spec, scope, now());
    BaseModels.Family family = BaseModels.family(source.baseModel(), scope);
    BaseModels.requireRegion(family, scope);
    CreateValidation.checkEncryption(spec, family);
    JobDefaults.fillIn(spec, family, seeded);
    BaseModels.requireAdapterSize(
        family,
        spec.path("supervisedTuningSpec").path("hyperParameters").path("adapterSize").asText());
    if (orders.has(Effect.LabelsNotKept.class)) {
      spec.remove("labels");
    }
    StoredJob job = store.add(number -> build(number, scope, spec, orders));
    return shown(JobView.of(job, job.created()), orders);
  }

  private StoredJob build(long number, ProjectLocation scope, ObjectNode spec, Orders orders) {
    Instant created = now();
    String id = seeded.id("job:" + number);
    // Read again under the lock: the version that this job makes depends on the jobs before it.
    Source source = lineage.source(spec, scope, created);
    Training training = training(spec);
    if (spec.has("preTunedModel")) {
      spec.withObjectProperty("preTunedModel").put("baseModel", source.baseModel());
    }
    String displayName = source.displayName(JobDefaults.displayName(spec, id, seeded));
    spec.put("tunedModelDisplayName", displayName);
    Duration lag =
        orders.find(Effect.ListLag.class).map(Effect.ListLag::duration).orElse(Duration.ZERO);
    return new StoredJob(
        scope,
        id,
        spec,
        created,
        created.plus(lag),
        training,
        lineage.outputs(source, displayName, id, training),
        paths.of(uri(spec), training.steps(), id, created, orders.find(Effect.Path.class)));
  }

  private Training training(ObjectNode spec) {
    return Training.of(
        uri(spec),
        spec.path("supervisedTuningSpec").path("hyperParameters").path("epochCount").asLong(),
        spec.path("supervisedTuningSpec").path("exportLastCheckpointOnly").asBoolean(),
        seeded);
  }

  private static String uri(ObjectNode spec) {
    return spec.path("supervisedTuningSpec").path("trainingDatasetUri").asText();
  }

  ObjectNode get(String name, Orders orders) {
    return shown(JobView.of(find(name), now()), orders);
  }

  private static ObjectNode withoutLabels(ObjectNode job) {
    job.remove("labels");
    return job;
  }

  private static ObjectNode shown(ObjectNode job, Orders orders) {
    return orders.has(Effect.LabelsNotShown.class) ? withoutLabels(job) : job;
  }

  ObjectNode list(String parent, Paging paging, Orders orders) {
    Instant now = now();
    Predicate<ObjectNode> filter =
        orders.has(Effect.FilterIgnored.class) ? job -> true : ListFilter.parse(paging.filter());
    ObjectNode page =
        pager.page(
            ProjectLocation.parse(parent),
            ResourceName.JOBS,
            paging,
            job -> job.listedFrom().isAfter(now) ? List.of() : List.of(JobView.of(job, now)),
            filter);
    if (orders.has(Effect.LabelsNotShown.class)) {
      page.path(ResourceName.JOBS).forEach(job -> ((ObjectNode) job).remove("labels"));
    }
    return page;
  }

  /** A wish: the job is cancelling for a while. It is taken again while it is being fulfilled. */
  ObjectNode cancel(String name, Orders orders) {
    StoredJob job = find(name);
    if (!orders.has(Effect.CancelIgnored.class)) {
      String finalState =
          orders
              .find(Effect.CancelEndsAs.class)
              .map(Effect.CancelEndsAs::state)
              .orElse(JobPaths.usualFinalStateOfCancel());
      store.change(() -> cancel(job, finalState));
    }
    return Json.object();
  }

  private void cancel(StoredJob job, String finalState) {
    Instant now = now();
    if (job.timeline().hasEnded(now)) {
      // What the service does is not known; a neighbouring API was recorded to answer this.
      throw ApiError.of(
              FAILED_PRECONDITION,
              "The tuning job "
                  + job.name()
                  + " is in state "
                  + job.phase(now).state()
                  + " and is not cancellable.")
          .refused();
    }
    if (!JobPaths.isCancelling(job.phase(now))) {
      job.follow(paths.cancelled(job.timeline(), now, finalState));
    }
  }

  /** The job of a name; refuses when there is none. */
  StoredJob find(String name) {
    String canonical = ResourceName.parse(name, ResourceName.JOBS).canonical();
    return store
        .job(canonical)
        .orElseThrow(
            () ->
                ApiError.of(NOT_FOUND, "The TuningJob \"" + canonical + "\" does not exist.")
                    .refused());
  }

  /** The service keeps microseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
