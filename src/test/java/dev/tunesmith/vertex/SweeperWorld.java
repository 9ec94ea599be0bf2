package dev.tunesmith.vertex;

import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.Marker;
import dev.tunesmith.lifecycle.OwnerLabels;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Submission;
import dev.tunesmith.lifecycle.View;
import dev.tunesmith.support.FakeTuningJobs;
import dev.tunesmith.support.ForwardingTuningJobs;
import dev.tunesmith.support.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sweeper on virtual time over a fake service, and what a test wants to know of its work. */
final class SweeperWorld implements SweepListener {
  static final Scope SCOPE = new Scope("my-project", "us-central1");
  static final Duration INTERVAL = Duration.ofSeconds(30);
  static final int PER_MINUTE = 300;
  static final Duration WINDOW = Duration.ofDays(90);

  /** Long enough for the questions of a moment to be gathered and answered. */
  static final Duration SOON = Duration.ofMillis(500);

  final VirtualTime time = new VirtualTime();
  final FakeTuningJobs service = new FakeTuningJobs(time);
  final List<ResourceKey> changed = new ArrayList<>();
  final List<SweepListener.Kind> passes = new ArrayList<>();
  final Map<JobName, Failure> unreadable = new HashMap<>();
  final Set<JobName> absent = new HashSet<>();
  @Nullable Runnable beforePage;
  @Nullable Function<@Nullable String, TuningJobs.@Nullable PageReply> pages;
  @Nullable RuntimeException fault;

  private final TuningJobs port =
      new ForwardingTuningJobs(service) {
        @Override
        public GetReply get(Scope scope, JobName name) {
          GetReply reply = super.get(scope, name);
          Failure failure = unreadable.get(name);
          if (absent.contains(name)) {
            return new Absent();
          }
          return failure == null ? reply : new Unknown(failure);
        }

        @Override
        public PageReply list(Scope scope, @Nullable String pageToken) {
          if (beforePage != null) {
            beforePage.run();
          }
          if (fault != null) {
            throw fault;
          }
          PageReply reply = pages == null ? null : pages.apply(pageToken);
          return reply == null ? super.list(scope, pageToken) : reply;
        }
      };

  final Sweeper sweeper =
      new Sweeper(
          port,
          new PollSchedule(INTERVAL, PER_MINUTE),
          WINDOW,
          time,
          time,
          () -> Long.MIN_VALUE, // a random number of 0.5 throughout: no jitter
          time.executor(),
          this);

  @Override
  public void changed(ResourceKey key) {
    changed.add(key);
  }

  @Override
  public void swept(Scope scope, Kind kind, int calls, boolean well, Duration took) {
    passes.add(kind);
  }

  static ResourceKey key(String name) {
    return new ResourceKey("team-a", name);
  }

  static Marker marker(String name) {
    return Marker.of("here", "team-a", name, "1", SCOPE, "{}");
  }

  /** Buys the job of a resource, as a create of the operator would. */
  JobSnapshot buy(String name) {
    return buy(SCOPE, name, "s-" + name);
  }

  JobSnapshot buy(Scope scope, String name, String submission) {
    TuningJobs.CreateReply reply =
        service.create(
            scope,
            new JobRequest(
                new JobRequest.BaseModel("gemini-2.5-flash"),
                new JobRequest.SupervisedTuning("gs://b/train.jsonl", null, null, null),
                null,
                null,
                Map.of(),
                null,
                null,
                "{}"),
            OwnerLabels.of(key(name), marker(name), new Submission(submission, 1, time.instant())));
    return ((TuningJobs.Created) reply).job();
  }

  /** A job of nobody we know. */
  JobName stranger() {
    return buy("stranger").name();
  }

  static Watch looking(String name) {
    return new Watch(SCOPE, marker(name), null, null, false);
  }

  static Watch following(String name, JobName job) {
    return new Watch(SCOPE, marker(name), "s-" + name, job, true);
  }

  /** Buys and follows. */
  JobName follow(String name) {
    JobName job = buy(name).name();
    sweeper.watch(key(name), following(name, job), null);
    return job;
  }

  /** Asks, as of now. */
  Duration ask(String name) {
    Duration now = time.now();
    sweeper.watch(key(name), looking(name), now);
    return now;
  }

  View view(String name) {
    return sweeper.view(key(name));
  }

  void pass(Duration duration) {
    time.advance(duration);
  }

  /** How many calls were made since, as text such as {@code 1 get, 0 list}. */
  Calls calls() {
    return new Calls(service.calls(Verb.GET), service.calls(Verb.LIST));
  }

  record Calls(int gets, int lists) {
    Calls since(Calls before) {
      return new Calls(gets - before.gets, lists - before.lists);
    }
  }
}
