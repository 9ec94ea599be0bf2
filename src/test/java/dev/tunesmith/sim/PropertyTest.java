package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Adversary.Power;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.CreateAgain;
import dev.tunesmith.sim.Step.Pass;
import dev.tunesmith.sim.Step.Strangers;
import dev.tunesmith.sim.Step.Touch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The promises of creating once, in worlds that go wrong at random. A failure is shrunk to a story
 * that can be pasted as a test, and names its seed; {@code -Dtunesmith.property.seed=…} plays that
 * world again, {@code -Dtunesmith.property.runs=…} plays more of them, and {@code
 * -Dtunesmith.property.powers=…} leaves the adversary some of its powers only.
 */
@DisplayName("Whatever goes wrong")
class PropertyTest {
  private static final int RUNS = Integer.getInteger("tunesmith.property.runs", 150);
  private static final int STEPS = 60;

  private static final Set<Power> POWERS = powers(System.getProperty("tunesmith.property.powers"));

  private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.tunesmith");
  private static @Nullable Level logged;

  private static Set<Power> powers(@Nullable String names) {
    return names == null
        ? EnumSet.allOf(Power.class)
        : Arrays.stream(names.split(","))
            .map(Power::valueOf)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Power.class)));
  }

  @BeforeAll
  static void quiet() {
    logged = LOG.getLevel();
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    LOG.setLevel(logged);
  }

  /** A world that was played to its end. */
  private record Played(long seed, SimWorld world, List<String> violations) {}

  @Test
  @DisplayName("one run has one job, a status says what is so, and every resource comes to its end")
  void worlds() {
    Long only = Long.getLong("tunesmith.property.seed");
    long first = only != null ? only : new Random().nextLong(1L << 40);
    List<Played> played =
        LongStream.range(first, first + (only != null ? 1 : RUNS))
            .parallel()
            .mapToObj(seed -> play(seed, story(seed)))
            .toList();
    System.out.printf(
        "%d worlds from seed %d: %d jobs, %d deaths%n",
        played.size(),
        first,
        played.stream().mapToInt(one -> one.world().ours().size()).sum(),
        played.stream().mapToInt(one -> one.world().deaths.size()).sum());
    assertThat(
            played.stream()
                .filter(one -> !one.violations().isEmpty())
                .limit(3)
                .map(PropertyTest::shrunk))
        .isEmpty();
  }

  private static List<Step> story(long seed) {
    return new Adversary(seed, POWERS).story(STEPS);
  }

  private static Played play(long seed, List<Step> story) {
    SimWorld world = new SimWorld();
    List<String> violations = new ArrayList<>();
    try {
      world.jobsEnd = Known.JOB_STATE_SUCCEEDED;
      world.jobsLast = null;
      world.play(story);
      world.calmDown();
    } catch (AssertionError | RuntimeException e) {
      violations.add(e.toString());
    }
    world.judge.violations().forEach(violation -> violations.add(violation.toString()));
    return new Played(seed, world, violations);
  }

  /** The shortest story that fails in the same way. */
  private static String shrunk(Played failed) {
    String kind = kind(failed.violations());
    List<Step> shortest =
        Shrinker.shrink(
            story(failed.seed()),
            story -> kind(play(failed.seed(), story).violations()).equals(kind));
    return "-Dtunesmith.property.seed=%d: %s%n    %s%n"
        .formatted(
            failed.seed(),
            play(failed.seed(), shortest).violations().getFirst(),
            Shrinker.source(shortest));
  }

  private static String kind(List<String> violations) {
    return violations.isEmpty() ? "" : violations.getFirst().replaceFirst(":.*", "");
  }

  @Test
  @DisplayName("one run of a TunedModel has one tuned model, and every resource comes to its end")
  void models() {
    Long only = Long.getLong("tunesmith.property.seed");
    long first = only != null ? only : new Random().nextLong(1L << 40);
    List<Long> failed =
        LongStream.range(first, first + (only != null ? 1 : RUNS))
            .parallel()
            .filter(seed -> !play(ModelStep.story(seed, STEPS)).isEmpty())
            .boxed()
            .toList();
    assertThat(failed.stream().limit(3).map(PropertyTest::shrunk)).isEmpty();
  }

  private static String shrunk(long seed) {
    List<ModelStep> story = ModelStep.story(seed, STEPS);
    String kind = kind(play(story));
    List<ModelStep> shortest = Shrinker.shrink(story, steps -> kind(play(steps)).equals(kind));
    return "-Dtunesmith.property.seed=%d: %s%n    %s%n"
        .formatted(seed, play(shortest).getFirst(), Shrinker.source(shortest));
  }

  /** Plays a story, then lets all come to rest; what is wrong then. */
  private static List<String> play(List<ModelStep> story) {
    ModelWorld world = new ModelWorld();
    List<String> violations = new ArrayList<>();
    for (ModelStep step : story) {
      step.in(world);
      world.service.models().stream()
          .collect(Collectors.groupingBy(model -> model.id().replaceFirst("-.*", "")))
          .forEach(
              (run, models) -> {
                if (models.size() > 1) {
                  violations.add("DUPLICATE: " + models);
                }
              });
    }
    List.of(
            new ModelStep.Heal(),
            new ModelStep.Lag(0),
            new ModelStep.Pass(900),
            new ModelStep.End(true),
            new ModelStep.Pass(1800))
        .forEach(step -> step.in(world));
    if (world.exists() && world.isDeleted()) {
      violations.add("STUCK: it is not gone: " + world.ready());
    } else if (world.exists()) {
      String conditions = world.conditions();
      if (!conditions.contains("Finished")) {
        violations.add("STUCK: " + world.ready());
      } else if (conditions.contains("Complete")
          && world.service.models().stream()
              .noneMatch(model -> model.name().equals(named(world)))) {
        violations.add("UNTRUE: its model does not exist: " + world.ready());
      }
    }
    return violations;
  }

  private static @Nullable String named(ModelWorld world) {
    return Objects.requireNonNull(world.status().model()).name();
  }

  @Test
  @DisplayName("and a world that goes wrong is told in the fewest steps")
  void shrinks() {
    List<Step> story =
        List.of(
            new Strangers(2),
            new Apply("1"),
            new Touch(),
            new Pass(20),
            new Strangers(1),
            new Pass(40),
            new CreateAgain(),
            new Pass(3));
    List<Step> shortest =
        Shrinker.shrink(story, steps -> kind(play(0, steps).violations()).equals("DUPLICATE"));

    assertThat(Shrinker.source(shortest))
        .isEqualTo(
            """
            List.of(
                    new Apply("support-tone", "1", "train", null),
                    new Pass(40),
                    new CreateAgain())\
            """);
  }
}
