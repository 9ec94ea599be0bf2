package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.INVALID_ARGUMENT;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Call.Paging;
import dev.tunesmith.emulator.JobStore.Deployed;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The calls of the model, endpoint and prediction services on the artefacts of jobs. */
final class ArtifactCalls {
  private final JobStore store;
  private final Pager pager;
  private final Clock clock;

  ArtifactCalls(JobStore store, Pager pager, Clock clock) {
    this.store = store;
    this.pager = pager;
    this.clock = clock;
  }

  ObjectNode getModel(String name) {
    ResourceName model = ResourceName.parse(name, ResourceName.MODELS);
    Instant now = clock.instant();
    List<StoredJob> versions =
        store.versions(ResourceName.of(model.scope(), ResourceName.MODELS, model.id()));
    return Lineage.version(versions, model.version(), now)
        .map(job -> modelView(job, versions, now))
        .orElseThrow(() -> Lineage.notFound(model).refused());
  }

  /** Models in their default version, the newest. */
  ObjectNode listModels(String parent, Paging paging) {
    Instant now = clock.instant();
    return pager.page(
        store.listing(ProjectLocation.parse(parent), ResourceName.MODELS),
        ResourceName.MODELS,
        paging,
        job -> defaultVersion(job, now).stream().toList(),
        ListFilter.parse(paging.filter()));
  }

  private Optional<ObjectNode> defaultVersion(StoredJob job, Instant now) {
    if (!job.phase(now).model()) {
      return Optional.empty();
    }
    List<StoredJob> versions = store.versions(job.modelName());
    return Lineage.version(versions, "", now)
        .filter(newest -> newest == job)
        .map(newest -> modelView(newest, versions, now));
  }

  private static ObjectNode modelView(StoredJob job, List<StoredJob> versions, Instant now) {
    StoredJob first =
        versions.stream().filter(version -> version.phase(now).model()).findFirst().orElse(job);
    boolean isDefault = Lineage.version(versions, "", now).filter(job::equals).isPresent();
    return ArtifactView.model(job, first.phase(now).from(), isDefault, now);
  }

  ObjectNode getEndpoint(String name) {
    Instant now = clock.instant();
    return ArtifactView.endpoint(endpoint(name, now), now);
  }

  ObjectNode listEndpoints(String parent, Paging paging) {
    Instant now = clock.instant();
    return pager.page(
        store.listing(ProjectLocation.parse(parent), ResourceName.ENDPOINTS),
        ResourceName.ENDPOINTS,
        paging,
        job ->
            job.phase(now).endpoint()
                ? IntStream.range(0, job.outputs().endpointIds().size())
                    .mapToObj(index -> ArtifactView.endpoint(new Deployed(job, index), now))
                    .toList()
                : List.of(),
        ListFilter.parse(paging.filter()));
  }

  /** Answers for a tuned model, under the name of its endpoint, never of the model. */
  ObjectNode generateContent(String name, ObjectNode body) {
    if (!name.matches("projects/[^/]+/locations/[^/]+/endpoints/[^/]+")) {
      throw ApiError.of(
              INVALID_ARGUMENT,
              "The Model name "
                  + name
                  + " is malformed and it should be in form of"
                  + " projects/{project}/locations/{location}/publishers/google/models/{model}")
          .refused();
    }
    Instant now = clock.instant();
    return answer(endpoint(name, now), body, now);
  }

  private Deployed endpoint(String name, Instant now) {
    String canonical = ResourceName.parse(name, ResourceName.ENDPOINTS).canonical();
    return store
        .endpoint(canonical, now)
        .orElseThrow(
            () -> ApiError.of(NOT_FOUND, "endpoint \"" + canonical + "\" not found").refused());
  }

  /**
   * The answer of a tuned model: which model it is, and the question. That shows whether a question
   * reached the right model.
   */
  private static ObjectNode answer(Deployed deployed, ObjectNode body, Instant now) {
    if (!body.path("contents").isArray() || body.path("contents").isEmpty()) {
      throw ApiError.of(
              INVALID_ARGUMENT,
              "Unable to submit request because at least one contents field is required.")
          .refused();
    }
    StoredJob job = deployed.job();
    String question = ModelAnswer.question(body);
    String answer =
        job.outputs().displayName()
            + ", tuned from "
            + job.outputs().baseModel()
            + ", was asked: "
            + question;
    return ModelAnswer.of(question, answer, job.modelName() + "@" + job.outputs().version())
        .put("createTime", Json.timestamp(now));
  }
}
