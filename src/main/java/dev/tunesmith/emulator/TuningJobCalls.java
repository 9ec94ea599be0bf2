package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Lineage.Source;
import dev.tunesmith.emulator.StoredJob.Outputs;
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

  ObjectNode create(Call call, Effects effects) {
    ProjectLocation scope = ProjectLocation.parse(call.resource());
    ObjectNode job = CreateRequest.read(call.body(), scope, call.version());
    BaseModel model = lineage.source(job, scope, now()).baseModel();
    CreateRequest.checkOpen(job, model);
    model.check(scope, job.has("encryptionSpec"));
    TuningMethod method = TuningMethod.of(job);
    ObjectNode spec = job.withObjectProperty(method.field().name());
    method.fillIn(spec, model, seeded);
    method.checkModel(spec, model, scope);
    if (effects.has(Effect.LabelsNotKept.class)) {
      job.remove("labels");
    }
    StoredJob stored = store.add(number -> build(number, scope, job, effects));
    return shown(JobView.of(stored, stored.created(), call.version()), effects);
  }

  private StoredJob build(long number, ProjectLocation scope, ObjectNode job, Effects effects) {
    Instant created = now();
    String id = seeded.id("job:" + number);
    // Read again under the lock: the version that this job makes depends on the jobs before it.
    Source source = lineage.source(job, scope, created);
    if (job.has("preTunedModel")) {
      job.withObjectProperty("preTunedModel").put("baseModel", source.baseModel().id());
    }
    String displayName = source.displayName(displayName(job, id));
    job.put("tunedModelDisplayName", displayName);
    TuningMethod method = TuningMethod.of(job);
    Training training = method.training(job.path(method.field().name()), seeded);
    Outputs outputs = lineage.outputs(source, scope, displayName, id, training);
    Duration lag =
        effects.find(Effect.ListLag.class).map(Effect.ListLag::duration).orElse(Duration.ZERO);
    return new StoredJob(
        scope,
        id,
        job,
        created,
        created.plus(lag),
        training,
        outputs,
        paths.of(training, id, created, effects.find(Effect.Path.class)));
  }

  /** The display name in the request; else a random one. */
  private String displayName(ObjectNode job, String key) {
    String given = job.path("tunedModelDisplayName").asText();
    return given.isEmpty()
        ? "tuned-model-" + Long.toString(seeded.between(0, 1L << 40, "display:" + key), 36)
        : given;
  }

  ObjectNode get(Call call, Effects effects) {
    return shown(JobView.of(find(call.resource()), now(), call.version()), effects);
  }

  private static ObjectNode shown(ObjectNode job, Effects effects) {
    if (effects.has(Effect.LabelsNotShown.class)) {
      job.remove("labels");
    }
    return job;
  }

  ObjectNode list(Call call, Effects effects) {
    Instant now = now();
    Predicate<ObjectNode> filter =
        effects.has(Effect.FilterIgnored.class)
            ? job -> true
            : ListFilter.parse(call.paging().filter());
    ObjectNode page =
        pager.page(
            store.listing(ProjectLocation.parse(call.resource()), ResourceName.JOBS),
            ResourceName.JOBS,
            call.paging(),
            job ->
                job.listedFrom().isAfter(now)
                    ? List.of()
                    : List.of(JobView.of(job, now, call.version())),
            filter);
    page.path(ResourceName.JOBS).forEach(job -> shown((ObjectNode) job, effects));
    return page;
  }

  /** Asynchronous: the job is cancelling for a while, during which a cancel is accepted again. */
  ObjectNode cancel(Call call, Effects effects) {
    JsonShape.read(call.message(), Shape.NOTHING, "", call.version());
    StoredJob job = find(call.resource());
    if (!effects.has(Effect.CancelIgnored.class)) {
      String finalState =
          effects
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
