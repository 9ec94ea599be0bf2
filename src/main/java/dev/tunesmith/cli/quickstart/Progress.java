package dev.tunesmith.cli.quickstart;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows the resources: one line whenever what {@code kubectl get} shows of one changes. Called by
 * an informer's thread; waited for on another.
 */
final class Progress implements ResourceEventHandler<TuningJob> {
  private final Set<String> names;
  private final Consumer<String> say;
  private final Clock clock;
  private final Map<String, Row> shown = new HashMap<>();
  private final Map<String, TuningJob> latest = new LinkedHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean begun;

  /**
   * Follows resources.
   *
   * @param names of those to follow
   * @param say prints a line
   * @param clock what ages are measured with
   */
  Progress(Set<String> names, Consumer<String> say, Clock clock) {
    this.names = Set.copyOf(names);
    this.say = say;
    this.clock = clock;
  }

  @Override
  public void onAdd(TuningJob job) {
    look(job);
  }

  @Override
  public void onUpdate(TuningJob before, TuningJob job) {
    look(job);
  }

  @Override
  public void onDelete(TuningJob job, boolean unknown) {
    look(job);
  }

  private synchronized void look(TuningJob job) {
    String name = job.getMetadata().getName();
    if (!names.contains(name)) {
      return;
    }
    latest.put(name, job);
    Row row = Row.of(job);
    if (!row.equals(shown.put(name, row))) {
      if (!begun) {
        say.accept(Row.header());
        begun = true;
      }
      say.accept(row.line(age(job)));
    }
    if (latest.size() == names.size()
        && latest.values().stream().allMatch(each -> Outcome.of(each).isEnd())) {
      over.countDown();
    }
  }

  private Duration age(TuningJob job) {
    String created = job.getMetadata().getCreationTimestamp();
    return created == null
        ? Duration.ZERO
        : Duration.between(Instant.parse(created), clock.instant());
  }

  /** Waits until all have come to their end, or until it is cut short. */
  void await(Duration longest) throws InterruptedException {
    boolean inTime = over.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime) {
      say.accept("Not at the end within " + Row.human(longest) + " (--timeout).");
    }
  }

  /** Ends the waiting. */
  void cutShort() {
    over.countDown();
  }

  /** The resources as last seen, in the order they were first seen in. */
  synchronized List<TuningJob> latest() {
    return new ArrayList<>(latest.values());
  }
}
