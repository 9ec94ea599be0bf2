package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.it.Lifeline.Stop;
import dev.tunesmith.kind.tuningjob.TuningJobKind;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import io.fabric8.kubernetes.api.model.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A sample of the simulated crash test on the real API server, the real framework and the real
 * adapter over sockets. Each story has a namespace and operators of its own; a few run side by
 * side.
 */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("An operator that dies at one of its effects, on the real API server,")
class CrashIT {
  private static final int SIDE_BY_SIDE = 4;
  private static final int MOST_EVENTS = 8;
  private static final long UNTIL_DEATH_SECONDS = 90;

  private ApiServer server;
  private Emulator emulator;
  private EmulatorJobs jobs;
  private ExecutorService threads;
  private final Map<Story, Future<?>> played = new LinkedHashMap<>();

  /** What users do meanwhile. */
  enum Scenario {
    PLAIN,
    DELETED,
    REAPPLIED
  }

  record Story(Scenario scenario, Stop stop) {
    /** The resource's name, too. */
    @Override
    public String toString() {
      String words =
          "%s-%s-%s-%d"
              .formatted(scenario, stop.before() ? "before" : "after", stop.effect(), stop.which());
      return words.toLowerCase(Locale.ROOT);
    }
  }

  private static Stream<Story> stories() {
    return Stream.of(
            both(Scenario.PLAIN, Lifeline.PATCH, 1),
            both(Scenario.PLAIN, Lifeline.LIST, 1),
            both(Scenario.PLAIN, Lifeline.STATUS, 1),
            both(Scenario.PLAIN, Lifeline.CREATE, 1),
            both(Scenario.PLAIN, Lifeline.STATUS, 2),
            both(Scenario.PLAIN, Lifeline.EVENT, 1),
            both(Scenario.DELETED, Lifeline.CANCEL, 1),
            both(Scenario.DELETED, Lifeline.PATCH, 1),
            both(Scenario.REAPPLIED, Lifeline.STATUS, 1),
            both(Scenario.REAPPLIED, Lifeline.MODEL, 1))
        .flatMap(List::stream);
  }

  private static List<Story> both(Scenario scenario, String effect, int which) {
    return List.of(
        new Story(scenario, new Stop(effect, which, true)),
        new Story(scenario, new Stop(effect, which, false)));
  }

  @BeforeAll
  void begin(ApiServer apiServer) {
    server = apiServer;
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    OperatorUnderTest.bindRoles(server.admin());
    threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    stories().forEach(story -> played.put(story, threads.submit(() -> play(story))));
  }

  @AfterAll
  void end() {
    threads.shutdownNow();
    emulator.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stories")
  @DisplayName("is followed by one that continues, and no job is created twice:")
  void story(Story story) throws InterruptedException {
    try {
      Objects.requireNonNull(played.get(story)).get();
    } catch (ExecutionException e) {
      throw new AssertionError(story + ": " + e.getCause(), e);
    }
  }

  private void play(Story story) {
    String name = story.toString();
    KubectlUser user = new KubectlUser(server, server.newNamespace());
    try (MortalOperator first = new MortalOperator(server, emulator, user.namespace())) {
      act(story, user, first.lifeline);
      assertThat(first.lifeline.diedWithin(UNTIL_DEATH_SECONDS))
          .as("it reached the effect")
          .isTrue();
    }
    try (MortalOperator second = new MortalOperator(server, emulator, user.namespace())) {
      switch (story.scenario()) {
        case PLAIN, REAPPLIED -> {
          user.awaitCondition(name, "Complete");
          assertTruthful(user, name);
        }
        case DELETED -> user.awaitGone(name);
      }
      assertThat(second.counts.duplicates()).isZero();
      assertThat(second.counts.unconfirmed()).isZero();
      assertThat(second.counts.internalErrors()).isZero();
    }
    assertThat(jobs.states(name))
        .containsExactly(
            story.scenario() == Scenario.DELETED ? "JOB_STATE_CANCELLED" : "JOB_STATE_SUCCEEDED");
    assertCalm(user);
  }

  private static void act(Story story, KubectlUser user, Lifeline lifeline) {
    String name = story.toString();
    switch (story.scenario()) {
      case PLAIN -> {
        lifeline.arm(story.stop());
        user.apply(Manifest.of(name));
      }
      case DELETED -> {
        user.apply(Manifest.ofEndless(name));
        user.awaitState(name, "JOB_STATE_RUNNING");
        lifeline.arm(story.stop());
        user.delete(name);
      }
      case REAPPLIED -> {
        user.apply(Manifest.of(name));
        user.awaitCondition(name, "Complete");
        user.delete(name);
        user.awaitGone(name);
        lifeline.arm(story.stop());
        user.apply(Manifest.of(name));
      }
    }
  }

  /** The status says what the service shows. */
  private void assertTruthful(KubectlUser user, String name) {
    ObjectNode job = jobs.of(name).getFirst();
    assertThat(user.job(name)).contains(job.path("name").asText());
    assertThat(user.state(name)).contains(job.path("state").asText());
    assertThat(job.path("labels").path(JobLabels.ATTEMPT).asText()).isEqualTo("1");
    TuningJob resource = Objects.requireNonNull(user.read(name));
    assertThat(resource.getMetadata().getFinalizers()).containsExactly(TuningJobKind.FINALIZER);
    assertThat(Objects.requireNonNull(resource.getStatus()).submission())
        .satisfies(submission -> assertThat(submission.attempt()).isEqualTo(1));
  }

  private void assertCalm(KubectlUser user) {
    List<Event> events =
        server.admin().v1().events().inNamespace(user.namespace()).list().getItems();
    assertThat(events).hasSizeLessThanOrEqualTo(MOST_EVENTS);
    assertThat(events).allMatch(event -> event.getCount() == null || event.getCount() <= 2);
  }
}
