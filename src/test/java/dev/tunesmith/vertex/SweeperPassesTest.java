package dev.tunesmith.vertex;

import static dev.tunesmith.vertex.SweeperWorld.INTERVAL;
import static dev.tunesmith.vertex.SweeperWorld.SOON;
import static dev.tunesmith.vertex.SweeperWorld.following;
import static dev.tunesmith.vertex.SweeperWorld.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sweep asks as little as shows every active job")
class SweeperPassesTest {
  private final SweeperWorld world = new SweeperWorld();

  @Test
  @DisplayName("one active job costs one get per interval")
  void fewAreRead() {
    world.follow("one");
    world.pass(SOON);
    SweeperWorld.Calls before = world.calls();

    world.pass(INTERVAL.multipliedBy(10));

    assertThat(world.calls().since(before)).isEqualTo(new SweeperWorld.Calls(10, 0));
    assertThat(Objects.requireNonNull(world.view("one").job()).state())
        .isEqualTo(JobState.Known.JOB_STATE_PENDING);
  }

  @Test
  @DisplayName("1,000 active jobs cost ten pages per interval, whatever was bought before them")
  void manyAreListed() {
    world.service.pageSize(100);
    for (int i = 0; i < 500; i++) {
      world.stranger();
    }
    for (int i = 0; i < 1000; i++) {
      world.follow("job-" + i);
    }
    world.pass(SOON);
    SweeperWorld.Calls before = world.calls();

    world.pass(INTERVAL.multipliedBy(4));

    assertThat(world.calls().since(before)).isEqualTo(new SweeperWorld.Calls(0, 40));
    for (int i = 0; i < 1000; i++) {
      assertThat(world.view("job-" + i).job()).isNotNull();
    }
  }

  @Test
  @DisplayName("two old jobs behind many pages are read one by one as soon as that is known")
  void oldOnesAreRead() {
    world.service.pageSize(10);
    world.follow("old-a");
    world.follow("old-b");
    for (int i = 0; i < 200; i++) {
      world.stranger();
    }
    world.pass(SOON);
    SweeperWorld.Calls before = world.calls();

    world.pass(INTERVAL.multipliedBy(5));

    assertThat(world.calls().since(before)).isEqualTo(new SweeperWorld.Calls(10, 0));
  }

  @Test
  @DisplayName("pages are read only as far as active jobs are still unseen")
  void pagesUntilAllSeen() {
    world.service.pageSize(10);
    for (int i = 0; i < 200; i++) {
      world.stranger();
    }
    List<JobName> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jobs.add(world.follow("new-" + i));
    }

    world.pass(SOON);

    assertThat(world.calls()).isEqualTo(new SweeperWorld.Calls(0, 2));
    assertThat(jobs).hasSize(20);
  }

  @Test
  @DisplayName("a job that a lagging listing does not show yet is got by its name")
  void listLag() {
    world.service.listLag(Duration.ofMinutes(1));
    world.follow("a");
    world.follow("b");

    world.pass(SOON);

    assertThat(world.passes).containsExactly(SweepListener.Kind.PAGES);
    assertThat(world.calls()).isEqualTo(new SweeperWorld.Calls(2, 1));
    assertThat(world.view("a").job()).isNotNull();
    assertThat(world.view("a").missingSince()).isNull();
  }

  @Test
  @DisplayName("an older snapshot, from a listing that lags behind a get, takes nothing back")
  void staleListing() {
    JobName job = world.follow("a");
    JobSnapshot stale = world.service.job(job);
    world.time.busyFor(Duration.ofSeconds(5));
    world.service.setState(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.pass(SOON);
    world.changed.clear();

    world.pages = token -> new TuningJobs.Page(List.of(stale), null);
    world.sweeper.watch(key("a"), following("a", job), world.time.now());
    world.pass(SOON);

    assertThat(Objects.requireNonNull(world.view("a").job()).state())
        .isEqualTo(JobState.Known.JOB_STATE_SUCCEEDED);
    assertThat(world.view("a").siblings())
        .extracting(JobSnapshot::state)
        .doesNotContain(JobState.Known.JOB_STATE_PENDING);
  }

  @Test
  @DisplayName("a job that ended costs no further call, not even before it is forgotten")
  void endedJobsCostNothing() {
    JobName job = world.follow("a");
    world.pass(SOON);
    world.service.setState(job, JobState.Known.JOB_STATE_SUCCEEDED);
    world.pass(INTERVAL);
    assertThat(Objects.requireNonNull(world.view("a").job()).state().ended()).isTrue();
    SweeperWorld.Calls before = world.calls();

    world.pass(Duration.ofHours(10));

    assertThat(world.calls().since(before)).isEqualTo(new SweeperWorld.Calls(0, 0));
  }

  @Test
  @DisplayName("a state that we do not know is followed on")
  void unknownStateIsFollowed() {
    JobName job = world.follow("a");
    world.service.setState(job, JobState.of("JOB_STATE_DREAMING"));
    world.pass(SOON);
    SweeperWorld.Calls before = world.calls();

    world.pass(INTERVAL.multipliedBy(3));

    assertThat(world.calls().since(before)).isEqualTo(new SweeperWorld.Calls(3, 0));
  }

  @Test
  @DisplayName("sweeps keep to the budget of calls per minute when one needs very many")
  void budgetOfSweeps() {
    world.service.pageSize(1);
    for (int i = 0; i < 400; i++) {
      world.follow("job-" + i);
    }
    world.pass(SOON);

    world.pass(Duration.ofMinutes(20));

    assertThat(world.calls().gets() + world.calls().lists())
        .isLessThanOrEqualTo(20 * SweeperWorld.PER_MINUTE + 400);
  }

  @Test
  @DisplayName("looks keep to the budget too: a question a second over a long listing")
  void budgetOfLooks() {
    world.service.pageSize(1);
    for (int i = 0; i < 100; i++) {
      world.stranger();
    }

    for (int i = 0; i < 600; i++) {
      world.ask("job-" + i);
      world.pass(Duration.ofSeconds(1));
    }

    assertThat(world.calls().lists()).isLessThanOrEqualTo(10 * SweeperWorld.PER_MINUTE + 100);
    world.pass(Duration.ofMinutes(1));
    assertThat(world.view("job-599").lookedSince()).isNotNull();
  }

  @Test
  @DisplayName("the locations of one project share its budget")
  void budgetOfAProject() {
    world.service.pageSize(1);
    for (String location : List.of("us-central1", "europe-west4", "asia-east1")) {
      Scope scope = new Scope("my-project", location);
      for (int i = 0; i < 150; i++) {
        JobName job = world.buy(scope, location + i, "s-" + location + i).name();
        Watch watch = new Watch(scope, SweeperWorld.marker(location + i), null, job, true);
        world.sweeper.watch(key(location + i), watch, null);
      }
    }

    world.pass(Duration.ofMinutes(20));

    assertThat(world.calls().gets() + world.calls().lists())
        .isLessThanOrEqualTo(20 * SweeperWorld.PER_MINUTE + 3 * 150);
  }

  @Test
  @DisplayName("another project's budget is not touched")
  void budgetsArePerProject() {
    world.service.pageSize(1);
    for (int i = 0; i < 300; i++) {
      world.follow("job-" + i);
    }
    Scope other = new Scope("other-project", "us-central1");
    JobName job = world.buy(other, "other", "s-other").name();
    Watch watch = new Watch(other, SweeperWorld.marker("other"), null, job, true);
    world.pass(SOON);

    world.sweeper.watch(key("other"), watch, null);
    world.pass(SOON);

    assertThat(world.view("other").job()).isNotNull();
  }
}
