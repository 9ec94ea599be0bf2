package dev.tunesmith.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.Annotations;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.Verb;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What people, the service, the API server or a machine does next: a story is a list of these, as
 * data, so that it can be drawn at random, shortened by leaving steps out, and printed as code.
 *
 * <p>A step means something wherever it stands, and does nothing where it does not: an edit of a
 * resource that is not there. Resources are named: {@code a} in the first cluster, {@code there/a}
 * in the second one. Times are seconds.
 */
sealed interface Step {
  String MAIN = SimWorld.KEY.name();

  /** How long people watch for something before they go on without it. */
  Duration PATIENCE = Duration.ofMinutes(40);

  Duration TICK = Duration.ofSeconds(2);

  void play(SimWorld world);

  /** Where a resource is. */
  record Place(SimCluster cluster, ResourceKey key) {
    static Place of(SimWorld world, String resource) {
      boolean other = resource.startsWith("there/");
      if (other && world.processes(world.otherCluster).isEmpty()) {
        SimProcess unused = world.start(world.otherCluster);
      }
      return new Place(
          other ? world.otherCluster : world.cluster,
          new ResourceKey(
              SimWorld.KEY.namespace(), other ? resource.substring("there/".length()) : resource));
    }

    @Nullable TuningJob find() {
      return cluster.find(key);
    }

    /** What {@link Edit} says of this resource, whether it exists or not. */
    Map<String, @Nullable Object> fields() {
      return cluster.fields.computeIfAbsent(key, k -> new HashMap<>());
    }
  }

  // ---- time

  record Pass(int seconds) implements Step {
    @Override
    public void play(SimWorld world) {
      world.seconds(seconds);
    }
  }

  private static void until(SimWorld world, BooleanSupplier seen) {
    Duration over = world.time.now().plus(PATIENCE);
    while (!seen.getAsBoolean() && world.time.now().compareTo(over) < 0) {
      world.pass(TICK);
    }
  }

  /** Until Ready has a reason. */
  record UntilReason(String reason) implements Step {
    @Override
    public void play(SimWorld world) {
      until(world, () -> world.exists() && world.reason().equals(reason));
    }
  }

  /** Until a condition is True. */
  record UntilTrue(String condition) implements Step {
    @Override
    public void play(SimWorld world) {
      until(world, () -> world.exists() && world.conditions().contains(condition));
    }
  }

  /** Until the status speaks of a run. */
  record UntilRun(String run) implements Step {
    @Override
    public void play(SimWorld world) {
      until(world, () -> world.exists() && run.equals(world.status().run()));
    }
  }

  record UntilSubmitted() implements Step {
    @Override
    public void play(SimWorld world) {
      until(world, () -> world.exists() && world.status().submission() != null);
    }
  }

  /** Until the status names a job. */
  record UntilNamed() implements Step {
    @Override
    public void play(SimWorld world) {
      until(world, () -> world.exists() && world.jobName() != null);
    }
  }

  /** Until exactly one job is active. */
  record UntilOneActive() implements Step {
    @Override
    public void play(SimWorld world) {
      until(world, () -> world.activeOnes().size() == 1);
    }
  }

  record UntilGone() implements Step {
    @Override
    public void play(SimWorld world) {
      until(world, () -> !world.exists());
    }
  }

  /** Something happens right before the next effect of a kind, while the process waits in it. */
  record Meanwhile(String effect, List<Step> steps) implements Step {
    Meanwhile(String effect, Step... steps) {
      this(effect, List.of(steps));
    }

    @Override
    public void play(SimWorld world) {
      world.effects.meanwhile(effect, () -> steps.forEach(step -> step.play(world)));
    }
  }

  // ---- people

  /** Creates a resource, or edits it; a null location is left to the operator's default. */
  record Apply(String resource, String run, String dataset, @Nullable String location)
      implements Step {
    Apply(String run) {
      this(MAIN, run, "train", null);
    }

    Apply(String run, String dataset) {
      this(MAIN, run, dataset, null);
    }

    @Override
    public void play(SimWorld world) {
      Place place = Place.of(world, resource);
      Map<String, @Nullable Object> fields = new HashMap<>(place.fields());
      fields.put("location", location);
      boolean unused =
          place
              .cluster()
              .apply(
                  place.key(), SimWorld.spec(run, "gs://my-bucket/" + dataset + ".jsonl", fields));
    }
  }

  /**
   * A field of a resource's spec has a value from now on, where the API server admits it; null for
   * none. What is applied later has it, too.
   */
  record Edit(String resource, String field, @Nullable Object value) implements Step {
    Edit(String field, @Nullable Object value) {
      this(MAIN, field, value);
    }

    @Override
    public void play(SimWorld world) {
      Place place = Place.of(world, resource);
      TuningJob old = place.find();
      if (old == null) {
        place.fields().put(field, value);
        return;
      }
      ObjectNode spec =
          Serialization.unmarshal(Serialization.asJson(old.getSpec()), ObjectNode.class);
      spec.putPOJO(field, value);
      if (place
          .cluster()
          .apply(place.key(), Serialization.unmarshal(spec.toString(), TuningJobSpec.class))) {
        place.fields().put(field, value);
      }
    }
  }

  /** What people apply from now on tunes as a sample does; a resource that exists stays. */
  record TuneAs(String resource, String sample) implements Step {
    private static final Map<String, JobRequest> SAMPLES = Jobs.samples();

    @Override
    public void play(SimWorld world) {
      ObjectNode tuning = Jobs.object(Objects.requireNonNull(SAMPLES.get(sample)).json());
      Map<String, @Nullable Object> fields = Place.of(world, resource).fields();
      fields.put("tuning", tuning);
      if (tuning.has("reinforcementTuningSpec")) {
        fields.put("rewardCheck", Jobs.object("{\"example\": {}, \"sampleResponse\": {}}"));
      }
    }
  }

  /** The next request to a tuned model gets no answer. */
  record NoAnswer() implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.failNextAsk(
          new Failure(Failure.Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE", "scripted"));
    }
  }

  record Delete(String resource) implements Step {
    Delete() {
      this(MAIN);
    }

    @Override
    public void play(SimWorld world) {
      Place place = Place.of(world, resource);
      place.cluster().delete(place.key());
    }
  }

  /** Somebody writes an annotation, or the like: nothing that the operator reads. */
  record Touch(String resource) implements Step {
    Touch() {
      this(MAIN);
    }

    @Override
    public void play(SimWorld world) {
      Place place = Place.of(world, resource);
      if (place.find() != null) {
        place.cluster().touch(place.key());
      }
    }
  }

  /** Reconciliation of the resource is paused, or goes on. */
  record Pause(boolean paused) implements Step {
    @Override
    public void play(SimWorld world) {
      if (world.exists()) {
        world.cluster.annotate(SimWorld.KEY, Annotations.PAUSED, paused ? "true" : null);
      }
    }
  }

  record LoseStatus(String resource) implements Step {
    LoseStatus() {
      this(MAIN);
    }

    @Override
    public void play(SimWorld world) {
      Place place = Place.of(world, resource);
      if (place.find() != null) {
        place.cluster().loseStatus(place.key());
      }
    }
  }

  /** Somebody puts a status back: the one so many changes ago, of this name's resource. */
  record PutBack(String resource, int changesAgo) implements Step {
    @Override
    public void play(SimWorld world) {
      Place place = Place.of(world, resource);
      List<TuningJobStatus> history = place.cluster().history(place.key());
      if (place.find() != null && changesAgo < history.size()) {
        TuningJobStatus earlier = history.get(history.size() - 1 - changesAgo);
        place.cluster().forge(place.key(), status -> earlier);
      }
    }
  }

  /** Keeps the status as it is now, for {@link Recall}. */
  record Remember() implements Step {
    @Override
    public void play(SimWorld world) {
      world.remembered = world.exists() ? world.status() : null;
    }
  }

  record Recall() implements Step {
    @Override
    public void play(SimWorld world) {
      if (world.exists() && world.remembered != null) {
        world.cluster.forge(SimWorld.KEY, status -> Objects.requireNonNull(world.remembered));
      }
    }
  }

  /** Somebody writes a stranger's job into the status. */
  record NameStranger() implements Step {
    @Override
    public void play(SimWorld world) {
      if (!world.exists()) {
        return;
      }
      ObjectNode status =
          Serialization.unmarshal(Serialization.asJson(world.status()), ObjectNode.class);
      status
          .putObject("job")
          .put("name", world.stranger().value())
          .put("state", "JOB_STATE_RUNNING");
      world.cluster.forge(
          SimWorld.KEY, old -> Serialization.unmarshal(status.toString(), TuningJobStatus.class));
    }
  }

  /** Somebody removes the finalizer. */
  record Strip(String resource) implements Step {
    @Override
    public void play(SimWorld world) {
      Place place = Place.of(world, resource);
      place.cluster().strip(place.key());
    }
  }

  /** A backup is restored over a resource: the same with its status, and no finalizer. */
  record Replace(String resource) implements Step {
    @Override
    public void play(SimWorld world) {
      Place place = Place.of(world, resource);
      if (place.find() != null) {
        place.cluster().replace(place.key());
      }
    }
  }

  /** A backup of a resource is restored in another place. */
  record Copy(String resource, String as, boolean withStatus) implements Step {
    @Override
    public void play(SimWorld world) {
      TuningJob original = Place.of(world, resource).find();
      Place copy = Place.of(world, as);
      if (original != null && copy.find() == null) {
        copy.cluster().restore(copy.key(), original, withStatus);
        world.judge.copied(copy.cluster(), copy.key());
      }
    }
  }

  /** The cluster is gone, and its operator; another has its place, and the manifest is applied. */
  record Elsewhere(String run) implements Step {
    @Override
    public void play(SimWorld world) {
      world.cluster.tearAway(SimWorld.KEY);
      world.restart();
      world.apply(run);
    }
  }

  /** Somebody cancels all active jobs at the service, not through the operator. */
  record CancelOutside() implements Step {
    @Override
    public void play(SimWorld world) {
      setAll(world, Known.JOB_STATE_CANCELLING);
    }
  }

  private static void setAll(SimWorld world, Known state) {
    List<JobSnapshot> active = world.activeOnes();
    active.forEach(job -> world.service.setState(job.name(), state));
  }

  // ---- the service

  /** How jobs end from now on; one is running after 40 seconds, and ends after 150. */
  record JobsEnd(Known state) implements Step {
    @Override
    public void play(SimWorld world) {
      world.jobsEnd = state;
    }
  }

  /** Jobs last for a quarter of an hour. */
  record LongJobs() implements Step {
    @Override
    public void play(SimWorld world) {
      world.jobsLast = Duration.ofMinutes(15);
    }
  }

  /**
   * How long undeploying and deleting takes, and how long a model counts as deployed after that.
   */
  record SlowRemoval(int seconds, int lag) implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.artifacts().slow(Duration.ofSeconds(seconds), Duration.ofSeconds(lag));
    }
  }

  /** All active jobs are in a state now. */
  record AllJobs(Known state) implements Step {
    @Override
    public void play(SimWorld world) {
      setAll(world, state);
    }
  }

  /** All active jobs fail now, with a code of {@code google.rpc.Code}. */
  record JobsFail(int code) implements Step {
    @Override
    public void play(SimWorld world) {
      world.activeOnes().forEach(job -> world.service.fail(job.name(), code));
    }
  }

  /** Until so many jobs have ended. */
  record UntilEnded(int jobs) implements Step {
    @Override
    public void play(SimWorld world) {
      until(world, () -> world.ours().size() - world.activeOnes().size() >= jobs);
    }
  }

  /** One of the active jobs is in a state now. */
  record OneJob(int which, Known state) implements Step {
    @Override
    public void play(SimWorld world) {
      List<JobSnapshot> active = world.activeOnes();
      if (!active.isEmpty()) {
        world.service.setState(active.get(which % active.size()).name(), state);
      }
    }
  }

  /** Other people's jobs make a listing of more than one page. */
  record Pages() implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.pageSize(2);
      new Strangers(5).play(world);
    }
  }

  record Strangers(int number) implements Step {
    @Override
    public void play(SimWorld world) {
      for (int i = 0; i < number; i++) {
        world.stranger();
      }
    }
  }

  record Listings(SimService.Order order, int pageSize) implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.order(order);
      world.service.pageSize(pageSize);
    }
  }

  /** Jobs that are created from now on are listed so much later. */
  record Lag(int seconds) implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.listLag(Duration.ofSeconds(seconds));
    }
  }

  /** The next create is accepted, and its reply gets lost. */
  record LoseReply() implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.dropNextCreateReply();
    }
  }

  /** The next create is accepted so much after its call ended without a reply. */
  record AcceptLater(int seconds) implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.acceptNextCreateLater(Duration.ofSeconds(seconds));
    }
  }

  /** A call's next answer is a failure. */
  record Fail(Verb verb, Failure.Kind kind) implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.failNext(verb, Failures.of(kind, kind.name()));
    }
  }

  /** Every answer to a call is a failure, until the service is healed. */
  record FailAlways(Verb verb, Failure.Kind kind) implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.failAlways(verb, Failures.of(kind, kind.name()));
    }
  }

  record Heal() implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.heal();
    }
  }

  record LabelsNotKept() implements Step {
    @Override
    public void play(SimWorld world) {
      world.service.keepLabels(false);
    }
  }

  /** What must never happen: another job with the labels of the first, but of another call. */
  record CreateAgain() implements Step {
    @Override
    public void play(SimWorld world) {
      world.createAgain();
    }
  }

  // ---- the API server

  /** The operator's next write is refused. */
  record RefuseWrite(int code) implements Step {
    @Override
    public void play(SimWorld world) {
      world.cluster.refuseNextWrite(code);
    }
  }

  /** The operator's next write goes through, and its answer gets lost. */
  record LoseAnswer() implements Step {
    @Override
    public void play(SimWorld world) {
      world.cluster.loseNextAnswer();
    }
  }

  /** No write goes through, and no watch shows anything, for a while. */
  record ServerDown(int seconds) implements Step {
    @Override
    public void play(SimWorld world) {
      world.cluster.setDown(true);
      world.time.after(Duration.ofSeconds(seconds), () -> world.cluster.setDown(false));
    }
  }

  /** The watches of the first cluster's processes are so late from now on. */
  record WatchLag(int seconds) implements Step {
    @Override
    public void play(SimWorld world) {
      world
          .processes(world.cluster)
          .forEach(process -> process.watchLag = Duration.ofSeconds(seconds));
    }
  }

  // ---- the operator's process

  record Restart() implements Step {
    @Override
    public void play(SimWorld world) {
      world.restart();
    }
  }

  /** The process that makes the n-th effect from now dies, before or after it. */
  record Die(int effects, boolean before) implements Step {
    @Override
    public void play(SimWorld world) {
      world.effects.dieIn(effects, before);
    }
  }

  /**
   * Another process leads. The old one is frozen for a while, and then acts as if it still led for
   * another while.
   */
  record TakeOver(int frozen, int overlap) implements Step {
    @Override
    public void play(SimWorld world) {
      List<SimProcess> all = world.processes(world.cluster);
      List<SimProcess> leaders = all.stream().filter(SimProcess::leads).toList();
      if (leaders.size() != 1) {
        return;
      }
      SimProcess last = leaders.getFirst();
      last.freeze(Duration.ofSeconds(frozen));
      world.time.after(
          Duration.ofSeconds(frozen + overlap),
          () -> {
            world.end(last);
            world.startIfNobodyLeads(world.cluster);
          });
      all.stream()
          .filter(process -> !process.leads())
          .findFirst()
          .orElseGet(() -> world.start(world.cluster, false))
          .lead();
    }
  }

  /** The wall clock is set; the monotonic one is not. */
  record SetClock(int minutes) implements Step {
    @Override
    public void play(SimWorld world) {
      world.time.stepClock(Duration.ofMinutes(minutes));
    }
  }

  /** A gate lets creates pass from now on, or does not. */
  record Gate(boolean open) implements Step {
    @Override
    public void play(SimWorld world) {
      world.cluster.gateOpen = open;
    }
  }

  /** A process stands by: it sees everything and does nothing. */
  record Standby() implements Step {
    @Override
    public void play(SimWorld world) {
      if (world.processes(world.cluster).size() == 1) {
        SimProcess unused = world.start(world.cluster, false);
      }
    }
  }

  /** The operator's flags name a former default location from the next start on. */
  record Former(String location) implements Step {
    @Override
    public void play(SimWorld world) {
      Scope former = new Scope(SimWorld.SCOPE.projectId(), location);
      world.cluster.formerScopes.add(former);
      world.otherCluster.formerScopes.add(former);
      world.restart();
    }
  }

  /** The administrator restarts the operator with another default location. */
  record DefaultLocation(String location) implements Step {
    @Override
    public void play(SimWorld world) {
      world.cluster.defaultLocation = location;
      world.restart();
    }
  }

  /** Anything else, in a test by hand: it has no source. */
  record Do(String what, Consumer<SimWorld> action) implements Step {
    @Override
    public void play(SimWorld world) {
      action.accept(world);
    }
  }
}
