package dev.tunesmith.sim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.ReconcileListener.Occurrence;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.JobSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two clusters, a service, operator processes, people, and the judge of what comes of it, on
 * virtual time. What a method does to "the" resource it does to {@link #KEY} in the first cluster.
 */
final class SimWorld {
  static final ResourceKey KEY = new ResourceKey("team-a", "support-tone");
  static final Scope SCOPE = new Scope("my-project", "us-central1");

  /** How soon another process is in the place of one that died. */
  private static final Duration REPLACED_AFTER = Duration.ofSeconds(5);

  private static final Duration RUNS_AFTER = Duration.ofSeconds(40);
  private static final Duration CANCELLING_TAKES = Duration.ofSeconds(20);

  final SimTime time = new SimTime();
  final Effects effects = new Effects();
  final SimService service = new SimService(time.others());
  final Judge judge = new Judge(this);
  final SimCluster cluster = new SimCluster(this, "here");
  final SimCluster otherCluster = new SimCluster(this, "there");
  final List<String> told = new ArrayList<>();
  final List<String> toldWords = new ArrayList<>();
  final List<String> deaths = new ArrayList<>();
  final Map<Occurrence, Integer> counts = new EnumMap<>(Occurrence.class);
  int rounds;
  boolean leading = true;
  @Nullable Runnable beforeCreate;
  @Nullable RuntimeException createFault;
  @Nullable RuntimeException faultAfterCreate;

  private final List<SimProcess> processes = new ArrayList<>();
  private final Set<JobName> strangers = new HashSet<>();
  private SimProcess latest;

  /** What {@link Step.Remember} kept. */
  @Nullable TuningJobStatus remembered;

  /** How jobs go on by themselves; null where a test moves them. */
  @Nullable Known jobsEnd;

  /** How long a job lasts that goes on by itself; null where it runs until somebody ends it. */
  @Nullable Duration jobsLast = Duration.ofSeconds(150);

  /** What a removal may leave. */
  final Set<String> leftBehind = new HashSet<>();

  /** What the engine goes without. */
  final Mutation without;

  SimWorld() {
    this(Mutation.NOTHING);
  }

  SimWorld(Mutation without) {
    this.without = without;
    service.in(new JobsByThemselves(), time::after);
    latest = start(cluster);
  }

  /** What jobs do by themselves. */
  private final class JobsByThemselves implements SimService.Listener {
    @Override
    public void accepted(JobSnapshot job, Caller caller, Instant listedFrom) {
      judge.accepted(job, caller, listedFrom);
      Duration last = jobsLast;
      if (jobsEnd != null && last != null) {
        time.after(RUNS_AFTER, () -> becomes(job.name(), Known.JOB_STATE_RUNNING));
        time.after(last, () -> becomes(job.name(), Objects.requireNonNull(jobsEnd)));
      }
    }

    @Override
    public void changed(JobSnapshot job) {
      if (jobsEnd != null && job.state() == Known.JOB_STATE_CANCELLING) {
        time.after(
            CANCELLING_TAKES,
            () -> {
              if (service.job(job.name()).state() == Known.JOB_STATE_CANCELLING) {
                service.setState(job.name(), Known.JOB_STATE_CANCELLED);
              }
            });
      }
    }

    private void becomes(JobName name, JobState state) {
      JobState now = service.job(name).state();
      if (!now.ended() && now != Known.JOB_STATE_CANCELLING) {
        service.setState(name, state);
      }
    }
  }

  // ---- processes

  /** The process of the first cluster that started last. */
  SimProcess process() {
    return latest;
  }

  List<SimProcess> processes(SimCluster of) {
    return processes.stream().filter(process -> process.cluster() == of).toList();
  }

  SimProcess start(SimCluster in) {
    return start(in, true);
  }

  SimProcess start(SimCluster in, boolean leads) {
    SimProcess process = new SimProcess(this, in, leads);
    processes.add(process);
    if (in == cluster) {
      latest = process;
    }
    return process;
  }

  void end(SimProcess process) {
    processes.remove(process);
    process.end();
  }

  long leaders(SimCluster of) {
    return processes(of).stream().filter(SimProcess::leads).count();
  }

  /** A cluster without a leader gets one. */
  void startIfNobodyLeads(SimCluster in) {
    if (leaders(in) == 0) {
      SimProcess unused = start(in);
    }
  }

  void died(SimProcess process, Effects.Death death) {
    processes.remove(process);
    deaths.add(Objects.requireNonNull(death.getMessage()));
    time.after(REPLACED_AFTER, () -> startIfNobodyLeads(process.cluster()));
  }

  /** Ends the processes of the first cluster, and starts another that knows nothing of them. */
  void restart() {
    restart(cluster);
  }

  void restart(SimCluster in) {
    processes(in).forEach(this::end);
    start(in);
  }

  // ---- time

  void pass(Duration duration) {
    work();
    time.advance(duration, this::work);
  }

  /** All that can be done now; where that takes time, until a timer is due. */
  private void work() {
    boolean worked = true;
    Duration began = time.now();
    for (int i = 0; worked && !time.isLate(); i++) {
      if (i > 500 && time.now().equals(began)) {
        throw new AssertionError("processes keep each other busy: " + processes);
      }
      worked = false;
      for (SimProcess process : List.copyOf(processes)) {
        worked |= process.work();
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
    return spec(run, dataset, Map.of());
  }

  /**
   * A spec with further fields; null for none. Of a tuning among them the data stays, and the
   * description is another one.
   */
  static TuningJobSpec spec(String run, String dataset, Map<String, @Nullable Object> further) {
    Map<String, @Nullable Object> spec = new HashMap<>(further);
    spec.put("run", run);
    ObjectNode tuning;
    if (spec.get("tuning") instanceof ObjectNode other) {
      tuning = other.deepCopy().put("description", dataset);
    } else {
      tuning = Jobs.object("{\"baseModel\": \"gemini-2.5-flash\"}");
      tuning.putObject("supervisedTuningSpec").put("trainingDatasetUri", dataset);
    }
    if (further.get("preTunedModelFrom") != null) {
      tuning.remove(List.of("baseModel", "preTunedModel"));
    }
    spec.put("tuning", tuning);
    return Serialization.unmarshal(Serialization.asJson(spec), TuningJobSpec.class);
  }

  void apply(String run) {
    new Step.Apply(run).play(this);
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

  /** Another resource's job of the same operator, which stays as it is. */
  JobName stranger() {
    ResourceKey other = new ResourceKey("team-b", "other");
    JobLabels labels =
        new JobLabels(
            cluster.instanceId,
            JobLabels.resource(cluster.instanceId, "TuningJob", other),
            JobLabels.run("1"),
            JobLabels.inputs("{}"),
            1);
    JobName name = service.addJob(SCOPE, Jobs.request(), labels.toMap(other), null);
    strangers.add(name);
    return name;
  }

  /** Somebody creates a job with the labels of one that is there. */
  void createAgain() {
    JobSnapshot job = ours().getFirst();
    JobName unused =
        service.addJob(SCOPE, Jobs.request(), job.labels(), judge.owner(job.name()).orElseThrow());
  }

  /** Plays what happens, one after the other. */
  void play(List<Step> steps) {
    steps.forEach(step -> step.play(this));
  }

  /** Lets time pass until all jobs have ended, and then longer than anything may take. */
  void settle() {
    Duration over = time.now().plus(Duration.ofHours(2));
    int before;
    do {
      before = ours().size();
      Duration patience = time.now().plus(Step.PATIENCE);
      while (!activeOnes().isEmpty() && time.now().compareTo(patience) < 0) {
        pass(Step.TICK);
      }
      minutes(11);
      // Another attempt may have come and gone meanwhile.
    } while ((!activeOnes().isEmpty() || ours().size() != before)
        && time.now().compareTo(over) < 0);
  }

  /**
   * Everything works again, and nobody does anything more: first the jobs that run go on, then they
   * end. Each time the judge looks.
   */
  void calmDown() {
    effects.clear();
    service.heal();
    service.listLag(Duration.ZERO);
    for (SimCluster each : List.of(cluster, otherCluster)) {
      each.calmDown();
      List<SimProcess> leaders = processes(each).stream().filter(SimProcess::leads).toList();
      leaders.stream().limit(Math.max(0, leaders.size() - 1)).forEach(this::end);
      startIfNobodyLeads(each);
      processes(each).forEach(process -> process.watchLag = Duration.ZERO);
    }
    minutes(45);
    judge.settled();
    activeOnes().forEach(job -> service.setState(job.name(), Known.JOB_STATE_SUCCEEDED));
    minutes(20);
    judge.settled();
  }

  // ---- what people see

  List<JobSnapshot> strangers() {
    return service.jobs().stream().filter(job -> strangers.contains(job.name())).toList();
  }

  /** All jobs but the strangers', newest first. */
  List<JobSnapshot> ours() {
    return service.jobs().stream().filter(job -> !strangers.contains(job.name())).toList();
  }

  List<JobSnapshot> activeOnes() {
    return ours().stream().filter(job -> !job.state().ended()).toList();
  }

  JobName onlyJob() {
    List<JobSnapshot> jobs = service.jobs();
    if (jobs.size() != 1) {
      throw new AssertionError("not exactly one job was created: " + jobs);
    }
    return jobs.getFirst().name();
  }

  int jobCount() {
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
    return SimCluster.conditions(status());
  }

  @Nullable String jobName() {
    return status().job() == null ? null : Objects.requireNonNull(status().job()).name();
  }

  boolean told(String reason) {
    return told.contains(reason);
  }

  int count(Occurrence occurrence) {
    return counts.getOrDefault(occurrence, 0);
  }
}
