package dev.tunesmith.cli.quickstart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the resources: on a terminal in one table; elsewhere by a line when one begins to run and
 * when it ends or, with details, whenever what {@code kubectl get} shows of it changes. Called by
 * informers' threads; waited for on another.
 */
final class Progress {
  private static final String RUNNING = "Running";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Set<String> keys;
  private final boolean details;
  private final @Nullable LiveTable table;
  private final Consumer<String> say;
  private final Clock clock;
  private final Map<String, Row> shown = new HashMap<>();
  private final Map<String, Seen> latest = new LinkedHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean begun;

  /**
   * Follows resources.
   *
   * @param keys of those to follow, each {@code Kind/name}
   * @param details whether each change is shown
   * @param table which changes in its place; null for lines below each other
   * @param say prints a line
   * @param clock what ages are measured with
   */
  Progress(
      Set<String> keys,
      boolean details,
      @Nullable LiveTable table,
      Consumer<String> say,
      Clock clock) {
    this.keys = Set.copyOf(keys);
    this.details = details;
    this.table = table;
    this.say = say;
    this.clock = clock;
  }

  /** What an informer of a kind calls. */
  <T extends HasMetadata> ResourceEventHandler<T> of(Function<T, Seen> view) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T resource) {
        look(view.apply(resource));
      }

      @Override
      public void onUpdate(T before, T resource) {
        look(view.apply(resource));
      }

      @Override
      public void onDelete(T resource, boolean unknown) {
        look(view.apply(resource));
      }
    };
  }

  private synchronized void look(Seen seen) {
    if (!keys.contains(seen.key())) {
      return;
    }
    Seen before = latest.put(seen.key(), seen);
    if (table != null) {
      draw(table);
    } else if (details || isNoteworthy(before, seen)) {
      show(seen);
    }
    if (latest.size() == keys.size()
        && latest.values().stream().allMatch(each -> each.outcome().isEnd())) {
      over.countDown();
    }
  }

  private static boolean isNoteworthy(@Nullable Seen before, Seen now) {
    boolean ends = now.outcome().isEnd() && (before == null || !before.outcome().isEnd());
    boolean runs =
        now.row().state().equals(RUNNING)
            && (before == null || !before.row().state().equals(RUNNING));
    return ends || runs;
  }

  private void show(Seen seen) {
    if (!seen.row().equals(shown.put(seen.key(), seen.row()))) {
      if (!begun) {
        say.accept(Row.header());
        begun = true;
      }
      say.accept(line(seen));
    }
  }

  private void draw(LiveTable table) {
    Stream<String> rows = latest.values().stream().map(this::line);
    say.accept(table.draw(Stream.concat(Stream.of(Row.header()), rows).toList()));
  }

  private String line(Seen seen) {
    return seen.row().line(age(seen.resource()));
  }

  private Duration age(HasMetadata resource) {
    String created = resource.getMetadata().getCreationTimestamp();
    return created == null
        ? Duration.ZERO
        : Duration.between(Instant.parse(created), clock.instant());
  }

  /** Waits until all have come to their end, or until it is cut short. */
  void await(Duration longest) throws InterruptedException {
    Instant end = clock.instant().plus(longest);
    while (!over.await(SECOND.toMillis(), TimeUnit.MILLISECONDS)) {
      if (!clock.instant().isBefore(end)) {
        say.accept("Not at the end within " + Row.human(longest) + " (--timeout).");
        return;
      }
      age();
    }
  }

  /** Ages change although nothing happens. */
  private synchronized void age() {
    if (table != null && !latest.isEmpty()) {
      draw(table);
    }
  }

  /** Ends the waiting. */
  void cutShort() {
    over.countDown();
  }

  /** The resources as last seen, in the order they were first seen in. */
  synchronized List<Seen> latest() {
    return List.copyOf(latest.values());
  }
}
