package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces in the background and in order, so that the next create does not wait for the API
 * server to take the last one's event. What does not fit the queue, and what a process that dies
 * had not written yet, is only in the log: events are news, the status is the record.
 */
public final class BackgroundEventRecorder implements EventRecorder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundEventRecorder.class);

  /** Two for each of some thousand resources that are submitted at once. */
  private static final int QUEUED = 4096;

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final EventRecorder announcer;
  private final Duration lastWords;
  private final ThreadPoolExecutor thread;

  /**
   * An announcer.
   *
   * @param announcer does it, on the one thread of this
   */
  public BackgroundEventRecorder(EventRecorder announcer) {
    this(announcer, QUEUED, LAST_WORDS);
  }

  /** For tests: with the room and the patience given. */
  BackgroundEventRecorder(EventRecorder announcer, int queued, Duration lastWords) {
    this.announcer = announcer;
    this.lastWords = lastWords;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queued),
            Thread.ofPlatform().daemon().name("events").factory(),
            (event, executor) ->
                LOG.warn(
                    "an event was dropped: {}",
                    executor.isShutdown() ? "the process ends" : queued + " wait already"));
  }

  @Override
  public void normal(TuningJob about, String reason, String message) {
    log(about, reason, message);
    thread.execute(() -> announcer.normal(about, reason, message));
  }

  @Override
  public void warning(TuningJob about, String reason, String message) {
    log(about, reason, message);
    thread.execute(() -> announcer.warning(about, reason, message));
  }

  private static void log(TuningJob about, String reason, String message) {
    LOG.info(
        "{}/{}: {}: {}",
        about.getMetadata().getNamespace(),
        about.getMetadata().getName(),
        reason,
        message);
  }

  /** Writes what waits, for some seconds at most. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(lastWords.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} events were not written", thread.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
