package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.EventReason;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.Artifacts.ChangeReply;
import dev.tunesmith.vertex.Artifacts.Deployed;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.StorageFolder;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Removes what a job made: first its endpoints, then its model, which the service keeps while it is
 * deployed, then what it wrote to Cloud Storage, which may be what the model is made of. Each step
 * reads what is there and compares it with what the job made; each irreversible call follows a
 * locked write of the status that names it (rule L). So it goes on after a death wherever it was,
 * and touches nothing that the job did not make.
 */
final class ArtifactRemoval<R extends HasMetadata> {
  /** Between two answers that something is not there. */
  private static final Duration READ_AGAIN = Duration.ofSeconds(10);

  /** After a refusal: it passes when what was accepted before is done. */
  private static final Duration REFUSED_AGAIN = Duration.ofSeconds(20);

  private final JobController.Parts<R> parts;
  private final String label;
  private final Reconciliation<R> attempt;
  private final Situation in;
  private final BiFunction<String, @Nullable JobSnapshot, Report> says;
  private final Removal removal;
  private final Extent extent;

  /** What of that which the job made is removed. */
  enum Extent {
    /** All but what it wrote to Cloud Storage. */
    ALL("what %s made"),
    /** All. */
    ALL_AND_OBJECTS("what %s made"),
    /** The endpoints of the checkpoints that are not the default one. */
    OTHER_CHECKPOINTS("the endpoints of the checkpoints of %s that are not the default one");

    private final String words;

    Extent(String words) {
      this.words = words;
    }

    String of(JobName job) {
      return words.formatted(job);
    }
  }

  /**
   * A removal.
   *
   * @param label the resource's
   * @param attempt the reconciliation that it is a part of
   * @param in what that one gathered
   * @param says what the status says: a message, and before an irreversible call the job with its
   *     body, so that the status names what it made
   * @param removal of the one job
   */
  ArtifactRemoval(
      JobController.Parts<R> parts,
      String label,
      Reconciliation<R> attempt,
      Situation in,
      BiFunction<String, @Nullable JobSnapshot, Report> says,
      Removal removal,
      Extent extent) {
    this.parts = parts;
    this.label = label;
    this.attempt = attempt;
    this.in = in;
    this.says = says;
    this.extent = extent;
    this.removal = removal;
  }

  /**
   * The next step.
   *
   * @return when the next one is due; empty when it is at once, or there is none any more
   */
  Optional<Duration> step(JobName name) {
    JobSnapshot job = removal.job();
    boolean late =
        extent == Extent.OTHER_CHECKPOINTS
            && removal.age(attempt.now()).compareTo(parts.settings().timing().deletionDeadline())
                >= 0;
    if (late) {
      giveUp(name);
      return Optional.empty();
    }
    if (job == null) {
      return read(name);
    }
    List<String> endpoints = job.endpoints();
    Optional<Duration> wait = Optional.empty();
    for (String artifact : removal.targets()) {
      if (!removal.isOpen(artifact)) {
        continue;
      }
      boolean endpoint = endpoints.contains(artifact);
      if (!endpoint && wait.isPresent()) {
        return wait; // the model after its endpoints, its objects after the model
      }
      Duration until = removal.tries().until(artifact, attempt.now());
      if (!until.isPositive()) {
        return endpoint
            ? endpoint(job, artifact)
            : artifact.equals(job.outputUri())
                ? objects(job, artifact)
                : model(job, artifact, endpoints);
      }
      wait = wait.filter(earlier -> earlier.compareTo(until) < 0).or(() -> Optional.of(until));
    }
    if (wait.isEmpty()) {
      announce(name);
      removal.end();
    }
    return wait;
  }

  /** No deletion waits for it, and it must not go on without end. */
  private void giveUp(JobName name) {
    if (removal.job() == null) {
      removal.leave(
          extent.of(name),
          "what is there could not be read in time"
              + removal.failure(name.value()).map(words -> ": " + words).orElse(""));
    }
    removal.targets().stream()
        .filter(removal::isOpen)
        .forEach(
            artifact ->
                removal.leave(
                    artifact,
                    "it could not be deleted in time"
                        + removal.failure(artifact).map(words -> ": " + words).orElse("")));
    announce(name);
    removal.end();
  }

  private Optional<Duration> read(JobName name) {
    Duration until = removal.tries().until(name.value(), attempt.now());
    if (until.isPositive()) {
      return Optional.of(until);
    }
    switch (parts.service().get(parts.informer().scopeOf(name), name)) {
      case TuningJobs.Found found -> {
        switch (extent) {
          case ALL -> removal.read(found.job(), found.job().artifacts());
          case ALL_AND_OBJECTS ->
              removal.read(
                  found.job(),
                  Stream.concat(
                          found.job().artifacts().stream(),
                          Stream.ofNullable(found.job().outputUri()))
                      .toList());
          case OTHER_CHECKPOINTS -> others(found.job());
        }
      }
      case TuningJobs.Unknown unknown -> later(name.value(), unknown.failure());
      case TuningJobs.Absent absent ->
          later(name.value(), notFound("it is listed, and cannot be read"));
    }
    return Optional.empty();
  }

  /** The job and its model have to agree on the default checkpoint: one of them may be behind. */
  private void others(JobSnapshot job) {
    String name = job.name().value();
    Map<String, String> endpoints = job.checkpoints();
    switch (parts.service().artifacts().version(job.model().orElse(""))) {
      case Artifacts.Absent absent -> later(name, notFound("its model does not exist"));
      case Artifacts.Failed failed -> later(name, failed.failure());
      case Artifacts.Version version -> {
        String serving = endpoints.getOrDefault(version.defaultCheckpoint(), "");
        if (!serving.isEmpty() && !job.isDefault(serving)) {
          later(name, notFound("job and model name different default checkpoints"));
          return;
        }
        removal.read(
            job,
            endpoints.values().stream()
                .filter(endpoint -> !endpoint.isEmpty() && !job.isDefault(endpoint))
                .distinct()
                .toList());
      }
    }
  }

  private void announce(JobName job) {
    announce(removal.goneWords(), Occurrence.ARTIFACTS_DELETED, false, "Deleted " + extent.of(job));
    announce(removal.left(), Occurrence.ARTIFACTS_LEFT, true, "Left behind of " + extent.of(job));
  }

  private void announce(
      Iterable<String> names, Occurrence occurrence, boolean warning, String what) {
    if (names.iterator().hasNext()) {
      parts.listener().count(occurrence);
      attempt.event(
          warning,
          warning ? EventReason.ARTIFACTS_LEFT : EventReason.ARTIFACTS_DELETED,
          what + ": " + String.join(", ", names) + ".");
    }
  }

  private Optional<Duration> endpoint(JobSnapshot job, String name) {
    Artifacts service = parts.service().artifacts();
    return switch (service.endpoint(name)) {
      case Artifacts.Absent absent -> missing(name);
      case Artifacts.Failed failed -> later(name, failed.failure());
      case Artifacts.Endpoint endpoint -> {
        if (!label.equals(endpoint.labels().getOrDefault(JobLabels.RESOURCE, label))) {
          yield leave(name, "its labels are another resource's");
        }
        if (!endpoint.deployed().stream().allMatch(model -> isOurs(job, model))) {
          yield leave(name, "another model is deployed on it");
        }
        Optional<String> kept =
            extent == Extent.OTHER_CHECKPOINTS ? kept(job, name, endpoint) : Optional.empty();
        if (kept.isPresent()) {
          yield kept.get().isEmpty() ? Optional.empty() : leave(name, kept.get());
        }
        yield endpoint.deployed().isEmpty()
            ? delete(job, name, "the endpoint", () -> service.deleteEndpoint(name))
            : change(
                job,
                name,
                "Undeploying the model from the endpoint ",
                () -> service.undeploy(name, endpoint.deployed().getFirst().id()));
      }
    };
  }

  /**
   * Why the endpoint of a checkpoint stays. The default one is read before each change: a client
   * may have made this one the default meanwhile.
   *
   * @return empty where it may go; a blank reason where that is not known yet
   */
  private Optional<String> kept(JobSnapshot job, String name, Artifacts.Endpoint endpoint) {
    switch (parts.service().artifacts().version(job.model().orElse(""))) {
      case Artifacts.Absent absent -> {
        return Optional.of("its model does not exist");
      }
      case Artifacts.Failed failed -> {
        Optional<Duration> unused = later(name, failed.failure());
        return Optional.of("");
      }
      case Artifacts.Version version -> {
        String serving = job.checkpoints().getOrDefault(version.defaultCheckpoint(), "");
        boolean another =
            endpoint.deployed().stream()
                .map(Deployed::checkpoint)
                .anyMatch(
                    id -> !id.isEmpty() && !name.equals(job.checkpoints().getOrDefault(id, "")));
        return serving.isEmpty()
            ? Optional.of("Vertex AI does not say which checkpoint is the default one")
            : serving.equals(name) || job.isDefault(name)
                ? Optional.of("its checkpoint is the default one")
                : another ? Optional.of("another checkpoint is deployed on it") : Optional.empty();
      }
    }
  }

  /** A version that the service does not say is not known to be the job's. */
  private static boolean isOurs(JobSnapshot job, Deployed deployed) {
    String made = job.model().orElse("");
    String theirs = deployed.version().isEmpty() ? versionOf(deployed.model()) : deployed.version();
    return idOf(made).equals(idOf(deployed.model())) && versionOf(made).equals(theirs);
  }

  private Optional<Duration> model(JobSnapshot job, String name, List<String> endpoints) {
    Artifacts service = parts.service().artifacts();
    return switch (service.version(name)) {
      case Artifacts.Absent absent -> missing(name);
      case Artifacts.Failed failed -> later(name, failed.failure());
      case Artifacts.Version version -> {
        Optional<String> elsewhere =
            version.endpoints().stream()
                .filter(used -> endpoints.stream().noneMatch(ours -> idOf(ours).equals(idOf(used))))
                .findFirst();
        if (elsewhere.isPresent()) {
          yield leave(name, "it is deployed on " + elsewhere.get());
        }
        if (endpoints.stream().anyMatch(removal::isLeft)) {
          yield leave(name, "one of its endpoints is left");
        }
        if (version.id().isEmpty() || !version.id().equals(versionOf(name))) {
          yield leave(name, "Vertex AI shows version '" + version.id() + "' of it");
        }
        yield delete(job, name, "the model", () -> deleteModel(service, name, version.id()));
      }
    };
  }

  /** Other versions of the model are other jobs': which there are is read last of all. */
  private static ChangeReply deleteModel(Artifacts service, String name, String version) {
    String model = name.substring(0, name.lastIndexOf('@'));
    return switch (service.versions(model)) {
      case Artifacts.Absent absent -> absent;
      case Artifacts.Failed failed -> failed;
      case Artifacts.Versions versions -> {
        if (versions.ids().equals(List.of(version))) {
          yield service.deleteModel(model);
        }
        yield versions.ids().contains(version)
            ? service.deleteVersion(name)
            : new Artifacts.Failed(notFound("it is not among the versions of the model"));
      }
    };
  }

  /** Of what the job wrote to Cloud Storage. */
  private Optional<Duration> objects(JobSnapshot job, String uri) {
    StorageFolder folder = StorageFolder.parse(uri).filter(in -> !in.isBucket()).orElse(null);
    Optional<JobName> sharing = parts.informer().sharingFolder(job);
    if (folder == null) {
      return leave(uri, "it is no folder in a bucket");
    }
    if (extent != Extent.ALL_AND_OBJECTS) {
      return leave(uri, "spec.retention.artifacts is Keep now");
    }
    if (job.artifacts().stream().anyMatch(removal::isLeft)) {
      return leave(uri, "the model that was made from it is left");
    }
    if (sharing.isPresent()) {
      return leave(uri, sharing.get() + " wrote there, too, at the same time");
    }
    if (job.createTime() == null || job.endTime() == null) {
      removal.readAgain();
      return later(uri, notFound("Vertex AI does not say when its job began and ended"));
    }
    boolean due = removal.objects().isDue();
    return switch (due ? delete(job, uri, folder) : list(job, folder)) {
      case ObjectRemoval.GoesOn goesOn -> due ? Optional.of(Attempt.AT_ONCE) : Optional.empty();
      case ObjectRemoval.Missing missing -> missing(uri);
      case ObjectRemoval.Failed failed -> later(uri, failed.failure());
      case ObjectRemoval.Ended ended -> {
        if (ended.deleted() > 0 || ended.left() == null) {
          removal.gone(uri, uri + " (" + ObjectRemoval.count(ended.deleted()) + ")");
        }
        yield ended.left() == null ? Optional.empty() : leave(uri, ended.left());
      }
    };
  }

  private ObjectRemoval.Step list(JobSnapshot job, StorageFolder folder) {
    Collection<JobSnapshot> ours = parts.informer().observe(label, Set.of()).jobs();
    return removal.objects().list(parts.objects(), folder, job, ours);
  }

  /** Rule L, once for some objects: the status names their folder. */
  private ObjectRemoval.Step delete(JobSnapshot job, String uri, StorageFolder folder) {
    ObjectRemoval objects = removal.objects();
    Duration written = attempt.now();
    String why = request("Deleting objects in ", uri, objects.deleted() + 1);
    return locked(why, job)
        ? objects.delete(parts.objects(), folder, () -> !attempt.isLate(written))
        : new ObjectRemoval.GoesOn();
  }

  private boolean locked(String why, JobSnapshot job) {
    return attempt.locked(in.showing(job), says.apply(why, job));
  }

  private Optional<Duration> missing(String artifact) {
    if (removal.missing(artifact)) {
      removal.gone(artifact);
    } else {
      removal.tries().tried(artifact, attempt.now().plus(READ_AGAIN));
    }
    return Optional.empty();
  }

  private Optional<Duration> leave(String artifact, String why) {
    removal.leave(artifact, why);
    return Optional.empty();
  }

  /** A refusal mostly passes: what was undeployed just now counts as deployed for a while. */
  private Optional<Duration> later(String artifact, Failure failure) {
    boolean refused = failure.kind() == Failure.Kind.REQUEST_REJECTED;
    pause(artifact, refused ? Failure.Kind.SERVICE_UNAVAILABLE : failure.kind(), refused);
    removal.failed(artifact, failure.message());
    String why = " could not be deleted yet, which is tried again: " + failure.message();
    attempt.report(in, says.apply(artifact + why, null));
    return Optional.empty();
  }

  private void pause(String artifact, Failure.Kind kind, boolean refused) {
    Duration pause = parts.pause(kind, removal.tries().calls(artifact) + 1);
    if (refused && pause.compareTo(REFUSED_AGAIN) < 0) {
      pause = REFUSED_AGAIN;
    }
    removal.tries().tried(artifact, attempt.now().plus(pause));
  }

  private Optional<Duration> delete(
      JobSnapshot job, String artifact, String what, Supplier<ChangeReply> call) {
    return change(
        job,
        artifact,
        "Deleting " + what + " ",
        () -> {
          ChangeReply reply = call.get();
          if (!(reply instanceof Artifacts.Failed)) {
            boolean unused = removal.missing(artifact);
          }
          return reply;
        });
  }

  /** Rule L. What the service accepts it does later, so that it is read again before the next. */
  private Optional<Duration> change(
      JobSnapshot job, String artifact, String what, Supplier<ChangeReply> call) {
    if (removal.isUnderWay(artifact, what, attempt.now())) {
      pause(artifact, Failure.Kind.SERVICE_UNAVAILABLE, false);
      return Optional.empty();
    }
    if (!locked(request(what, artifact, removal.tries().calls(artifact) + 1), job)) {
      return Optional.of(Attempt.AT_ONCE);
    }
    if (!parts.kind().artifacts(attempt.resource()).contains(artifact)) {
      return leave(artifact, "the status does not name it");
    }
    switch (call.get()) {
      case Artifacts.Accepted accepted -> {
        removal.accepted(artifact, what, attempt.now());
        pause(artifact, Failure.Kind.SERVICE_UNAVAILABLE, false);
      }
      case Artifacts.Absent absent -> removal.tries().tried(artifact, attempt.now());
      case Artifacts.Failed failed -> {
        return later(artifact, failed.failure());
      }
    }
    return Optional.empty();
  }

  /** Differs each time: a write that changes nothing would prove nothing. */
  private String request(String what, String artifact, int number) {
    return "%s%s (request %d at %s)."
        .formatted(what, artifact, number, parts.clock().instant().truncatedTo(ChronoUnit.SECONDS));
  }

  private static Failure notFound(String words) {
    return new Failure(Failure.Kind.SERVICE_UNAVAILABLE, CanonicalCode.NOT_FOUND.name(), words);
  }

  /** Without the project, which the service names by its number or its id, and the version. */
  private static String idOf(String name) {
    return name.replaceFirst("^projects/[^/]*/", "").replaceFirst("@[^/]*$", "");
  }

  private static String versionOf(String name) {
    int at = name.lastIndexOf('@');
    return at < 0 ? "" : name.substring(at + 1);
  }
}
