package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.vertex.TuningJobs;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The promises of paying once, in worlds that go wrong at random. A failure names its seed; {@code
 * -Dtunesmith.property.seed=…} plays that world again, {@code -Dtunesmith.property.runs=…} plays
 * more of them.
 */
@DisplayName("Whatever goes wrong")
class DeciderPropertyTest {
  private static final int RUNS = Integer.getInteger("tunesmith.property.runs", 25);
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final Duration CHAOS = Duration.ofHours(3);
  private static final Duration CALM = Duration.ofHours(4);

  @Test
  @DisplayName("one run buys one job, an end stays, and every resource comes to its end")
  void worlds() {
    Long only = Long.getLong("tunesmith.property.seed");
    if (only != null) {
      play(only);
      return;
    }
    long first = new Random().nextLong(1L << 40);
    int creates = 0;
    int extras = 0;
    for (long seed = first; seed < first + RUNS; seed++) {
      World world = play(seed);
      creates += world.service.creates;
      extras += world.service.extras;
    }
    System.out.printf(
        "%d worlds from seed %d: %d creates may have bought, %d of them once more after a grace%n",
        RUNS, first, creates, extras);
    assertThat(creates).as("worlds in which something happens").isGreaterThan(RUNS);
  }

  @Test
  @DisplayName("a create that shows only after the grace buys once more, is found and is cancelled")
  void shownAfterTheGrace() {
    World world = new World(1, false);
    world.service.nextLag = Duration.ofSeconds(170);
    world.cluster.apply("a", World.spec("1", "v"));
    world.time.runUntil(Duration.ofSeconds(119));
    assertThat(world.service.fake.jobs()).as("before the grace is over").hasSize(1);
    world.time.runUntil(Duration.ofMinutes(6));
    List<JobSnapshot> jobs = world.service.fake.jobs();
    assertThat(jobs).as("newest first").hasSize(2);
    assertThat(jobs.getFirst().state()).isEqualTo(Known.JOB_STATE_PENDING);
    assertThat(jobs.getLast().state()).isEqualTo(Known.JOB_STATE_CANCELLING);
    assertThat(world.cluster.status("a").job())
        .satisfies(job -> assertThat(job.name()).isEqualTo(jobs.getFirst().name().value()));
  }

  private static World play(long seed) {
    try {
      World world = new World(seed, true);
      new People(world).live(CHAOS);
      world.calm(true);
      world.time.runUntil(CHAOS.plus(CALM));
      world.cluster.assertAllCameToTheirEnd();
      return world;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("play it again with -Dtunesmith.property.seed=" + seed, e);
    }
  }

  @Test
  @DisplayName("the decision keeps to the rules in every situation that can be made up")
  void situations() {
    Long only = Long.getLong("tunesmith.property.seed");
    long seed = only != null ? only : new Random().nextLong(1L << 40);
    Random random = new Random(seed);
    for (int i = 0; i < 250 * RUNS; i++) {
      Situation situation = MadeUp.situation(random);
      Decision decision = new Decider(Given.TIMING).decide(situation);
      assertThat(new Decider(Given.TIMING).decide(situation)).isEqualTo(decision);
      MadeUp.check("-Dtunesmith.property.seed=" + seed + ", number " + i, situation, decision);
    }
  }

  /** People, and the service's own course, at random. */
  private record People(World world) {
    void live(Duration end) {
      JobName foreign = foreignJob();
      turn();
      progress();
      world.time.runUntil(end);
      assertThat(world.service.fake.job(foreign).state()).isEqualTo(Known.JOB_STATE_PENDING);
    }

    private JobName foreignJob() {
      return ((TuningJobs.Created)
              world.service.fake.create(
                  World.SCOPE, Given.REQUEST, Given.labels(Given.FOREIGN, 1, "another")))
          .job()
          .name();
    }

    private void turn() {
      act();
      world.time.forEver(Duration.ofSeconds(world.random.nextInt(240)), this::turnUnlessOver);
    }

    private void turnUnlessOver() {
      if (world.time.now().compareTo(CHAOS) < 0) {
        turn();
      }
    }

    private void act() {
      Random random = world.random;
      String name = NAMES.get(random.nextInt(NAMES.size()));
      switch (random.nextInt(14)) {
        case 0, 1, 2, 3 -> world.cluster.apply(name, manifest(random));
        case 4 -> world.cluster.delete(name);
        case 5 -> {
          world.cluster.delete(name);
          world.cluster.apply(name, manifest(random));
        }
        case 6 -> world.cluster.restore(name, true);
        case 7 -> world.cluster.restore(name, false);
        case 8, 9 -> world.restart();
        case 10 -> world.setClock(Duration.ofMinutes(random.nextInt(240) - 120));
        case 11, 12 -> world.service.turnOutage();
        default -> world.cluster.keys().forEach(world::wake);
      }
    }

    private static TuningJobSpec manifest(Random random) {
      return World.spec(Integer.toString(1 + random.nextInt(3)), "v" + random.nextInt(2));
    }

    /** Every active job goes on now and then, in the end to an end. */
    private void progress() {
      for (JobSnapshot job : world.service.fake.jobs()) {
        boolean ours = job.marker().filter(Given.FOREIGN::equals).isEmpty();
        if (ours && !job.state().ended() && world.random.nextInt(6) == 0) {
          step(job);
        }
      }
      world.time.forEver(Duration.ofMinutes(1), this::progress);
    }

    private void step(JobSnapshot job) {
      switch (world.random.nextInt(10)) {
        case 0 -> world.service.fake.setState(job.name(), Known.JOB_STATE_FAILED);
        case 1 -> world.service.fake.setState(job.name(), Known.JOB_STATE_PAUSED);
        case 2 -> world.service.fake.setState(job.name(), JobState.of("JOB_STATE_NEW_IN_2027"));
        case 3 -> world.service.fake.setState(job.name(), Known.JOB_STATE_SUCCEEDED);
        default -> world.service.fake.advance(job.name());
      }
    }
  }
}
