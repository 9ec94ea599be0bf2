package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.lifecycle.JobLabels;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * People who apply, edit, delete and re-apply TuningJobs all the time, whatever becomes of the
 * operator, and who know what they have to get for it. The choices follow from a seed.
 */
final class RestlessUsers implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int MOST_AT_ONCE = 25;

  private final NamespacedKubernetesClient client;
  private final EmulatorJobs jobs;
  private final Random random;
  private final ScheduledExecutorService hand =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("users").factory());
  private final List<ResourceStory> stories = new ArrayList<>();
  private @Nullable Throwable fault;

  RestlessUsers(NamespacedKubernetesClient client, EmulatorJobs jobs, long seed) {
    this.client = client;
    this.jobs = jobs;
    this.random = new Random(seed);
  }

  void begin() {
    var unused =
        hand.scheduleWithFixedDelay(this::doSomething, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Begins nothing more; what was begun is finished while waiting. */
  void end() throws InterruptedException {
    hand.shutdown();
    assertThat(hand.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(fault).as("what a user met").isNull();
    assertThat(stories).as("what users did").isNotEmpty();
  }

  private void doSomething() {
    try {
      List<ResourceStory> open = stories.stream().filter(story -> !story.told()).toList();
      boolean another = open.isEmpty() || (open.size() < MOST_AT_ONCE && random.nextInt(3) == 0);
      if (another) {
        List<ResourceStory.Plan> plans = List.of(ResourceStory.Plan.values());
        ResourceStory.Plan plan = plans.get(stories.size() % plans.size());
        String name = plan.name().toLowerCase(Locale.ROOT).replace('_', '-');
        ResourceStory story = new ResourceStory(client, plan, name + "-" + stories.size());
        stories.add(story);
        story.goOn();
      } else {
        open.get(random.nextInt(open.size())).goOn();
      }
    } catch (RuntimeException e) {
      fault = e;
    }
  }

  /** How many creates were sent, or are about to be, and have no answer in the status. */
  int outcomeUnknown() {
    return (int)
        resources().stream()
            .map(TuningJob::getStatus)
            .filter(status -> status != null && status.submission() != null && status.job() == null)
            .count();
  }

  /** Goes on until every story is told and every resource that is left shows its end. */
  void awaitSettled(Supplier<String> log) {
    Awaitility.await("the end of all stories")
        .atMost(PATIENCE)
        .pollInterval(PAUSE)
        .untilAsserted(
            () -> {
              stories.stream().filter(story -> !story.told()).forEach(ResourceStory::goOn);
              assertThat(stories)
                  .as(log)
                  .allSatisfy(
                      story -> {
                        assertThat(story.told()).as(story.name()).isTrue();
                        assertThat(story.ended())
                            .as(() -> story.name() + " is " + story.read())
                            .isTrue();
                      });
            });
  }

  /** One job for each run that had to be created, by the labels of run and attempt. */
  void assertCreatedOnce() {
    for (ResourceStory story : stories) {
      List<ObjectNode> created = jobs.of(story.name());
      List<String> runs =
          created.stream()
              .map(job -> job.path("labels"))
              .map(
                  labels ->
                      labels.path(JobLabels.RUN).asText()
                          + " "
                          + labels.path(JobLabels.ATTEMPT).asText())
              .toList();
      assertThat(runs).as(story.name()).doesNotHaveDuplicates().allMatch(run -> run.endsWith(" 1"));
      assertThat(created)
          .as(story.name())
          .hasSizeBetween(story.plan().least(), story.plan().most());
    }
  }

  void deleteAll() {
    client.resources(TuningJob.class).delete();
  }

  void awaitAllGone(Supplier<String> log) {
    Awaitility.await("no finalizer that holds")
        .atMost(PATIENCE)
        .pollInterval(PAUSE)
        .untilAsserted(() -> assertThat(resources()).as(log).isEmpty());
  }

  void assertNothingRuns() {
    assertThat(jobs.emulator().jobs())
        .allSatisfy(
            job ->
                assertThat(job.path("state").asText())
                    .as(job::toString)
                    .isIn("JOB_STATE_SUCCEEDED", "JOB_STATE_FAILED", "JOB_STATE_CANCELLED"));
  }

  String summary() {
    Map<String, Long> told =
        stories.stream()
            .collect(
                Collectors.groupingBy(
                    story -> story.plan().name(), TreeMap::new, Collectors.counting()));
    return told + ", " + jobs.emulator().jobs().size() + " jobs";
  }

  private List<TuningJob> resources() {
    return client.resources(TuningJob.class).list().getItems();
  }

  @Override
  public void close() {
    hand.shutdownNow();
  }
}
