package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiProxy;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Writes that conflict with another client's, or whose answer is lost. */
@KubeApiServer
@DisplayName("One run is one job, and is followed to its end,")
class ConflictIT {
  private static final int LOST_IN_A_ROW = 3;
  private static final long BETWEEN_WRITES_NANOS = 10_000_000;

  private ApiServer server;
  private KubectlUser user;
  private Emulator emulator;
  private EmulatorJobs jobs;
  private ApiProxy proxy;
  private OperatorUnderTest operator;

  @BeforeEach
  void start(ApiServer apiServer, TestNamespace namespace) {
    server = apiServer;
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    proxy = ApiProxy.before(server);
    operator = OperatorUnderTest.start(server, proxy, emulator, user.namespace());
  }

  @AfterEach
  void stop() {
    operator.close();
    proxy.close();
    emulator.close();
  }

  /** Another client changes the resource, such as a tool that annotates. */
  private void touch(String name, int times) {
    try {
      server
          .admin()
          .resources(TuningJob.class)
          .inNamespace(user.namespace())
          .withName(name)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\": {\"annotations\": {\"example.com/touched\": \"" + times + "\"}}}");
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("gone already").isEqualTo(404);
    }
  }

  private void wholeLife(String name) {
    user.apply(Manifest.of(name));
    user.awaitCondition(name, "Complete");
    assertThat(jobs.of(name)).hasSize(1);
    assertThat(user.job(name)).contains(jobs.of(name).getFirst().path("name").asText());
    user.delete(name);
    user.awaitGone(name);
    assertThat(operator.counts().internalErrors()).as("internal errors").isZero();
    assertThat(operator.counts().duplicates()).as("extra jobs").isZero();
  }

  @Test
  @DisplayName("where each of its writes conflicts three times with one right before it")
  void betweenReadAndWrite() {
    AtomicInteger lost = new AtomicInteger();
    AtomicInteger inARow = new AtomicInteger();
    proxy.before(
        request -> {
          if ((request.writesStatus() || request.patchesTuningJob())
              && inARow.getAndIncrement() < LOST_IN_A_ROW) {
            touch("raced", lost.incrementAndGet());
          } else if (request.writesStatus() || request.patchesTuningJob()) {
            inARow.set(0);
          }
        });

    wholeLife("raced");

    long conflicts =
        new AuditLog(server)
            .requestsIn(user.namespace()).stream().filter(r -> r.code() == 409).count();
    assertThat(conflicts).as("409").isGreaterThanOrEqualTo(4L * LOST_IN_A_ROW);
  }

  @Test
  @DisplayName("where another client writes all the time")
  void storm() throws InterruptedException {
    // Without the proxy, whose requests take longer than the pause between two writes.
    operator.close();
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
    AtomicBoolean blows = new AtomicBoolean(true);
    AtomicInteger written = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (blows.get()) {
                    touch("stormy", written.incrementAndGet());
                    LockSupport.parkNanos(BETWEEN_WRITES_NANOS);
                  }
                });

    try {
      wholeLife("stormy");
    } finally {
      blows.set(false);
      writer.join();
    }

    assertThat(written.get()).as("writes of the other client").isGreaterThan(20);
  }

  @Test
  @DisplayName("where the answers to the writes of finalizer, submission, name and end are lost")
  void lostAnswers() {
    Set<String> lost = ConcurrentHashMap.newKeySet();
    proxy.loseAnswers(
        request ->
            request.patchesTuningJob()
                ? lost.add("finalizer")
                : request.writesStatus() && lost.add(phase("unanswered")));

    wholeLife("unanswered");

    assertThat(lost).contains("finalizer", "no job yet", "JOB_STATE_SUCCEEDED");
  }

  /** The state of the resource's job at this moment. */
  private String phase(String name) {
    List<String> states = jobs.states(name);
    return states.isEmpty() ? "no job yet" : states.getFirst();
  }
}
