package dev.tunesmith.vertex;

import static dev.tunesmith.vertex.InformerWorld.GRACE;
import static dev.tunesmith.vertex.InformerWorld.INTERVAL;
import static dev.tunesmith.vertex.InformerWorld.PER_MINUTE;
import static dev.tunesmith.vertex.InformerWorld.SCOPE;
import static dev.tunesmith.vertex.InformerWorld.SOON;
import static dev.tunesmith.vertex.InformerWorld.label;
import static dev.tunesmith.vertex.InformerWorld.labels;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.sim.Failures;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.InformerWorld.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("The job informer")
class JobInformerTest {
  private static final JobState SUCCEEDED = JobState.Known.JOB_STATE_SUCCEEDED;
  private static final JobState RUNNING = JobState.Known.JOB_STATE_RUNNING;

  private final InformerWorld world = new InformerWorld();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ScopeInformer.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private List<String> logged(Level level) {
    return lines.list.stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Nested
  @DisplayName("lists a scope completely")
  class Listing {
    @Test
    @DisplayName("only when that was requested: it makes no call before")
    void silent() {
      world.create("a");
      world.pass(Duration.ofHours(1));
      assertThat(world.calls()).isEqualTo(new Calls(0, 0));
      assertThat(world.observe("a").listedSince()).isNull();
    }

    @Test
    @DisplayName("once for 100 requests of one moment, and reports to each")
    void shared() {
      Duration since = world.time.now();
      for (int i = 0; i < 100; i++) {
        world.request("job-" + i);
      }
      world.pass(SOON);

      assertThat(world.calls()).isEqualTo(new Calls(0, 1));
      for (int i = 0; i < 100; i++) {
        assertThat(world.listed("job-" + i, since)).isTrue();
        assertThat(world.changed).contains(label("job-" + i));
      }
    }

    @Test
    @DisplayName("again for a request that came while a listing ran")
    void meanwhile() {
      world.service.pageSize(1);
      world.strangers(2);
      world.request("first");
      List<Duration> asked = new ArrayList<>();
      world.beforeCall =
          () -> {
            world.time.busyFor(Duration.ofSeconds(1));
            if (asked.isEmpty()) {
              asked.add(world.request("second"));
            }
          };
      world.pass(Duration.ofSeconds(1));
      assertThat(world.changed).contains(label("first")).doesNotContain(label("second"));
      assertThat(world.listed("second", asked.getFirst())).isFalse();

      world.pass(Duration.ofSeconds(20));
      assertThat(world.listed("second", asked.getFirst())).isTrue();
      assertThat(world.changed).contains(label("second"));
    }

    @Test
    @DisplayName("at the time that a request names, and not before")
    void inTheFuture() {
      Duration later = world.time.now().plus(GRACE);
      world.informer.request(label("a"), Set.of(SCOPE), later);
      world.pass(GRACE.minusMillis(100));
      assertThat(world.calls().lists()).isZero();

      world.pass(SOON);
      assertThat(world.calls().lists()).isOne();
      assertThat(world.listed("a", later)).isTrue();
      assertThat(world.changed).contains(label("a"));
    }

    @Test
    @DisplayName("now for a resource that requested a later one before, and reports to it")
    void laterAndNow() {
      Duration now = world.time.now();
      world.informer.request(label("a"), Set.of(SCOPE), now.plus(Duration.ofHours(4)));
      world.request("a");
      world.pass(SOON);

      assertThat(world.listed("a", now)).isTrue();
      assertThat(world.changed).contains(label("a"));
    }

    @Test
    @DisplayName("for a fifth of the time at most while requests keep coming, and none waits long")
    void paced() {
      world.beforeCall = () -> world.time.busyFor(Duration.ofSeconds(1));
      Duration begin = world.time.now();
      int asked = 0;
      while (world.time.now().minus(begin).compareTo(Duration.ofMinutes(1)) < 0) {
        world.request("job-" + asked++);
        world.pass(SOON);
      }
      assertThat(world.calls().lists()).isBetween(10, 13);
      Duration last = world.request("last");
      world.pass(INTERVAL);
      assertThat(world.listed("last", last)).isTrue();
    }

    @Test
    @DisplayName("and finds jobs of any state, in each scope, and of the own instance alone")
    void finds() {
      JobName ended = world.create("a").name();
      world.service.setState(ended, JobState.Known.JOB_STATE_FAILED);
      Map<String, String> others = new HashMap<>(labels("a"));
      others.put("tunesmith-instance", "another");
      world.create(SCOPE, others);
      Scope elsewhere = new Scope("other-project", "europe-west4");
      JobName there = world.create(elsewhere, labels("a")).name();
      world.request("a");
      world.informer.request(label("b"), Set.of(elsewhere), world.time.now());
      world.pass(SOON);

      assertThat(world.observe("a").jobs())
          .as("a job in a scope that the resource does not want counts, too")
          .extracting(JobSnapshot::name)
          .containsExactlyInAnyOrder(ended, there);
      assertThat(world.informer.scopeOf(there))
          .as("by its project's id, though names have its number")
          .isEqualTo(elsewhere);
    }

    @Test
    @DisplayName("again every ten minutes, also at rest: a job that turns up late is found")
    void atRest() {
      world.request("a");
      world.pass(SOON);
      JobName late = world.create("a").name();

      world.pass(Duration.ofMinutes(10));
      assertThat(world.observe("a").jobs()).extracting(JobSnapshot::name).containsExactly(late);
      assertThat(world.changed).contains(label("a"));
      world.service.setState(late, SUCCEEDED);
      world.pass(INTERVAL);
      Calls before = world.calls();
      world.pass(Duration.ofHours(1));
      assertThat(world.calls().since(before))
          .as("an ended job costs nothing else")
          .isEqualTo(new Calls(0, 6));
    }
  }

  @Nested
  @DisplayName("when a listing fails")
  class Failing {
    @Test
    @DisplayName("reports the failure and the recovery, with one log line each")
    void reports() {
      world.service.failAlways(Verb.LIST, Failures.unavailable());
      Duration since = world.request("a");
      world.pass(Duration.ofMinutes(1));
      assertThat(world.observe("a").listFailure()).isEqualTo(Failures.unavailable());
      assertThat(world.observe("a").listedSince()).isNull();
      assertThat(world.changed).contains(label("a"));
      world.changed.clear();
      world.pass(Duration.ofMinutes(10));
      assertThat(world.changed).as("nothing new").isEmpty();
      assertThat(logged(Level.WARN)).singleElement().asString().contains("cannot be read");
      assertThat(world.calls().lists()).as("it backs off").isLessThan(25);

      world.service.heal();
      world.pass(Duration.ofMinutes(2));
      assertThat(world.observe("a").listFailure()).isNull();
      assertThat(world.listed("a", since)).isTrue();
      assertThat(world.changed).contains(label("a"));
      assertThat(logged(Level.INFO)).singleElement().asString().contains("can be read again");
      assertThat(logged(Level.WARN)).hasSize(1);
    }

    @Test
    @DisplayName("midway, it is no complete one, but the jobs on its pages are kept")
    void midway() {
      world.service.pageSize(1);
      JobName old = world.create("old").name();
      JobName young = world.create("young").name();
      Duration since = world.request("old");
      world.pages = token -> token == null ? null : new TuningJobs.Unknown(Failures.unavailable());
      world.pass(SOON);
      assertThat(world.observe("young").jobs())
          .extracting(JobSnapshot::name)
          .containsExactly(young);
      assertThat(world.observe("old").jobs()).isEmpty();
      assertThat(world.listed("old", since)).isFalse();

      world.pages = token -> null;
      world.pass(Duration.ofSeconds(3));
      assertThat(world.observe("old").jobs()).extracting(JobSnapshot::name).containsExactly(old);
      assertThat(world.listed("old", since)).isTrue();
    }

    @Test
    @DisplayName("for good, the active jobs are read one by one; the last known states stay")
    void jobsAreRead() {
      JobName job = world.follow("a");
      world.pass(SOON);
      world.service.failAlways(Verb.LIST, Failures.denied());
      world.request("a");
      world.service.setState(job, RUNNING);
      world.pass(Duration.ofMinutes(1));
      assertThat(world.state(job, "a")).isEqualTo(RUNNING);
      assertThat(world.observe("a").listFailure()).isEqualTo(Failures.denied());

      world.service.failAlways(Verb.GET, Failures.unavailable());
      world.pass(Duration.ofMinutes(10));
      assertThat(world.state(job, "a")).isEqualTo(RUNNING);
      assertThat(world.observe("a").readFailure()).isNotNull();
    }

    @Test
    @DisplayName("by a fault of ours, the next pass follows, and the fault is in the log")
    void throwing() {
      Duration since = world.request("a");
      world.beforeCall =
          () -> {
            throw new IllegalStateException("a fault");
          };
      world.pass(Duration.ofSeconds(15));
      assertThat(logged(Level.ERROR)).isNotEmpty();
      assertThat(world.listed("a", since)).isFalse();

      world.beforeCall = () -> {};
      world.pass(Duration.ofSeconds(15));
      assertThat(world.listed("a", since)).isTrue();
    }

    @Test
    @DisplayName("by a page token that comes twice, it ends instead of running on")
    void sameToken() {
      world.pages = token -> new TuningJobs.Page(List.of(), "again");
      Duration since = world.request("a");
      world.pass(SOON);
      assertThat(world.calls().lists()).isEqualTo(2);
      assertThat(world.listed("a", since)).isFalse();
    }
  }

  @Nested
  @DisplayName("lists no more than it does not know")
  class Delta {
    /** 100 jobs of the past, and one that was created since; all listed once. */
    private void history() {
      world.service.pageSize(10);
      world.strangers(100);
      world.time.busyFor(Duration.ofHours(1));
      world.create("first");
      world.request("first");
      world.pass(SOON);
      assertThat(world.calls().lists()).as("the whole history, once").isEqualTo(11);
      world.service.setState(world.observe("first").jobs().getFirst().name(), SUCCEEDED);
      world.pass(INTERVAL.plusSeconds(5)); // the budget allows a call again
    }

    @Test
    @DisplayName("up to the first page that is wholly older than the newest known job less a grace")
    void newResource() {
      history();
      JobName job = world.create("new").name();
      Calls before = world.calls();
      Duration since = world.request("new");
      world.pass(SOON);

      assertThat(world.calls().since(before)).isEqualTo(new Calls(0, 2));
      assertThat(world.listed("new", since)).isTrue();
      assertThat(world.observe("new").jobs()).extracting(JobSnapshot::name).containsExactly(job);
    }

    @Test
    @DisplayName("and finds a job that a listing showed late, within a grace")
    void lagging() {
      history();
      world.service.listLag(Duration.ofMinutes(1));
      JobName lagging = world.create("lagging").name();
      world.service.listLag(Duration.ZERO);
      world.strangers(15);
      world.request("other");
      world.pass(SOON);
      assertThat(world.observe("lagging").jobs()).isEmpty();

      world.pass(Duration.ofMinutes(1));
      world.request("other");
      world.pass(SOON);
      assertThat(world.observe("lagging").jobs())
          .extracting(JobSnapshot::name)
          .containsExactly(lagging);
    }

    @Test
    @DisplayName("and follows an older job whose resource is requested after the whole listing")
    void requestedLater() {
      world.service.pageSize(10);
      JobName job = world.create("late").name();
      world.strangers(100);
      world.time.busyFor(Duration.ofHours(1));
      world.create("first");
      world.request("first");
      world.pass(SOON);
      world.request("late");
      world.pass(INTERVAL.plusSeconds(5)); // the budget allows a call again
      world.service.setState(job, SUCCEEDED);

      world.pass(INTERVAL.multipliedBy(2));

      assertThat(world.observe("late").jobs().getFirst().state()).isEqualTo(SUCCEEDED);
    }

    @Test
    @DisplayName("but all of it after a job was NOT_FOUND, so that one that exists is found again")
    void vanishedForAWhile() {
      history();
      JobName job = world.create("gone").name();
      world.request("gone");
      world.pass(INTERVAL.plusSeconds(5));
      world.strangers(100);
      world.time.busyFor(Duration.ofHours(1));
      world.strangers(1);
      world.service.vanish(job);
      world.pass(Duration.ofMinutes(3));
      assertThat(world.observe("gone").jobs()).isEmpty();
      assertThat(world.observe("gone").listedSince()).as("an answer of before").isNull();
      world.service.reappear(job);

      Duration since = world.request("gone");
      world.pass(Duration.ofMinutes(1));

      assertThat(world.listed("gone", since)).isTrue();
      assertThat(world.observe("gone").jobs()).extracting(JobSnapshot::name).containsExactly(job);
    }

    @Test
    @DisplayName("but all of it where the service does not list the newest first")
    void otherOrder() {
      List<JobSnapshot> jobs = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        jobs.add(at(i, i * 1000L));
      }
      world.pages = token -> page(jobs, token);
      world.request("a");
      world.pass(SOON);
      world.request("a");
      world.pass(INTERVAL);
      assertThat(world.calls().lists()).isEqualTo(6);
    }

    @Test
    @DisplayName(
        "by what complete listings saw: pages until all active jobs are seen prove nothing")
    void pagesProveNothing() {
      List<JobSnapshot> first =
          List.of(ours(1, 100), ours(2, 99), ours(3, 98), at(4, -5000), at(5, -5001));
      world.pages = token -> page(first, token, 3);
      world.request("resource-1");
      world.request("resource-2");
      world.request("resource-3");
      world.pass(SOON);
      List<JobSnapshot> second =
          List.of(at(6, 1000), ours(1, 100), ours(2, 99), ours(3, 98), at(4, -5000));
      world.pages = token -> page(second, token, 4);
      world.pass(INTERVAL.plusSeconds(5)); // the budget allows a call again
      assertThat(world.passes)
          .containsExactly(InformerListener.Kind.LISTING, InformerListener.Kind.PAGES);

      List<JobSnapshot> third =
          List.of(at(6, 1000), at(7, 999), at(8, 500), at(9, 499), ours(10, 400), at(4, -5000));
      world.pages = token -> page(third, token, 2);
      world.request("resource-10");
      world.pass(SOON);

      assertThat(world.observe("resource-10").jobs()).hasSize(1);
    }

    private static JobSnapshot ours(int id, long second) {
      return at(id, second).withLabels(labels("resource-" + id));
    }

    private static JobSnapshot at(int id, long second) {
      return Jobs.snapshot(
          new JobName("projects/1/locations/us-central1/tuningJobs/" + id),
          RUNNING,
          Map.of(),
          Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second));
    }

    private static TuningJobs.Page page(List<JobSnapshot> jobs, @Nullable String token) {
      return page(jobs, token, 10);
    }

    private static TuningJobs.Page page(List<JobSnapshot> jobs, @Nullable String token, int size) {
      int from = token == null ? 0 : Integer.parseInt(token);
      int to = Math.min(jobs.size(), from + size);
      return new TuningJobs.Page(
          jobs.subList(from, to), to < jobs.size() ? Integer.toString(to) : null);
    }
  }

  @Nested
  @DisplayName("watches active jobs with few calls")
  class Watching {
    @Test
    @DisplayName("one by one where that is fewer: one get per interval for one job")
    void fewAreRead() {
      JobName job = world.follow("one");
      world.pass(INTERVAL);
      Calls before = world.calls();
      world.pass(INTERVAL.multipliedBy(10));
      assertThat(world.calls().since(before)).isEqualTo(new Calls(10, 0));
      assertThat(world.state(job, "one")).isEqualTo(JobState.Known.JOB_STATE_PENDING);
    }

    @Test
    @DisplayName("by pages where there are many: ten per interval for 1,000 jobs")
    void manyAreListed() {
      world.strangers(500);
      for (int i = 0; i < 1000; i++) {
        world.follow("job-" + i);
      }
      world.pass(SOON);
      Calls before = world.calls();
      world.pass(INTERVAL.multipliedBy(4));
      assertThat(world.calls().since(before)).isEqualTo(new Calls(0, 40));
    }

    @Test
    @DisplayName("one by one where they are behind many pages, as soon as that is known")
    void oldOnesAreRead() {
      world.service.pageSize(10);
      world.follow("old-a");
      world.follow("old-b");
      world.strangers(200);
      world.request("old-a");
      world.pass(INTERVAL);
      Calls before = world.calls();
      world.pass(INTERVAL.multipliedBy(5));
      assertThat(world.calls().since(before)).isEqualTo(new Calls(10, 0));
    }

    @Test
    @DisplayName("reports each change, and none where nothing changed")
    void changes() {
      JobName job = world.follow("a");
      world.pass(SOON);
      world.changed.clear();
      world.pass(INTERVAL.multipliedBy(3));
      assertThat(world.changed).isEmpty();
      world.service.setState(job, RUNNING);
      world.pass(INTERVAL);
      assertThat(world.changed).containsExactly(label("a"));
    }

    @Test
    @DisplayName("follows on a state that this version does not know")
    void unknownState() {
      JobName job = world.follow("a");
      world.service.setState(job, JobState.of("JOB_STATE_DREAMING"));
      world.pass(INTERVAL);
      Calls before = world.calls();
      world.pass(INTERVAL.multipliedBy(3));
      assertThat(world.calls().since(before)).isEqualTo(new Calls(3, 0));
    }

    @Test
    @DisplayName("never takes an end back for an older answer")
    void stale() {
      JobName job = world.follow("a");
      JobSnapshot old = world.service.job(job);
      world.time.busyFor(Duration.ofSeconds(5));
      world.service.setState(job, SUCCEEDED);
      world.pass(INTERVAL);
      assertThat(world.state(job, "a")).isEqualTo(SUCCEEDED);
      world.changed.clear();

      world.pages = token -> new TuningJobs.Page(List.of(old), null);
      world.request("a");
      world.pass(SOON);
      assertThat(world.state(job, "a")).isEqualTo(SUCCEEDED);
      Calls before = world.calls();
      world.pass(INTERVAL.multipliedBy(3));
      assertThat(world.calls().since(before)).as("nor reads it again").isEqualTo(new Calls(0, 0));
    }

    @Test
    @DisplayName("drops the body of an ended job on request, and no listing brings it back")
    void bodies() {
      JobName job = world.follow("a");
      world.service.setState(job, SUCCEEDED);
      world.pass(INTERVAL);
      assertThat(world.observe("a").jobs().getFirst().hasBody()).isTrue();
      world.informer.dropBody(job);
      world.request("a");
      world.pass(SOON);
      assertThat(world.observe("a").jobs().getFirst().hasBody()).isFalse();
      assertThat(world.state(job, "a")).isEqualTo(SUCCEEDED);
    }

    @Test
    @DisplayName("forgets a job after two NOT_FOUND answers, a minute apart, and not before")
    void vanished() {
      JobName job = world.follow("a");
      world.pass(INTERVAL);
      world.service.vanish(job);
      world.pass(Duration.ofSeconds(59));
      assertThat(world.observe("a").jobs()).isNotEmpty();
      world.changed.clear();
      world.pass(INTERVAL.multipliedBy(2));
      assertThat(world.observe("a").jobs()).isEmpty();
      assertThat(world.changed).contains(label("a"));
    }
  }

  @Nested
  @DisplayName("keeps to the budget of calls per project")
  class Budget {
    @Test
    @DisplayName("with many jobs on small pages, in all locations together")
    void shared() {
      world.service.pageSize(1);
      for (String location : List.of("us-central1", "europe-west4", "asia-east1")) {
        for (int i = 0; i < 150; i++) {
          world.follow(new Scope("my-project", location), location + i);
        }
      }
      world.pass(Duration.ofMinutes(20));
      assertThat(world.calls().gets() + world.calls().lists())
          .isLessThanOrEqualTo(20 * PER_MINUTE + 3 * 150);
    }

    @Test
    @DisplayName("with a request each second over a long history")
    void requests() {
      world.service.pageSize(1);
      world.strangers(100);
      for (int i = 0; i < 600; i++) {
        world.request("job-" + i);
        world.pass(Duration.ofSeconds(1));
      }
      assertThat(world.calls().lists()).isLessThanOrEqualTo(10 * PER_MINUTE + 100);
      world.pass(Duration.ofMinutes(2));
      assertThat(world.observe("job-599").listedSince()).isNotNull();
    }

    @Test
    @DisplayName("and one project's does not hold up another's")
    void perProject() {
      world.service.pageSize(1);
      for (int i = 0; i < 300; i++) {
        world.follow("job-" + i);
      }
      world.pass(INTERVAL);
      Scope other = new Scope("other-project", "us-central1");
      Duration now = world.time.now();
      world.informer.request(label("other"), Set.of(other), now);
      world.pass(SOON);
      assertThat(world.informer.observe(label("other"), Set.of(other)).listedSince())
          .isGreaterThanOrEqualTo(now);
    }
  }

  @Nested
  @DisplayName("notices that labels are dropped (rule M)")
  class Labels {
    @Test
    @DisplayName("by a create's reply; the job is followed by the labels that were sent")
    void inTheReply() {
      world.service.keepLabels(false);
      JobName job = world.follow("a");
      assertThat(world.observe("a").labelsKept()).isFalse();
      assertThat(world.observe("a").jobs()).extracting(JobSnapshot::name).containsExactly(job);
      assertThat(logged(Level.ERROR)).singleElement().asString().contains("labels of " + job);
    }

    @Test
    @DisplayName("by a later answer; the job stays this resource's")
    void inAnAnswer() {
      JobName job = world.follow("a");
      world.pass(INTERVAL);
      assertThat(world.observe("a").labelsKept()).isTrue();
      world.service.loseLabels(job);
      world.pass(INTERVAL);
      assertThat(world.observe("a").labelsKept()).isFalse();
      assertThat(world.observe("a").jobs()).extracting(JobSnapshot::name).containsExactly(job);
      world.pass(INTERVAL);
      assertThat(logged(Level.ERROR)).as("not at each pass").hasSize(1);
    }

    @Test
    @DisplayName("by a complete listing, one grace after the reply, that does not show the job")
    void inNoListing() {
      world.service.listLag(Duration.ofDays(1));
      world.follow("a");
      world.service.listLag(Duration.ZERO);
      world.request("a");
      world.pass(SOON);
      assertThat(world.observe("a").labelsKept()).as("it may lag").isTrue();
      world.pass(GRACE);
      world.request("a");
      world.pass(Duration.ofSeconds(5));
      assertThat(world.observe("a").labelsKept()).isFalse();
    }

    @Test
    @DisplayName("in that scope alone")
    void perScope() {
      world.service.keepLabels(false);
      world.follow("a");
      Scope other = new Scope("my-project", "europe-west4");
      world.informer.request(label("a"), Set.of(other), world.time.now());
      world.pass(SOON);
      assertThat(world.informer.observe(label("a"), Set.of(other)).labelsKept()).isTrue();
    }
  }

  @Test
  @DisplayName("takes a job that was read by its name, where it is ours")
  void found() {
    JobSnapshot mine = world.create("a");
    JobSnapshot unlabelled = world.create(SCOPE, Map.of());
    assertThat(world.informer.found(mine)).isNotNull();
    assertThat(world.informer.found(unlabelled)).isNull();
    assertThat(world.observe("a").jobs())
        .extracting(JobSnapshot::name)
        .containsExactly(mine.name());
  }

  @Test
  @DisplayName("makes no call after it was closed, and says before how late a pass is")
  void close() {
    world.follow("a");
    world.pass(INTERVAL);
    assertThat(world.informer.overdue()).isZero();
    world.time.busyFor(Duration.ofMinutes(5));
    assertThat(world.informer.overdue()).isGreaterThan(Duration.ofMinutes(4));
    Calls before = world.calls();
    world.informer.close();
    world.request("b");
    world.pass(Duration.ofHours(1));
    assertThat(world.calls()).isEqualTo(before);
  }
}
