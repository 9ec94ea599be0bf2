package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tunesmith.reconcile.CrashRuns.Row;
import dev.tunesmith.reconcile.Verdict.Flaw;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * The operator dies before and after its n-th effect, for every n, in every scenario, and another
 * one starts on the same world. {@code -Dupdate} writes the document anew; {@code
 * -Dtunesmith.crash.pairs=all} plays all pairs of deaths, and a number that many per scenario.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("Whenever the operator dies, one run buys one job, and gets on with it unattended")
class CrashTest {
  private static final String SAMPLED = "12";
  private static final String PAIRS = System.getProperty("tunesmith.crash.pairs", SAMPLED);

  /** A sweep that dies, and a write that is refused, say so thousands of times. */
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.tunesmith");

  private @Nullable Level logged;
  private List<Row> proven;
  private List<Row> open;

  @BeforeAll
  void play() {
    logged = log.getLevel();
    log.setLevel(Level.OFF);
    proven =
        play(
            Stream.of(BuyingScenarios.all(), ReapplyScenarios.all(), DeletionScenarios.all())
                .flatMap(List::stream)
                .toList());
    open = play(OpenScenarios.all());
  }

  @AfterAll
  void logAgain() {
    log.setLevel(logged);
  }

  private static List<Row> play(List<Scenario> scenarios) {
    int sampled = PAIRS.equals("all") ? -1 : Integer.parseInt(PAIRS);
    return scenarios.parallelStream().map(scenario -> CrashRuns.of(scenario, sampled)).toList();
  }

  @Test
  @DisplayName("in every scenario, before and after every effect, and in a second death as well")
  void everyEffect() {
    System.out.println(CrashTable.of(proven, open));
    assertThat(proven.stream().flatMap(row -> row.words().stream())).isEmpty();
  }

  @Test
  @DisplayName("where the service keeps no labels it can pay twice, and nothing else breaks")
  void openOnes() {
    assertThat(open)
        .allSatisfy(
            row ->
                assertThat(Set.of(Flaw.DUPLICATE, Flaw.LEFT_RUNNING))
                    .as(() -> row.words().toString())
                    .containsAll(row.flaws().keySet()));
  }

  @Test
  @DisplayName("every kind of effect was stopped at, in stories that are about something")
  void stoppedEverywhere() {
    Set<String> stopped = new TreeSet<>();
    proven.forEach(row -> stopped.addAll(row.stopped()));
    assertThat(stopped)
        .containsExactlyInAnyOrder(
            Effects.FINALIZER,
            Effects.STATUS,
            Effects.REFUSED,
            Effects.EVENT,
            Effects.CREATE,
            Effects.CANCEL,
            Effects.GET,
            Effects.LIST,
            Effects.MODEL,
            Effects.RELEASE);
    assertThat(proven).allMatch(row -> row.single() >= 2 * row.effects());
    assertThat(proven).extracting(row -> row.scenario().name()).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("as the table in the repository says")
  void document() throws IOException {
    String table = CrashTable.of(proven, open);
    if (!PAIRS.equals(SAMPLED)) {
      return;
    }
    if (System.getProperty("update") != null) {
      Files.createDirectories(CrashTable.FILE.getParent());
      Files.writeString(CrashTable.FILE, table);
    }
    assertThat(CrashTable.FILE).as("run: %s", CrashTable.COMMAND).content().isEqualTo(table);
  }

  /** Stories in which the operator, or somebody in its name, does what it must never do. */
  private static final Map<String, Consumer<Story>> SABOTAGE =
      Map.of(
          "a copy of the job is bought",
          story -> story.apply("1").untilTold("Complete").buyAgain(),
          "nobody buys",
          story -> {
            story.world.leading = false;
            story.apply("1");
          },
          "nobody is there when it ends",
          story -> story.apply("1").untilReason("Running").world.process().end(),
          "the status is wiped, and nobody is there",
          story -> {
            story.apply("1").untilTold("Complete").world.process().end();
            story.world.cluster.loseStatus(World.KEY);
          },
          "the same is told again and again",
          story -> {
            story.apply("1").untilTold("Complete");
            for (int i = 0; i < 9; i++) {
              story
                  .world
                  .process()
                  .normal(Objects.requireNonNull(story.world.find()), "Boring", "news");
            }
          });

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a copy of the job is bought, DUPLICATE",
    "a copy of the job is bought, LEFT_RUNNING",
    "nobody buys, LOST",
    "nobody is there when it ends, UNTRUE",
    "nobody is there when it ends, STUCK",
    "'the status is wiped, and nobody is there', LOST",
    "the same is told again and again, STORM"
  })
  @DisplayName("and the table would show a promise that was broken")
  void itWouldShow(String what, Flaw flaw) {
    Scenario sabotage =
        Scenario.ends(what, Scenario.COMPLETE, Objects.requireNonNull(SABOTAGE.get(what)));
    assertThat(CrashRuns.undisturbed(sabotage)).containsKey(flaw);
  }

  @Test
  @DisplayName("also a finalizer that stays")
  void finalizerStays() {
    Scenario sabotage =
        Scenario.gone(
            "nobody is there to let go",
            story -> {
              story.apply("1").untilReason("Running").world.process().end();
              story.delete();
            });
    assertThat(CrashRuns.undisturbed(sabotage)).containsKey(Flaw.STUCK);
  }
}
