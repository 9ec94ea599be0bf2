package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.CanonicalCode.FAILED_PRECONDITION;
import static dev.tunesmith.emulator.CanonicalCode.NOT_FOUND;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Artifacts.Undeployment;
import dev.tunesmith.emulator.JobStore.Deployed;
import dev.tunesmith.emulator.Shape.Field;
import dev.tunesmith.emulator.Shape.MapOf;
import dev.tunesmith.emulator.Shape.Scalar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the endpoint service. Undeploying takes a while, and the model hears of it later
 * still: until then its delete is refused, as reported of the service.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.endpoints">endpoints</a>
 * @see <a href="https://github.com/googleapis/python-aiplatform/issues/2807">A model cannot be
 *     deleted directly after it was undeployed</a>
 */
final class EndpointCalls {
  private static final Duration UNDEPLOYING = Duration.ofSeconds(2);
  private static final Duration UNTIL_MODEL_FOLLOWS = Duration.ofSeconds(3);
  private static final List<String> EDITABLE = List.of("displayName", "description", "labels");
  private static final Shape ENDPOINT =
      Shape.of(
              "Endpoint",
              Field.of("displayName", Scalar.STRING),
              Field.of("description", Scalar.STRING),
              Field.of("labels", new MapOf(Scalar.STRING)))
          .with(
              List.of("name", "deployedModels", "trafficSplit", "etag", "createTime", "updateTime")
                  .stream()
                  .map(Field::output)
                  .toList());
  private static final Shape UNDEPLOY =
      Shape.of(
          "UndeployModelRequest",
          Field.of("deployedModelId", Scalar.STRING),
          Field.of("trafficSplit", new MapOf(new Shape.Present(Scalar.INT32))));

  private final JobStore store;
  private final Operations operations;
  private final ArtifactLists lists;
  private final double speed;
  private final Clock clock;

  EndpointCalls(
      JobStore store, Operations operations, ArtifactLists lists, double speed, Clock clock) {
    this.store = store;
    this.operations = operations;
    this.lists = lists;
    this.speed = speed;
    this.clock = clock;
  }

  ObjectNode get(Call call) {
    Instant now = clock.instant();
    return ArtifactView.endpoint(find(call.resource(), now), now);
  }

  ObjectNode list(Call call) {
    Instant now = clock.instant();
    return lists.page(
        store.listing(ProjectLocation.parse(call.resource()), ResourceName.ENDPOINTS),
        ResourceName.ENDPOINTS,
        call.paging(),
        call.message().path("readMask").asText(),
        job ->
            IntStream.range(0, job.outputs().endpointIds().size())
                .filter(index -> job.hasEndpoint(index, now))
                .mapToObj(index -> ArtifactView.endpoint(new Deployed(job, index), now))
                .toList());
  }

  ObjectNode update(Call call) {
    Instant now = clock.instant();
    Deployed found = find(call.resource(), now);
    ObjectNode given = JsonShape.read(call.body(), ENDPOINT, "endpoint", call.version());
    List<String> mask = FieldMask.read(call.message(), given, List.of(EDITABLE));
    store.change(
        () -> {
          Artifacts.Endpoint endpoint = found.endpoint();
          found.change(
              new Artifacts.Endpoint(
                  endpoint.edited().with(mask, given, now),
                  endpoint.undeployment(),
                  endpoint.deleted()));
        });
    return ArtifactView.endpoint(found, now);
  }

  ObjectNode undeploy(Call call, Effects effects) {
    Instant now = clock.instant();
    Deployed found = find(call.resource(), now);
    String id =
        JsonShape.read(call.message(), UNDEPLOY, "", call.version())
            .path("deployedModelId")
            .asText();
    Instant over = now.plus(scaled(UNDEPLOYING));
    Duration lag =
        effects
            .find(Effect.UndeployLag.class)
            .map(Effect.UndeployLag::duration)
            .orElse(scaled(UNTIL_MODEL_FOLLOWS));
    store.change(
        () -> {
          Artifacts.Endpoint endpoint = found.endpoint();
          @Nullable Undeployment before = endpoint.undeployment();
          if (!found.id().equals(id) || before != null) {
            throw ApiError.of(
                    before == null || !endpoint.isDeployed(now) ? NOT_FOUND : FAILED_PRECONDITION,
                    "DeployedModel \""
                        + id
                        + "\" is not deployed at, or is being undeployed from, the Endpoint "
                        + call.resource()
                        + ".")
                .refused();
          }
          found.change(
              new Artifacts.Endpoint(
                  endpoint.edited(), new Undeployment(over, over.plus(lag)), false));
        });
    return operations.undeploy(name(call.resource()), call, over);
  }

  /** Refused while a model is deployed. */
  ObjectNode delete(Call call) {
    Instant now = clock.instant();
    Deployed found = find(call.resource(), now);
    store.change(
        () -> {
          Artifacts.Endpoint endpoint = found.endpoint();
          if (endpoint.isDeployed(now)) {
            throw ApiError.of(
                    FAILED_PRECONDITION,
                    "Endpoint \""
                        + found.job().endpointName(found.index())
                        + "\" has deployed or being-deployed DeployedModel(s): "
                        + found.id()
                        + ".")
                .refused();
          }
          found.change(new Artifacts.Endpoint(endpoint.edited(), endpoint.undeployment(), true));
        });
    return operations.delete(name(call.resource()), call);
  }

  /** The endpoint of a name; refuses when there is none. */
  Deployed find(String name, Instant now) {
    String canonical = name(name).canonical();
    return store
        .endpoint(canonical, now)
        .orElseThrow(
            () -> ApiError.of(NOT_FOUND, "endpoint \"" + canonical + "\" not found").refused());
  }

  private static ResourceName name(String name) {
    return ResourceName.parse(name, ResourceName.ENDPOINTS);
  }

  private Duration scaled(Duration atSpeedOne) {
    return Duration.ofNanos((long) (atSpeedOne.toNanos() / speed));
  }
}
