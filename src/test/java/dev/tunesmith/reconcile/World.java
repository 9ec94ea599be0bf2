package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.kind.tuningjob.Wishes;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.FakeTuningJobs;
import dev.tunesmith.support.VirtualTime;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cluster, a service and one operator process at a time, on virtual time. */
final class World {
  static final ResourceKey KEY = new ResourceKey("team-a", "support-tone");
  static final Scope SCOPE = new Scope("my-project", "us-central1");

  final VirtualTime time = new VirtualTime();
  final Effects effects = new Effects();
  final FakeTuningJobs service = new FakeTuningJobs(time);
  final Cluster cluster = new Cluster(time, effects);
  final List<String> told = new ArrayList<>();
  final List<String> toldWords = new ArrayList<>();
  final List<String> deaths = new ArrayList<>();
  int rounds;
  int extraJobs;
  int ends;
  int releasedUnconfirmed;
  int internalErrors;
  boolean leading = true;
  @Nullable Runnable beforeCreate;
  @Nullable RuntimeException createFault;
  @Nullable RuntimeException faultAfterCreate;

  final TuningJobs port = new JournaledJobs(service, this);
  private OperatorProcess process = new OperatorProcess(this);

  OperatorProcess process() {
    return process;
  }

  /** Ends the process, and starts another that knows nothing of it. */
  void restart() {
    process.end();
    effects.born();
    process = new OperatorProcess(this);
    cluster.relist();
  }

  /** Lets time pass; a process that dies is replaced five seconds later. */
  void pass(Duration duration) {
    Duration end = time.now().plus(duration);
    while (true) {
      try {
        process.work();
        time.advance(end.minus(time.now()), process::work);
        return;
      } catch (Effects.Death death) {
        deaths.add(Objects.requireNonNull(death.getMessage()));
        process.end();
        time.busyFor(Duration.ofSeconds(5));
        restart();
        end = end.compareTo(time.now()) > 0 ? end : time.now();
      }
    }
  }

  void minutes(int minutes) {
    pass(Duration.ofMinutes(minutes));
  }

  void seconds(int seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  // ---- what people do

  static TuningJobSpec spec(String run) {
    return spec(run, "gs://my-bucket/train.jsonl");
  }

  static TuningJobSpec spec(String run, String dataset) {
    return Serialization.unmarshal(
        """
        tuning:
          baseModel: gemini-2.5-flash
          supervisedTuningSpec: {trainingDatasetUri: "%s"}
        run: "%s"
        """
            .formatted(dataset, run),
        TuningJobSpec.class);
  }

  void apply(String run) {
    cluster.apply(KEY, spec(run));
  }

  /** Applies, and waits until its job is known. */
  JobName start() {
    apply("1");
    seconds(5);
    return onlyJob();
  }

  void advance(JobName job) {
    service.advance(job);
    minutes(1);
  }

  void set(JobName job, JobState.Known state) {
    service.setState(job, state);
    minutes(1);
  }

  // ---- what people see

  JobName onlyJob() {
    List<JobSnapshot> jobs = service.jobs();
    if (jobs.size() != 1) {
      throw new AssertionError("not exactly one job was bought: " + jobs);
    }
    return jobs.getFirst().name();
  }

  int bought() {
    return service.jobs().size();
  }

  long active() {
    return service.jobs().stream().filter(job -> !job.state().ended()).count();
  }

  @Nullable TuningJob find() {
    return cluster.find(KEY);
  }

  boolean exists() {
    return cluster.status(KEY) != null;
  }

  TuningJobStatus status() {
    return Objects.requireNonNull(cluster.status(KEY));
  }

  Optional<Condition> condition(String type) {
    return status().conditions().stream().filter(c -> type.equals(c.getType())).findFirst();
  }

  /** Ready's reason. */
  String reason() {
    return condition("Ready").map(Condition::getReason).orElse("none");
  }

  String message() {
    return condition("Ready").map(Condition::getMessage).orElse("none");
  }

  /** The conditions that are True, in order, such as {@code Failed Stalled}. */
  String conditions() {
    return String.join(
        " ",
        status().conditions().stream()
            .filter(c -> "True".equals(c.getStatus()))
            .map(Condition::getType)
            .sorted()
            .toList());
  }

  /** The marker of the resource's run, as the operator makes it. */
  Marker marker(String run) {
    Policy policy = new Policy("my-project", Set.of(), Set.of(), Set.of());
    String canonical =
        new Wishes(policy, SCOPE.location())
            .read(Objects.requireNonNull(find()).getSpec(), null)
            .canonicalJson();
    return Marker.of("here", KEY.namespace(), KEY.name(), run, SCOPE, canonical);
  }

  @Nullable String jobName() {
    return status().job() == null ? null : Objects.requireNonNull(status().job()).name();
  }

  boolean told(String reason) {
    return told.contains(reason);
  }
}
