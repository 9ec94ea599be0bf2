package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CANCEL_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * One process after the other, each killed at some moment, while users go on. More kills, or the
 * same ones again: {@code -Dtunesmith.kills=100 -Dtunesmith.kills.seed=…}.
 */
@KubeApiServer
@DisplayName("kill -9 at random times")
class KillIT {
  private static final int KILLS = Integer.getInteger("tunesmith.kills", 6);
  private static final long SEED = Long.getLong("tunesmith.kills.seed", System.nanoTime());

  /** From its start, from its first work, or from a create that it is about to send. */
  private static final int LONGEST_MILLIS = 2_500;

  /** What a create takes, and a little more. */
  private static final int CREATE_MILLIS = 800;

  private static final Duration EACH = Duration.ofMillis(100);
  private static final int MOST_TIMES = 60;

  /** Now and then one lives long enough to find out what became of a create. */
  private static final int LONG_LIFE = 20;

  private static final Duration BEYOND_THE_GRACE = Duration.ofSeconds(22);

  /** So many that some must have hit a create on its way. */
  private static final int MANY = 50;

  private final Random random = new Random(SEED);
  private final List<OperatorJvm> processes = new ArrayList<>();
  private Emulator emulator;
  private Path kubeconfig;
  private RestlessUsers users;
  private String namespace;

  @BeforeEach
  void start(ApiServer server, TestNamespace testNamespace) throws IOException {
    namespace = testNamespace.name();
    // Calls that take a while, before and after the work is done: many deaths fall into one.
    emulator =
        Emulator.start(
            EmulatorOptions.defaults().withSpeed(30).withLatency(Duration.ofMillis(200)),
            Clock.systemUTC());
    slow(CREATE_TUNING_JOB, 400);
    slow(CANCEL_TUNING_JOB, 200);
    kubeconfig = OperatorJvm.signIn(server, namespace);
    users =
        new RestlessUsers(testNamespace.client(), new EmulatorJobs(emulator), random.nextLong());
  }

  private void slow(RpcMethod method, int millis) {
    String unused =
        emulator.faults().add(Fault.on(method, new Effect.Delay(Duration.ofMillis(millis), true)));
  }

  @AfterEach
  void stop() {
    users.close();
    processes.forEach(OperatorJvm::close);
    emulator.close();
  }

  private OperatorJvm operator() {
    List<String> args =
        new ArrayList<>(OperatorJvm.options(kubeconfig, emulator.grpcPort(), namespace));
    args.add("--leader-elect=false");
    OperatorJvm operator = OperatorJvm.start(Map.of(), args);
    processes.add(operator);
    return operator;
  }

  @Test
  @DisplayName("leaves one job for each run, every status true, no finalizer and no running job")
  void killed() throws InterruptedException {
    System.out.printf("%d kills with -Dtunesmith.kills.seed=%d%n", KILLS, SEED);
    long begun = System.nanoTime();
    users.begin();
    int outcomeUnknown = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      OperatorJvm operator = operator();
      int unknown = users.outcomeUnknown();
      live(kill, operator, unknown);
      operator.kill();
      assertThat(operator.exitCode()).as(operator::log).isEqualTo(Replicas.KILLED);
      outcomeUnknown += Math.max(0, users.outcomeUnknown() - unknown);
    }
    users.end();
    if (KILLS >= MANY) {
      assertThat(outcomeUnknown).as("kills that hit a create").isPositive();
    }

    OperatorJvm last = operator();
    users.awaitSettled(last::log);
    users.assertCreatedOnce();
    users.deleteAll();
    users.awaitAllGone(last::log);
    users.assertNothingRuns();
    System.out.printf(
        "%d kills in %d s: %s; creates without an answer at a kill: %d%n",
        KILLS,
        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
        users.summary(),
        outcomeUnknown);
  }

  private void live(int kill, OperatorJvm operator, int unknown) throws InterruptedException {
    if (kill % LONG_LIFE == 0) {
      live(operator, BEYOND_THE_GRACE);
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> live(operator, Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
      case 1 -> {
        operator.awaitWork();
        live(operator, Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
      }
      default -> {
        operator.awaitWork();
        for (int times = 0; times < MOST_TIMES && users.outcomeUnknown() <= unknown; times++) {
          live(operator, EACH);
        }
        live(operator, Duration.ofMillis(random.nextInt(CREATE_MILLIS)));
      }
    }
  }

  private static void live(OperatorJvm operator, Duration duration) throws InterruptedException {
    assertThat(operator.livesFor(duration)).as(operator::log).isTrue();
  }
}
