package dev.tunesmith.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Time, chance and the environment come in through constructors, so that a test can choose them and
 * so that what decides about money is never moved by a clock that somebody set.
 */
@DisplayName("Outside the composition root nobody")
class NoWallClockTest {
  /** By class: the members that reach outside. */
  private static final Map<String, Set<String>> OUTSIDE =
      Map.ofEntries(
          Map.entry("java.time.Instant", Set.of("now")),
          Map.entry("java.time.LocalDate", Set.of("now")),
          Map.entry("java.time.LocalDateTime", Set.of("now")),
          Map.entry("java.time.OffsetDateTime", Set.of("now")),
          Map.entry("java.time.ZonedDateTime", Set.of("now")),
          Map.entry(Clock.class.getName(), Set.of("system", "systemUTC", "systemDefaultZone")),
          Map.entry(
              "java.lang.System",
              Set.of("currentTimeMillis", "nanoTime", "getenv", "exit", "getProperty")),
          Map.entry("java.util.Date", Set.of("<init>")),
          Map.entry("java.util.Random", Set.of("<init>")),
          Map.entry("java.security.SecureRandom", Set.of("<init>")),
          Map.entry("java.util.concurrent.ThreadLocalRandom", Set.of("current")),
          Map.entry("java.util.random.RandomGenerator", Set.of("getDefault", "of")),
          Map.entry("java.lang.Math", Set.of("random")),
          Map.entry("java.lang.Thread", Set.of("sleep")));

  /** Who may all the same, what, and why; one that nobody needs any more fails. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "dev.tunesmith.vertex.grpc.ClientPool System.nanoTime",
          "bounds how long real connections may take to end; nothing is decided by it",
          "dev.tunesmith.emulator.Dispatcher Thread.sleep",
          "an emulated service is slow on purpose, in real time",
          "dev.tunesmith.app.OperatorProcess RandomGenerator.getDefault",
          "wires the process; jitter alone is drawn from it",
          "dev.tunesmith.cli.quickstart.QuickstartOperator System.getProperty",
          "finds the JVM and class path that it starts child processes with");

  @Test
  @DisplayName("asks the wall clock, chance or the environment by itself")
  void nothingFromOutside() {
    noClasses()
        .that(DescribedPredicate.describe("are not in the root package", this::isNotRoot))
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "is time, chance or environment",
                access -> isOutside(access) && !EXCEPTIONS.containsKey(named(access))))
        .because("a Clock, an Uptime, a RandomGenerator or a value is given instead")
        .check(House.CLASSES);
  }

  @Test
  @DisplayName("has an exception that is not needed")
  void exceptionsAreNeeded() {
    Set<String> needed =
        House.CLASSES.stream()
            .filter(this::isNotRoot)
            .flatMap(type -> type.getAccessesFromSelf().stream())
            .filter(this::isOutside)
            .map(NoWallClockTest::named)
            .collect(Collectors.toSet());
    assertThat(needed).isEqualTo(EXCEPTIONS.keySet());
  }

  private boolean isNotRoot(JavaClass type) {
    return !type.getPackageName().equals(House.ROOT);
  }

  private boolean isOutside(JavaAccess<?> access) {
    Set<String> members = OUTSIDE.get(access.getTargetOwner().getName());
    return members != null && members.contains(access.getTarget().getName());
  }

  private static String named(JavaAccess<?> access) {
    return access.getOriginOwner().getName()
        + " "
        + access.getTargetOwner().getSimpleName()
        + "."
        + access.getTarget().getName();
  }
}
