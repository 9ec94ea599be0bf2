package dev.tunesmith.sim;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.vertex.ArtifactVerb;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints and models that the jobs of a {@link SimService} made, behind the port, with the
 * same contract suite as the REST adapter. What was accepted is done a while later; what was
 * undeployed counts as deployed for a while longer where a model is deleted.
 */
public final class SimArtifacts implements Artifacts {
  private final Supplier<List<JobSnapshot>> jobs;
  private final InstantSource clock;
  private final Map<String, Instant> gone = new HashMap<>();
  private final Map<String, Instant> undeployed = new HashMap<>();
  private final Map<String, Deployed> strangers = new HashMap<>();
  private final Map<ArtifactVerb, Failure> failing = new EnumMap<>(ArtifactVerb.class);
  private final List<String> deleted = new ArrayList<>();
  private final BiConsumer<JobName, String> moved;
  private final Map<String, String> defaults = new HashMap<>();
  private final Map<String, Instant> defaultShown = new HashMap<>();

  /** How long the service takes for what it accepted. */
  private Duration takes = Duration.ZERO;

  /** How long after an undeployment a model counts as deployed. */
  private Duration lag = Duration.ZERO;

  /**
   * None yet.
   *
   * @param moved the job of this name has another endpoint as its tuned model's
   */
  SimArtifacts(
      Supplier<List<JobSnapshot>> jobs, InstantSource clock, BiConsumer<JobName, String> moved) {
    this.jobs = jobs;
    this.clock = clock;
    this.moved = moved;
  }

  // ---- what a test does and sees

  /** How long it takes for what it accepted, and a model counts as deployed after that. */
  public void slow(Duration changes, Duration after) {
    takes = changes;
    lag = after;
  }

  /** Another model is on an endpoint, too. */
  public void deployStranger(String endpoint) {
    strangers.put(
        endpoint,
        new Deployed("99", "projects/646700000009/locations/us-central1/models/404", "1", ""));
  }

  /** Makes all calls of a kind fail; null takes that back. */
  public void fail(ArtifactVerb verb, @Nullable Failure failure) {
    if (failure == null) {
      failing.remove(verb);
    } else {
      failing.put(verb, failure);
    }
  }

  /** All that was deleted, in order. */
  List<String> deleted() {
    return List.copyOf(deleted);
  }

  /** What a job made and is still there. */
  List<String> remaining(JobSnapshot job) {
    List<String> made = new ArrayList<>(job.endpoints());
    job.model().ifPresent(made::add);
    return made.stream().filter(this::exists).toList();
  }

  // ---- the port

  @Override
  public EndpointReply endpoint(String name) {
    Failure failure = failing.get(ArtifactVerb.GET_ENDPOINT);
    if (failure != null) {
      return new Failed(failure);
    }
    JobSnapshot maker = exists(name) ? makerOf(name) : null;
    if (maker == null) {
      return new Absent();
    }
    List<Deployed> deployed = new ArrayList<>();
    if (isDeployed(name)) {
      String model = maker.model().orElseThrow();
      deployed.add(
          new Deployed("1", unversioned(model), versionOf(model), checkpointOf(maker, name)));
    }
    if (strangers.containsKey(name)) {
      deployed.add(Objects.requireNonNull(strangers.get(name)));
    }
    return new Endpoint(deployed, maker.labels());
  }

  @Override
  public ChangeReply undeploy(String endpoint, String deployedModelId) {
    return change(
        ArtifactVerb.UNDEPLOY,
        endpoint,
        () -> {
          if (!isDeployed(endpoint) || !deployedModelId.equals("1")) {
            return new Absent();
          }
          return undeployed.putIfAbsent(endpoint, clock.instant().plus(takes)) == null
              ? new Accepted()
              : refused("the model is being undeployed");
        });
  }

  @Override
  public ChangeReply deleteEndpoint(String name) {
    return change(
        ArtifactVerb.DELETE_ENDPOINT,
        name,
        () ->
            isDeployed(name) || strangers.containsKey(name)
                ? refused("the endpoint has a deployed model")
                : delete(name));
  }

  @Override
  public VersionReply version(String name) {
    Failure failure = failing.get(ArtifactVerb.GET_MODEL);
    if (failure != null) {
      return new Failed(failure);
    }
    JobSnapshot maker = exists(name) ? makerOf(name) : null;
    if (maker == null) {
      return new Absent();
    }
    return new Version(
        versionOf(name),
        maker.endpoints().stream().filter(this::isDeployed).toList(),
        defaultCheckpoint(name, maker));
  }

  /** The last one, until another was made so. */
  private String defaultCheckpoint(String model, JobSnapshot maker) {
    Instant since = defaultShown.get(model);
    String last = maker.checkpoints().keySet().stream().reduce("", (earlier, later) -> later);
    return since == null || clock.instant().isBefore(since)
        ? last
        : Objects.requireNonNull(defaults.get(model));
  }

  private static String checkpointOf(JobSnapshot maker, String endpoint) {
    return maker.checkpoints().entrySet().stream()
        .filter(checkpoint -> checkpoint.getValue().equals(endpoint))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  @Override
  public ChangeReply setDefaultCheckpoint(String name, String checkpoint) {
    return change(
        ArtifactVerb.PATCH_MODEL,
        name,
        () -> {
          JobSnapshot maker = Objects.requireNonNull(makerOf(name));
          String endpoint = maker.checkpoints().get(checkpoint);
          if (endpoint == null) {
            return new Failed(
                new Failure(
                    Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", "no such checkpoint"));
          }
          defaults.put(name, checkpoint);
          defaultShown.put(name, clock.instant().plus(takes));
          moved.accept(maker.name(), endpoint);
          return new Accepted();
        });
  }

  @Override
  public VersionsReply versions(String name) {
    Failure failure = failing.get(ArtifactVerb.LIST_VERSIONS);
    if (failure != null) {
      return new Failed(failure);
    }
    List<String> ids = ids(name);
    return ids.isEmpty() ? new Absent() : new Versions(ids);
  }

  private List<String> ids(String model) {
    return jobs.get().stream()
        .flatMap(job -> job.model().stream())
        .filter(made -> unversioned(made).equals(model) && exists(made))
        .map(SimArtifacts::versionOf)
        .toList();
  }

  @Override
  public ChangeReply deleteVersion(String name) {
    return change(
        ArtifactVerb.DELETE_VERSION,
        name,
        () ->
            ids(unversioned(name)).size() == 1
                ? refused("the only version of a model cannot be deleted")
                : deleteModelVersion(name));
  }

  @Override
  public ChangeReply deleteModel(String name) {
    List<String> ids = ids(name);
    return change(
        ArtifactVerb.DELETE_MODEL,
        ids.isEmpty() ? name : name + "@" + ids.getFirst(),
        () -> {
          for (String id : ids) {
            ChangeReply reply = deleteModelVersion(name + "@" + id);
            if (!(reply instanceof Accepted)) {
              return reply;
            }
          }
          return new Accepted();
        });
  }

  private ChangeReply change(ArtifactVerb verb, String name, Supplier<ChangeReply> call) {
    Failure failure = failing.get(verb);
    return failure != null ? new Failed(failure) : exists(name) ? call.get() : new Absent();
  }

  private ChangeReply deleteModelVersion(String name) {
    JobSnapshot maker = Objects.requireNonNull(makerOf(name));
    boolean used =
        maker.endpoints().stream()
            .anyMatch(
                endpoint ->
                    isDeployed(endpoint)
                        || (undeployed.containsKey(endpoint)
                            && clock
                                .instant()
                                .isBefore(
                                    Objects.requireNonNull(undeployed.get(endpoint)).plus(lag))));
    return used ? refused("the model is deployed") : delete(name);
  }

  private ChangeReply delete(String name) {
    if (gone.putIfAbsent(name, clock.instant().plus(takes)) == null) {
      deleted.add(name);
    }
    return new Accepted();
  }

  private static Failed refused(String message) {
    return new Failed(new Failure(Failure.Kind.REQUEST_REJECTED, "FAILED_PRECONDITION", message));
  }

  private @Nullable JobSnapshot makerOf(String name) {
    return jobs.get().stream()
        .filter(
            job -> job.endpoints().contains(name) || job.model().filter(name::equals).isPresent())
        .findFirst()
        .orElse(null);
  }

  private boolean exists(String name) {
    Instant since = gone.get(name);
    return makerOf(name) != null && (since == null || clock.instant().isBefore(since));
  }

  private boolean isDeployed(String endpoint) {
    Instant since = undeployed.get(endpoint);
    return exists(endpoint) && (since == null || clock.instant().isBefore(since));
  }

  /** Models of which a person asks whether they are there. */
  Set<String> models() {
    Set<String> models = new HashSet<>();
    jobs.get().stream()
        .flatMap(job -> job.model().stream())
        .filter(this::exists)
        .forEach(models::add);
    return models;
  }

  private static String unversioned(String model) {
    return model.replaceFirst("@[^/]*$", "");
  }

  private static String versionOf(String model) {
    return model.substring(model.lastIndexOf('@') + 1);
  }
}
