package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Call.Paging;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.ListOf;
import dev.tunesmith.emulator.Shape.MapOf;
import dev.tunesmith.emulator.Shape.Scalar;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The calls of the model service: models, their versions and checkpoints.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.models">models</a>
 */
final class ModelCalls {
  private static final Pattern ALIAS = Pattern.compile("-?[a-z][a-zA-Z0-9-]{0,126}[a-z0-9]");
  private static final List<String> OF_MODEL = List.of("displayName", "description", "labels");
  private static final List<String> OF_VERSION =
      List.of("versionDescription", "defaultCheckpointId", "labels");
  private static final Shape MODEL =
      Shape.of(
              "Model",
              Field.of("displayName", Scalar.STRING),
              Field.of("description", Scalar.STRING),
              Field.of("versionDescription", Scalar.STRING),
              Field.of("defaultCheckpointId", Scalar.STRING),
              Field.of("labels", new MapOf(Scalar.STRING)))
          .with(
              // What a client has read it sends back; none of it can be changed.
              List.of(
                      "name",
                      "versionId",
                      "versionAliases",
                      "versionCreateTime",
                      "versionUpdateTime",
                      "createTime",
                      "updateTime",
                      "deployedModels",
                      "etag",
                      "modelSourceInfo",
                      "baseModelSource",
                      "checkpoints")
                  .stream()
                  .map(Field::output)
                  .toList());
  private static final Shape ALIASES =
      Shape.of("MergeVersionAliasesRequest", Field.of("versionAliases", new ListOf(Scalar.STRING)));

  private final JobStore store;
  private final Operations operations;
  private final ArtifactLists lists;
  private final Clock clock;

  ModelCalls(JobStore store, Operations operations, ArtifactLists lists, Clock clock) {
    this.store = store;
    this.operations = operations;
    this.lists = lists;
    this.clock = clock;
  }

  ObjectNode get(Call call) {
    ResourceName name = name(call);
    StoredModel model = model(name);
    return ArtifactView.model(model, version(model, name), clock.instant());
  }

  /** Models in their default version. */
  ObjectNode list(Call call) {
    Instant now = clock.instant();
    return lists.page(
        store.listing(ProjectLocation.parse(call.resource()), ResourceName.MODELS),
        ResourceName.MODELS,
        call.paging(),
        call.message().path("readMask").asText(),
        job -> defaultVersion(job, now).stream().toList());
  }

  private Optional<ObjectNode> defaultVersion(StoredJob job, Instant now) {
    StoredModel model = store.model(job.modelName());
    return model
        .version("", now)
        .filter(version -> version == job)
        .map(version -> ArtifactView.model(model, version, now));
  }

  /** Each version, under its name with the version's number. */
  ObjectNode versions(Call call) {
    Instant now = clock.instant();
    StoredModel model = model(name(call));
    return lists.page(
        Pager.all(model.name() + "/versions", model.versions(now)),
        ResourceName.MODELS,
        call.paging(),
        call.message().path("readMask").asText(),
        job ->
            List.of(
                ArtifactView.model(model, job, now)
                    .put("name", model.name() + "@" + job.outputs().version())));
  }

  /** The checkpoints of a version; of the newest where the name has none. */
  ObjectNode checkpoints(Call call) {
    ResourceName name = name(call);
    StoredModel model = model(name);
    StoredJob job =
        name.version().isEmpty() ? model.versions(clock.instant()).getLast() : version(model, name);
    return lists.page(
        Pager.all(model.name() + "/checkpoints", job.training().checkpoints().reversed()),
        "checkpoints",
        new Paging(call.paging().size(), call.paging().token(), "", ""),
        "",
        checkpoint -> List.of(JobView.checkpoint(checkpoint)));
  }

  /**
   * Fields of the model under its plain name, of a version under the name with it. Some clients
   * send no mask: then every field of the body is meant, and a version's name updates both.
   */
  ObjectNode update(Call call) {
    ResourceName name = name(call);
    StoredModel model = model(name);
    StoredJob version = version(model, name);
    ObjectNode given = JsonShape.read(call.body(), MODEL, "model", call.version());
    boolean masked = !call.message().path("updateMask").asText().isEmpty();
    List<String> mask = FieldMask.read(call.message(), given, List.of(OF_MODEL, OF_VERSION));
    boolean versioned = !name.version().isEmpty() && !name.version().equals("-");
    List<String> ofModel = new ArrayList<>(mask);
    ofModel.retainAll(OF_MODEL);
    List<String> ofVersion = new ArrayList<>(mask);
    ofVersion.retainAll(OF_VERSION);
    (versioned ? ofModel : ofVersion).remove("labels");
    boolean mixed = !(versioned ? ofModel : ofVersion).isEmpty();
    if (masked && mixed && !mask.equals(List.of("defaultCheckpointId"))) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "Fields "
                  + (versioned ? ofModel : ofVersion)
                  + " cannot be updated under the name "
                  + name.canonical()
                  + ".")
          .refused();
    }
    checkCheckpoint(given, version);
    Instant now = clock.instant();
    store.change(
        () -> {
          if (!ofModel.isEmpty()) {
            model.edit(model.edited().with(ofModel, given, now));
          }
          if (!ofVersion.isEmpty()) {
            Artifacts artifacts = version.artifacts();
            version.follow(artifacts.with(artifacts.version().with(ofVersion, given, now)));
          }
        });
    return ArtifactView.model(model, version, now);
  }

  private static void checkCheckpoint(ObjectNode given, StoredJob job) {
    JsonNode id = given.path("defaultCheckpointId");
    if (!id.isMissingNode()
        && job.training().checkpoints().stream()
            .noneMatch(checkpoint -> checkpoint.id().equals(id.asText()))) {
      throw ApiError.invalid(
              "model.default_checkpoint_id",
              "The model "
                  + job.modelName()
                  + "@"
                  + job.outputs().version()
                  + " has no checkpoint "
                  + id.asText()
                  + ".")
          .refused();
    }
  }

  /** Moves aliases to a version; a minus in front removes one. */
  ObjectNode mergeAliases(Call call) {
    ResourceName name = name(call);
    StoredModel model = model(name);
    StoredJob version = version(model, name);
    JsonNode aliases =
        JsonShape.read(call.message(), ALIASES, "", call.version()).path("versionAliases");
    FieldErrors errors = new FieldErrors();
    if (aliases.isEmpty()) {
      errors.add("version_aliases", "Required field is not set: version_aliases.");
    }
    aliases.forEach(
        alias -> {
          if (!ALIAS.matcher(alias.asText()).matches() || alias.asText().equals("-default")) {
            errors.add("version_aliases", "'" + alias.asText() + "' is not a version alias.");
          }
        });
    errors.throwIfAny();
    int number = version.outputs().version();
    store.change(
        () ->
            aliases.forEach(
                alias -> {
                  if (alias.asText().startsWith("-")) {
                    model.removeAlias(alias.asText().substring(1), number);
                  } else {
                    model.alias(alias.asText(), number);
                  }
                }));
    return ArtifactView.model(model, version, clock.instant());
  }

  /** Refused while an endpoint has, or seems to have, a version of it. */
  ObjectNode delete(Call call) {
    ResourceName name = name(call);
    if (!name.version().isEmpty()) {
      throw ApiError.invalid("name", "The name of a model has no version.").refused();
    }
    StoredModel model = model(name);
    store.change(
        () -> {
          List<StoredJob> versions = model.versions(clock.instant());
          checkUndeployed(model.name(), versions);
          versions.forEach(job -> job.follow(job.artifacts().withoutVersion()));
        });
    return operations.delete(name, call);
  }

  /** As for a model; and a model keeps its last version. */
  ObjectNode deleteVersion(Call call) {
    ResourceName name = name(call);
    if (name.version().isEmpty()) {
      throw ApiError.invalid("name", "The name should have the version of the model.").refused();
    }
    StoredModel model = model(name);
    StoredJob version = version(model, name);
    store.change(
        () -> {
          checkUndeployed(name.canonical(), List.of(version));
          if (model.versions(clock.instant()).size() < 2) {
            throw ApiError.of(
                    FAILED_PRECONDITION,
                    "The only version of a Model cannot be deleted; delete the Model instead.")
                .refused();
          }
          version.follow(version.artifacts().withoutVersion());
        });
    return operations.delete(name, call);
  }

  private void checkUndeployed(String name, List<StoredJob> versions) {
    Instant now = clock.instant();
    List<String> endpoints =
        versions.stream()
            .filter(job -> job.phase(now).endpoint())
            .flatMap(
                job ->
                    IntStream.range(0, job.artifacts().endpoints().size())
                        .filter(index -> job.artifacts().endpoints().get(index).isKnownToModel(now))
                        .mapToObj(job::endpointName))
            .toList();
    if (!endpoints.isEmpty()) {
      throw ApiError.of(
              FAILED_PRECONDITION,
              "The Model \""
                  + name
                  + "\" is deployed or being deployed at the following Endpoint(s): "
                  + String.join(", ", endpoints)
                  + ".")
          .refused();
    }
  }

  private static ResourceName name(Call call) {
    return ResourceName.parse(call.resource(), ResourceName.MODELS);
  }

  /** Refuses the name of a model that is not there. */
  private StoredModel model(ResourceName name) {
    StoredModel model = store.model(ResourceName.of(name.scope(), ResourceName.MODELS, name.id()));
    if (model.versions(clock.instant()).isEmpty()) {
      throw Lineage.notFound(name).refused();
    }
    return model;
  }

  private StoredJob version(StoredModel model, ResourceName name) {
    return model
        .version(name.version().equals("-") ? "" : name.version(), clock.instant())
        .orElseThrow(() -> Lineage.notFound(name).refused());
  }
}
