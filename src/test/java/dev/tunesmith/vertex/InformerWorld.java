package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.sim.ForwardingTuningJobs;
import dev.tunesmith.sim.SimService;
import dev.tunesmith.sim.SimTime;
import dev.tunesmith.support.Jobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An informer over a service in memory, on virtual time. */
final class InformerWorld {
  static final Scope SCOPE = new Scope("my-project", "us-central1");
  static final Duration INTERVAL = Duration.ofSeconds(30);
  static final Duration GRACE = Duration.ofMinutes(2);

  /** Longer than requests are gathered for. */
  static final Duration SOON = Duration.ofMillis(100);

  static final int PER_MINUTE = 60;
  static final String INSTANCE = "here";

  final SimTime time = new SimTime();
  final SimService service = new SimService(time);
  final Set<String> changed = new HashSet<>();
  final List<InformerListener.Kind> passes = new ArrayList<>();
  final JobInformer informer;
  Runnable beforeCall = () -> {};

  /** Replies in the service's place; null for the service's own. */
  Function<@Nullable String, TuningJobs.@Nullable PageReply> pages = token -> null;

  InformerWorld() {
    informer =
        new JobInformer(
            new Scripted(service),
            INSTANCE,
            new PollSchedule(INTERVAL, PER_MINUTE),
            GRACE,
            time,
            () -> Long.MIN_VALUE, // whose nextDouble is one half: no jitter
            time.executor(),
            new Recording());
  }

  private final class Scripted extends ForwardingTuningJobs {
    Scripted(TuningJobs delegate) {
      super(delegate);
    }

    @Override
    public PageReply list(Scope scope, @Nullable String pageToken) {
      beforeCall.run();
      PageReply own = super.list(scope, pageToken);
      PageReply scripted = pages.apply(pageToken);
      return scripted == null ? own : scripted;
    }

    @Override
    public GetReply get(Scope scope, JobName name) {
      beforeCall.run();
      return super.get(scope, name);
    }
  }

  private final class Recording implements InformerListener {
    @Override
    public void changed(String resource) {
      changed.add(resource);
    }

    @Override
    public void passed(
        Scope scope, Kind kind, int calls, boolean complete, Duration took, Duration ended) {
      passes.add(kind);
    }
  }

  record Calls(int gets, int lists) {
    Calls since(Calls before) {
      return new Calls(gets - before.gets, lists - before.lists);
    }
  }

  Calls calls() {
    return new Calls(service.calls(Verb.GET), service.calls(Verb.LIST));
  }

  /** The label of a resource of that name. */
  static String label(String resource) {
    return JobLabels.resource(INSTANCE, "TuningJob", new ResourceKey("team-a", resource));
  }

  static Map<String, String> labels(String resource) {
    ResourceKey key = new ResourceKey("team-a", resource);
    return new JobLabels(INSTANCE, label(resource), JobLabels.run("1"), JobLabels.inputs("{}"), 1)
        .toMap(key);
  }

  /** A job of a resource, created by another process: the informer does not hear of it. */
  JobSnapshot create(String resource) {
    return create(SCOPE, labels(resource));
  }

  JobSnapshot create(Scope scope, Map<String, String> labels) {
    TuningJobs.CreateReply reply = service.create(scope, Jobs.request(), labels);
    return reply instanceof TuningJobs.Created created ? created.job() : lost(reply);
  }

  private static JobSnapshot lost(TuningJobs.CreateReply reply) {
    throw new AssertionError("not created: " + reply);
  }

  /** Somebody else's jobs. */
  void strangers(int count) {
    for (int i = 0; i < count; i++) {
      create(SCOPE, Map.of("team", "b"));
    }
  }

  /** A job of a resource, created by this process. */
  JobName follow(String resource) {
    return follow(SCOPE, resource);
  }

  JobName follow(Scope scope, String resource) {
    JobSnapshot job = create(scope, labels(resource));
    informer.created(scope, job, labels(resource));
    return job.name();
  }

  /** Requests a listing that begins now or later. */
  Duration request(String resource) {
    Duration now = time.now();
    informer.request(label(resource), Set.of(SCOPE), now);
    return now;
  }

  JobInformer.Observation observe(String resource) {
    return informer.observe(label(resource), Set.of(SCOPE));
  }

  boolean listed(String resource, Duration since) {
    Duration listed = observe(resource).listedSince();
    return listed != null && listed.compareTo(since) >= 0;
  }

  JobState state(JobName job, String resource) {
    return observe(resource).jobs().stream()
        .filter(snapshot -> snapshot.name().equals(job))
        .map(JobSnapshot::state)
        .findFirst()
        .orElseThrow();
  }

  void pass(Duration duration) {
    time.advance(duration);
  }
}
