package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.StoredJob.Outputs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a job tunes, and which model and version of it the job makes: a base model gives a new
 * model, a tuned model gives its next version, or a new model under a new display name.
 *
 * <p>With {@code --any-base-model} a tuned model that the emulator never made counts as made before
 * it started, in one version, so that a request with a model's name in it works on an empty
 * emulator; but for one whose id contains {@code missing}.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-use-continuous-tuning">Continuous
 *     tuning</a>
 */
final class Lineage {
  private static final String REGIONAL_BASE = "gemini-2.5-flash";
  private static final String MULTI_REGION_BASE = "gemini-3.5-flash";
  private static final int FIRST_VERSION = 1;

  private final JobStore store;
  private final Seeded seeded;
  private final boolean anyBaseModel;

  Lineage(JobStore store, Seeded seeded, boolean anyBaseModel) {
    this.store = store;
    this.seeded = seeded;
    this.anyBaseModel = anyBaseModel;
  }

  /**
   * What a job tunes.
   *
   * @param baseModel the base model, also of a continued tuning
   * @param parentId the id of the tuned model; null when a base model is tuned
   * @param nextVersion the next version of that model
   * @param parentDisplayName the display name of that model; null when it is not known
   * @param newName whether the job gives its model another display name
   */
  record Source(
      BaseModel baseModel,
      @Nullable String parentId,
      int nextVersion,
      @Nullable String parentDisplayName,
      boolean newName) {

    String displayName(String own) {
      return newName || parentDisplayName == null ? own : parentDisplayName;
    }
  }

  Source source(ObjectNode spec, ProjectLocation scope, Instant now) {
    JsonNode preTuned = spec.path("preTunedModel");
    if (preTuned.isMissingNode()) {
      return new Source(
          BaseModel.find(
              spec.path("baseModel").asText(),
              scope,
              anyBaseModel || TuningMethod.of(spec) instanceof PassThroughTuning),
          null,
          FIRST_VERSION,
          null,
          true);
    }
    ResourceName name =
        ResourceName.parse(preTuned.path("tunedModelName").asText(), ResourceName.MODELS);
    StoredModel model = store.model(ResourceName.of(name.scope(), name.collection(), name.id()));
    int last =
        model.jobs().stream()
            .filter(job -> mayMake(job, now))
            .mapToInt(job -> job.outputs().version())
            .max()
            .orElse(FIRST_VERSION);
    Optional<StoredJob> parent = model.version(name.version(), now);
    if (parent.isEmpty()) {
      return unknown(name, scope, model, last);
    }
    BaseModel baseModel = BaseModel.find(parent.get().outputs().baseModel(), scope, anyBaseModel);
    if (!isServed(baseModel, scope, name)) {
      throw elsewhere(name, scope);
    }
    requireCheckpoint(preTuned.path("checkpointId").asText(), parent.get());
    String displayName = parent.get().outputs().displayName();
    return new Source(baseModel, name.id(), last + 1, displayName, isNew(spec, displayName));
  }

  private static boolean isServed(BaseModel model, ProjectLocation scope, ResourceName name) {
    return model.servedAt(scope).location().equals(name.scope().location());
  }

  private static ApiError.Refused elsewhere(ResourceName name, ProjectLocation scope) {
    return ApiError.of(
            FAILED_PRECONDITION,
            "The model "
                + name.canonical()
                + " is not in the location of the tuning job, "
                + scope.location()
                + ".")
        .refused();
  }

  private Source unknown(ResourceName name, ProjectLocation scope, StoredModel model, int last) {
    BaseModel baseModel =
        Stream.of(REGIONAL_BASE, MULTI_REGION_BASE)
            .map(id -> BaseModel.find(id, scope, false))
            .filter(base -> isServed(base, scope, name))
            .findFirst()
            .orElseThrow(() -> elsewhere(name, scope));
    boolean madeHere =
        model.jobs().stream().anyMatch(job -> job.outputs().version() == FIRST_VERSION);
    if (!anyBaseModel || madeHere || name.id().contains("missing")) {
      throw notFound(name).refused();
    }
    int version = name.version().matches("[0-9]{1,6}") ? Integer.parseInt(name.version()) : last;
    return new Source(baseModel, name.id(), Math.max(version, last) + 1, null, false);
  }

  /** Whether a job has made its version or still may. */
  private static boolean mayMake(StoredJob job, Instant now) {
    return job.phase(now).model() || !job.timeline().hasEnded(now);
  }

  private static boolean isNew(ObjectNode spec, String parentDisplayName) {
    String own = spec.path("tunedModelDisplayName").asText();
    return !own.isEmpty() && !own.equals(parentDisplayName);
  }

  private static void requireCheckpoint(String id, StoredJob parent) {
    List<Training.Checkpoint> checkpoints = parent.training().checkpoints();
    if (!id.isEmpty() && checkpoints.stream().noneMatch(known -> known.id().equals(id))) {
      throw ApiError.invalid(
              "tuning_job.pre_tuned_model.checkpoint_id",
              "The model " + parent.modelName() + " has no checkpoint " + id + ".")
          .refused();
    }
  }

  static ApiError notFound(ResourceName name) {
    return ApiError.of(NOT_FOUND, "The Model \"" + name.canonical() + "\" does not exist.");
  }

  /** The names of the job's artefacts. */
  Outputs outputs(
      Source source, ProjectLocation scope, String displayName, String jobId, Training training) {
    @Nullable String parent = source.newName() ? null : source.parentId();
    List<String> endpoints = new ArrayList<>();
    List<String> evaluations = new ArrayList<>();
    // An open model's artefacts are files in Cloud Storage; the service deploys none.
    boolean deployed = source.baseModel().open() == null;
    for (int index = 0; index < Math.max(1, training.checkpoints().size()); index++) {
      if (deployed) {
        endpoints.add(seeded.id("endpoint:" + jobId + ":" + index));
      }
      evaluations.add(seeded.id("evaluation:" + jobId + ":" + index));
    }
    return new Outputs(
        source.baseModel().servedAt(scope),
        parent == null ? seeded.id("model:" + jobId) : parent,
        parent == null ? FIRST_VERSION : source.nextVersion(),
        displayName,
        source.baseModel().id(),
        endpoints,
        evaluations);
  }
}
