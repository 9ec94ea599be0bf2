package dev.tunesmith.vertex;

import static dev.tunesmith.vertex.SweeperWorld.INTERVAL;
import static dev.tunesmith.vertex.SweeperWorld.SCOPE;
import static dev.tunesmith.vertex.SweeperWorld.SOON;
import static dev.tunesmith.vertex.SweeperWorld.following;
import static dev.tunesmith.vertex.SweeperWorld.key;
import static dev.tunesmith.vertex.SweeperWorld.looking;
import static dev.tunesmith.vertex.SweeperWorld.marker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.View;
import dev.tunesmith.support.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sweep wakes the reconciler for news, and for nothing else")
class SweeperNewsTest {
  private final SweeperWorld world = new SweeperWorld();

  @Test
  @DisplayName("a job that stays as it is wakes nobody")
  void noNews() {
    world.follow("a");
    world.pass(SOON);
    assertThat(world.changed).containsExactly(key("a"));

    world.pass(INTERVAL.multipliedBy(20));

    assertThat(world.changed).containsExactly(key("a"));
  }

  @Test
  @DisplayName("updateTime alone wakes nobody")
  void updateTimeAlone() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.changed.clear();

    for (int i = 0; i < 10; i++) {
      world.pass(INTERVAL);
      world.service.change(job, old -> updated(old, world.time.instant()));
    }

    assertThat(world.changed).isEmpty();
  }

  @Test
  @DisplayName("what changed first is told first, wherever the listing has it")
  void oldestNewsFirst() {
    JobName a = world.follow("a");
    JobName b = world.follow("b");
    JobName c = world.follow("c");
    world.pass(SOON);
    world.changed.clear();

    for (JobName job : List.of(b, c, a)) {
      world.service.setState(job, JobState.Known.JOB_STATE_RUNNING);
      world.pass(Duration.ofSeconds(1));
    }
    world.pass(INTERVAL);

    assertThat(world.changed).containsExactly(key("b"), key("c"), key("a"));
  }

  @Test
  @DisplayName("news of a page is told though the pass breaks off on the next one")
  void toldThoughBrokenOff() {
    world.service.pageSize(1);
    world.follow("a");
    JobName young = world.follow("b");
    world.pass(SOON);
    world.changed.clear();
    world.service.setState(young, JobState.Known.JOB_STATE_RUNNING);
    world.pages =
        token -> {
          if (token != null) {
            throw new IllegalStateException("a fault");
          }
          return null;
        };

    world.pass(INTERVAL);

    assertThat(world.changed).containsExactly(key("b"));
  }

  @Test
  @DisplayName("a changed state wakes its own resource, and no other")
  void ownNews() {
    JobName job = world.follow("a");
    world.follow("b");
    world.pass(SOON);
    world.changed.clear();

    world.service.setState(job, JobState.Known.JOB_STATE_RUNNING);
    world.pass(INTERVAL);

    assertThat(world.changed).containsExactly(key("a"));
  }

  @Test
  @DisplayName("a change of the job's labels is news: they say whose it is")
  void labelsAreNews() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.changed.clear();

    world.service.change(job, SweeperNewsTest::withoutLabels);
    world.pass(INTERVAL);

    assertThat(world.changed).containsExactly(key("a"));
  }

  @Test
  @DisplayName("saying the same watch again changes nothing, and asks nothing")
  void sameWatch() {
    JobName job = world.follow("a");
    world.pass(SOON);
    View before = world.view("a");
    SweeperWorld.Calls calls = world.calls();

    world.sweeper.watch(key("a"), following("a", job), null);
    world.pass(SOON);

    assertThat(world.view("a")).isEqualTo(before);
    assertThat(world.calls().since(calls)).isEqualTo(new SweeperWorld.Calls(0, 0));
  }

  @Test
  @DisplayName(
      "another marker: what was found under the old one no longer counts, nor does the look")
  void markerChanged() {
    world.buy("a");
    world.ask("a");
    world.pass(SOON);
    assertThat(world.view("a").siblings()).hasSize(1);

    world.sweeper.watch(key("a"), new Watch(SCOPE, marker("other"), null, null, false), null);

    assertThat(world.view("a").siblings()).isEmpty();
    assertThat(world.view("a").lookedSince()).isNull();
  }

  @Test
  @DisplayName("another submission: jobs found by marker stay, the look does not")
  void submissionChanged() {
    JobName job = world.buy("a").name();
    world.ask("a");
    world.pass(SOON);

    world.sweeper.watch(key("a"), new Watch(SCOPE, marker("a"), "s-new", null, false), null);

    assertThat(world.view("a").siblings()).extracting(JobSnapshot::name).containsExactly(job);
    assertThat(world.view("a").lookedSince()).isNull();
  }

  @Test
  @DisplayName("another job: the old one's snapshot is gone, a found one's is taken over")
  void jobChanged() {
    JobName first = world.buy(SCOPE, "a", "s-1").name();
    JobName second = world.buy(SCOPE, "a", "s-2").name();
    world.sweeper.watch(
        key("a"), new Watch(SCOPE, marker("a"), null, first, true), world.time.now());
    world.pass(SOON);

    world.sweeper.watch(key("a"), new Watch(SCOPE, marker("a"), null, second, true), null);
    assertThat(Objects.requireNonNull(world.view("a").job()).name()).isEqualTo(second);

    world.sweeper.watch(key("a"), new Watch(SCOPE, marker("a"), null, null, false), null);
    assertThat(world.view("a").job()).isNull();
  }

  @Test
  @DisplayName("a listing that began under the old watch does not answer for the new one")
  void changedDuringAPass() {
    Duration asked = world.ask("a");
    world.beforePage =
        () -> {
          world.time.busyFor(Duration.ofSeconds(1));
          world.sweeper.watch(key("a"), new Watch(SCOPE, marker("b"), null, null, false), null);
          world.beforePage = null;
        };

    world.pass(SOON);

    assertThat(world.view("a").looked(asked)).isFalse();
  }

  @Test
  @DisplayName("another location: the resource moves there with nothing seen yet")
  void moved() {
    world.buy("a");
    world.ask("a");
    world.pass(SOON);

    Scope other = new Scope("my-project", "europe-west4");
    world.sweeper.watch(key("a"), new Watch(other, marker("a"), null, null, false), null);

    assertThat(world.view("a")).isEqualTo(View.NOTHING);
  }

  @Test
  @DisplayName(
      "two resources that name the same job are both told: a copied status hides nobody's job")
  void copiedStatus() {
    JobName job = world.follow("a");
    Watch copied = new Watch(SCOPE, marker("copy"), "s-a", job, true);
    world.sweeper.watch(key("copy"), copied, null);
    world.pass(SOON);
    world.service.setState(job, JobState.Known.JOB_STATE_RUNNING);
    SweeperWorld.Calls before = world.calls();

    world.pass(INTERVAL);

    assertThat(Objects.requireNonNull(world.view("a").job()).state())
        .isEqualTo(JobState.Known.JOB_STATE_RUNNING);
    assertThat(Objects.requireNonNull(world.view("copy").job()).state())
        .isEqualTo(JobState.Known.JOB_STATE_RUNNING);
    assertThat(world.calls().since(before).gets() + world.calls().since(before).lists()).isOne();
  }

  @Test
  @DisplayName("a resource forgotten during a pass is not watched on, and the pass goes on")
  void forgottenDuringAPass() {
    world.follow("a");
    Duration asked = world.ask("b");
    world.beforePage =
        () -> {
          world.sweeper.forget(key("a"));
          world.beforePage = null;
        };
    world.pass(SOON);
    SweeperWorld.Calls before = world.calls();

    world.pass(INTERVAL.multipliedBy(3));

    assertThat(world.view("b").looked(asked)).isTrue();
    assertThat(world.view("a")).isEqualTo(View.NOTHING);
    assertThat(world.calls().since(before)).isEqualTo(new SweeperWorld.Calls(0, 0));
  }

  @Test
  @DisplayName("a resource that is watched again after it was forgotten is read again")
  void watchedAgain() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.sweeper.forget(key("a"));
    world.pass(Duration.ofHours(1));

    world.sweeper.watch(key("a"), following("a", job), null);
    world.pass(SOON);

    assertThat(world.view("a").job()).isNotNull();
  }

  @Test
  @DisplayName("nobody is asked about, nobody is looked for: a view of nothing for a stranger")
  void unknownKey() {
    assertThat(world.view("nobody")).isEqualTo(View.NOTHING);
    world.sweeper.watch(key("a"), looking("a"), null);
    assertThat(world.view("a")).isEqualTo(View.NOTHING);
  }

  @Test
  @DisplayName("a job that a listing showed is in sight, though looks for it were in vain before")
  void adoptedAfterTrouble() {
    world.stranger();
    JobName job = world.buy("a").name();
    world.service.pageSize(1);
    world.service.failNext(Verb.LIST, Failures.unavailable());
    world.ask("a");
    world.pass(SOON);
    assertThat(world.view("a").failure()).isNotNull();
    List<View> adopted = new ArrayList<>();
    // The listing has shown the job, and is not at its end yet.
    world.beforePage =
        () -> {
          if (adopted.isEmpty() && !world.view("a").siblings().isEmpty()) {
            world.sweeper.watch(key("a"), following("a", job), null);
            adopted.add(world.view("a"));
          }
        };
    world.pass(Duration.ofMinutes(1));

    assertThat(adopted).hasSize(1);
    assertThat(adopted.getFirst().job()).isNotNull();
    assertThat(adopted.getFirst().failure()).isNull();
  }

  @Test
  @DisplayName("a job that the first page shows is in sight, though the second page fails")
  void secondPageFails() {
    JobName job = world.follow("a");
    for (int i = 0; i < 3; i++) {
      world.stranger();
    }
    world.service.pageSize(4);
    world.pass(INTERVAL);
    world.pages =
        token ->
            token == null
                ? new TuningJobs.Page(List.of(world.service.job(job)), "next")
                : new TuningJobs.Unknown(Failures.unavailable());
    world.sweeper.watch(key("a"), following("a", job), world.time.now());
    world.pass(Duration.ofMinutes(2));

    assertThat(world.view("a").job()).isNotNull();
    assertThat(world.view("a").failure()).isNull();
  }

  @Test
  @DisplayName("a listing without the labels that a read gave before is known for what it is")
  void labelsMissing() {
    JobName job = world.follow("a");
    world.pass(INTERVAL);
    world.ask("b");
    world.pass(SOON);
    assertThat(world.sweeper.labelsMissing(SCOPE)).isFalse();

    world.service.loseLabels(job);
    world.ask("c");
    world.pass(SOON);

    assertThat(world.sweeper.labelsMissing(SCOPE)).isTrue();
    assertThat(world.sweeper.labelsMissing(new Scope("my-project", "europe-west4"))).isFalse();
  }

  @Test
  @DisplayName("also where it is the first read, and only the create's reply gave the labels")
  void labelsMissingAfterTheCreate() {
    JobName job = world.buy("a").name();
    world.service.loseLabels(job);
    world.sweeper.watch(key("a"), following("a", job), null);
    world.sweeper.gaveLabels(key("a"), job);
    world.ask("b");
    world.pass(SOON);

    assertThat(world.sweeper.labelsMissing(SCOPE)).isTrue();
  }

  @Test
  @DisplayName("a job that never had our labels proves nothing: its name may be forged")
  void neverHadLabels() {
    JobName job = world.stranger();
    world.service.loseLabels(job);
    world.sweeper.watch(key("a"), following("a", job), null);
    world.pass(INTERVAL);
    world.ask("b");
    world.pass(SOON);

    assertThat(world.sweeper.labelsMissing(SCOPE)).isFalse();
  }

  private static JobSnapshot updated(JobSnapshot job, Instant time) {
    return copy(job, time, job.labels());
  }

  private static JobSnapshot withoutLabels(JobSnapshot job) {
    return copy(job, job.updateTime(), Map.of());
  }

  private static JobSnapshot copy(
      JobSnapshot job, @Nullable Instant updated, Map<String, String> labels) {
    return new JobSnapshot(
        job.name(),
        job.state(),
        job.createTime(),
        job.startTime(),
        job.endTime(),
        updated,
        job.error(),
        job.experiment(),
        job.tunedModel(),
        job.dataStats(),
        labels,
        job.baseModel(),
        job.tunedModelDisplayName(),
        job.hyperParameters());
  }
}
