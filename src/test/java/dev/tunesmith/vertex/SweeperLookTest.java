package dev.tunesmith.vertex;

import static dev.tunesmith.vertex.SweeperWorld.SOON;
import static dev.tunesmith.vertex.SweeperWorld.following;
import static dev.tunesmith.vertex.SweeperWorld.key;
import static dev.tunesmith.vertex.SweeperWorld.looking;
import static dev.tunesmith.vertex.SweeperWorld.marker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.support.Failures;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A question is answered by a complete listing that began after it")
class SweeperLookTest {
  private final SweeperWorld world = new SweeperWorld();

  @Test
  @DisplayName("nothing is asked of the service before there is a question")
  void silentWithoutAQuestion() {
    world.sweeper.watch(key("a"), looking("a"), null);
    world.pass(Duration.ofHours(1));

    assertThat(world.calls()).isEqualTo(new SweeperWorld.Calls(0, 0));
    assertThat(world.view("a").looked(Duration.ZERO)).isFalse();
  }

  @Test
  @DisplayName("100 questions of one moment cost one listing, and each one's asker is told")
  void shared() {
    for (int i = 0; i < 100; i++) {
      world.ask("job-" + i);
    }
    Duration asked = world.time.now();
    world.pass(SOON);

    assertThat(world.calls()).isEqualTo(new SweeperWorld.Calls(0, 1));
    for (int i = 0; i < 100; i++) {
      assertThat(world.view("job-" + i).looked(asked)).isTrue();
      assertThat(world.changed).contains(key("job-" + i));
    }
  }

  @Test
  @DisplayName(
      "a listing under way when the question came up does not answer it; the next one does")
  void askedMeanwhile() {
    world.service.pageSize(1);
    world.stranger();
    world.stranger();
    world.ask("first");
    Duration[] asked = new Duration[1];
    world.beforePage =
        () -> {
          world.time.busyFor(Duration.ofSeconds(1));
          if (asked[0] == null) {
            asked[0] = world.ask("second");
          }
        };

    world.pass(Duration.ofSeconds(1));
    assertThat(world.view("first").lookedSince()).isNotNull();
    assertThat(world.view("second").lookedSince()).isNull();

    world.pass(Duration.ofSeconds(20));
    assertThat(world.view("second").looked(Objects.requireNonNull(asked[0]))).isTrue();
  }

  @Test
  @DisplayName("a listing that is wanted later does not keep back one that is wanted now")
  void laterAndNow() {
    Duration now = world.time.now();
    world.sweeper.watch(key("a"), looking("a"), now.plus(Duration.ofHours(4)));
    world.sweeper.watch(key("a"), looking("a"), now);
    world.pass(SOON);

    assertThat(world.view("a").looked(now)).isTrue();
    assertThat(world.changed).contains(key("a"));
  }

  @Test
  @DisplayName("a job bought while the listing ran, and not on its pages, does not count as absent")
  void watchedBeforeTheListing() {
    Duration before = world.time.now();
    world.pass(Duration.ofSeconds(10));
    world.sweeper.watch(key("a"), looking("a"), before);
    world.pass(SOON);

    assertThat(Objects.requireNonNull(world.view("a").lookedSince()))
        .isGreaterThanOrEqualTo(before.plusSeconds(10));
  }

  @Test
  @DisplayName("a question that a listing has answered before it arrived is told of as answered")
  void answeredBeforeItArrived() {
    Duration since = world.time.now();
    world.sweeper.watch(key("slow"), looking("slow"), null);
    world.ask("other");
    world.pass(SOON);
    assertThat(world.changed).doesNotContain(key("slow"));

    world.sweeper.watch(key("slow"), looking("slow"), since);

    assertThat(world.view("slow").looked(since)).isTrue();
    assertThat(world.changed).contains(key("slow"));
    assertThat(world.calls().lists()).isOne();
  }

  @Test
  @DisplayName("questions that keep coming cost a fifth of the time at most, and wait no interval")
  void paced() {
    Duration took = Duration.ofSeconds(1);
    world.beforePage = () -> world.time.busyFor(took);
    Duration begin = world.time.now();
    int asked = 0;
    while (world.time.now().minus(begin).compareTo(Duration.ofMinutes(1)) < 0) {
      world.ask("job-" + asked++);
      world.pass(Duration.ofMillis(100));
    }

    assertThat(world.calls().lists()).isBetween(10, 13);
    Duration last = world.ask("last");
    world.pass(SweeperWorld.INTERVAL);
    assertThat(world.view("last").looked(last)).isTrue();
  }

  @Test
  @DisplayName("a question for a later moment is asked then, and not before")
  void laterQuestion() {
    Duration later = world.time.now().plus(Duration.ofMinutes(2));
    world.sweeper.watch(key("a"), looking("a"), later);

    world.pass(Duration.ofMinutes(2).minusMillis(100));
    assertThat(world.calls().lists()).isZero();

    world.pass(SOON);
    assertThat(world.view("a").looked(later)).isTrue();
    assertThat(world.calls().lists()).isOne();
  }

  @Test
  @DisplayName("a listing that failed midway answers nothing, but keeps the jobs it saw")
  void failedMidway() {
    world.service.pageSize(1);
    JobName old = world.buy("old").name();
    JobName young = world.buy("young").name();
    Duration asked = world.ask("old");
    world.ask("young");
    world.pages = token -> token == null ? null : new TuningJobs.Unknown(Failures.unavailable());

    world.pass(SOON);

    assertThat(world.view("young").siblings()).extracting(JobSnapshot::name).containsExactly(young);
    assertThat(world.view("young").looked(asked)).isFalse();
    assertThat(world.view("old").siblings()).isEmpty();
    assertThat(world.view("old").looked(asked)).isFalse();
    assertThat(world.view("old").failure()).isEqualTo(Failures.unavailable());

    world.pages = null;
    world.pass(Duration.ofSeconds(3));
    assertThat(world.view("old").siblings()).extracting(JobSnapshot::name).containsExactly(old);
    assertThat(world.view("old").looked(asked)).isTrue();
    assertThat(world.view("old").failure()).isNull();
  }

  @Test
  @DisplayName("a look finds jobs by marker, and by submission where the marker is another")
  void byMarkerAndSubmission() {
    JobName marked = world.buy(SweeperWorld.SCOPE, "a", "s-other").name();
    JobName submitted = world.buy(SweeperWorld.SCOPE, "elsewhere", "s-mine").name();
    world.sweeper.watch(
        key("a"),
        new Watch(SweeperWorld.SCOPE, marker("a"), "s-mine", null, false),
        world.time.now());

    world.pass(SOON);

    assertThat(world.view("a").siblings())
        .extracting(JobSnapshot::name)
        .containsExactlyInAnyOrder(marked, submitted);
  }

  @Test
  @DisplayName("a job that ended long ago is found as well")
  void anyState() {
    JobName job = world.buy("a").name();
    world.service.setState(job, JobState.Known.JOB_STATE_FAILED);
    world.ask("a");

    world.pass(SOON);

    assertThat(world.view("a").siblings()).extracting(JobSnapshot::name).containsExactly(job);
  }

  @Test
  @DisplayName("paging ends at the adoption window, and a job within it is found")
  void adoptionWindow() {
    world.service.pageSize(10);
    for (int i = 0; i < 50; i++) {
      world.stranger();
    }
    world.time.busyFor(Duration.ofDays(100));
    JobName young = world.buy("a").name();
    Duration asked = world.ask("a");

    world.pass(SOON);

    assertThat(world.calls().lists()).isOne();
    assertThat(world.view("a").looked(asked)).isTrue();
    assertThat(world.view("a").siblings()).extracting(JobSnapshot::name).containsExactly(young);
  }

  @Test
  @DisplayName("a followed job and a question beside it cost one listing together")
  void lookAlsoReads() {
    JobName job = world.buy("a").name();
    world.sweeper.watch(key("a"), following("a", job), world.time.now());

    world.pass(SOON);

    assertThat(world.calls()).isEqualTo(new SweeperWorld.Calls(0, 1));
    assertThat(world.view("a").job()).isNotNull();
    assertThat(world.view("a").lookedSince()).isNotNull();
  }
}
