package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.tunesmith.reconcile.Announcement;
import dev.tunesmith.sim.CrashRuns.Row;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.CreateAgain;
import dev.tunesmith.sim.Step.Delete;
import dev.tunesmith.sim.Step.Do;
import dev.tunesmith.sim.Step.LoseStatus;
import dev.tunesmith.sim.Step.UntilReason;
import dev.tunesmith.sim.Step.UntilTrue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
@DisplayName("Whenever the operator dies, one run has one job, and comes to its end unattended")
class CrashTest {
  private static final String SAMPLED = "12";
  private static final String PAIRS = System.getProperty("tunesmith.crash.pairs", SAMPLED);

  /** A sweep that dies, and a write that is refused, are logged thousands of times. */
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
            Stream.of(
                    CreateScenarios.all(),
                    ReapplyScenarios.all(),
                    DeletionScenarios.all(),
                    ControlScenarios.all(),
                    ResultScenarios.all())
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
  @DisplayName("where the service keeps no labels a run can have two jobs, and nothing else breaks")
  void openOnes() {
    assertThat(open)
        .allSatisfy(
            row ->
                assertThat(Set.of(Flaw.DUPLICATE, Flaw.LEFT_RUNNING, Flaw.UNTRUE))
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
            Effects.ASK,
            Effects.GET,
            Effects.LIST,
            Effects.MODEL,
            Effects.RELEASE,
            Effects.DELETE,
            Effects.PUBLISH,
            Effects.ARTIFACT,
            Effects.REMOVE);
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

  private static final Do NOBODY_LEADS = new Do("nobody leads", world -> world.leading = false);
  private static final Do DEAD = new Do("it dies", world -> world.end(world.process()));
  private static final Step SAYS_THE_SAME =
      new Do(
          "the same event nine times",
          world -> {
            for (int i = 0; i < 9; i++) {
              world
                  .process()
                  .event(
                      Objects.requireNonNull(world.find()),
                      new Announcement(false, "Boring", "the same"));
            }
          });

  /** Stories in which the operator, or somebody in its name, does what it must never do. */
  private static final Map<String, List<Step>> SABOTAGE =
      Map.of(
          "a copy of the job is created",
          List.of(new Apply("1"), new UntilTrue("Complete"), new CreateAgain()),
          "nobody creates",
          List.of(NOBODY_LEADS, new Apply("1")),
          "nobody is there when it ends",
          List.of(new Apply("1"), new UntilReason("Running"), DEAD),
          "the status is wiped, and nobody is there",
          List.of(new Apply("1"), new UntilTrue("Complete"), DEAD, new LoseStatus()),
          "the same is reported again and again",
          List.of(new Apply("1"), new UntilTrue("Complete"), SAYS_THE_SAME));

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a copy of the job is created, DUPLICATE",
    "a copy of the job is created, LEFT_RUNNING",
    "nobody creates, LOST",
    "nobody is there when it ends, UNTRUE",
    "nobody is there when it ends, STUCK",
    "'the status is wiped, and nobody is there', LOST",
    "the same is reported again and again, STORM"
  })
  @DisplayName("and the table would show a promise that was broken")
  void itWouldShow(String what, Flaw flaw) {
    Scenario sabotage =
        Scenario.ends(
            what,
            Scenario.COMPLETE,
            Objects.requireNonNull(SABOTAGE.get(what)).toArray(Step[]::new));
    assertThat(CrashRuns.undisturbed(sabotage)).containsKey(flaw);
  }

  @Test
  @DisplayName("also a finalizer that stays")
  void finalizerStays() {
    Scenario sabotage =
        Scenario.gone(
            "nobody is there to remove the finalizer",
            new Apply("1"),
            new UntilReason("Running"),
            DEAD,
            new Delete());
    assertThat(CrashRuns.undisturbed(sabotage)).containsKey(Flaw.STUCK);
  }
}
