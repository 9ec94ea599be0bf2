package dev.tunesmith.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events in the background and in order, so that the next create does not wait for the API
 * server to take the last one's event. What does not fit the queue, and what a process that dies
 * had not written, is in the log alone.
 */
public final class BackgroundEventRecorder implements EventRecorder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundEventRecorder.class);

  /** Two for each of some thousand resources that are submitted at once. */
  private static final int QUEUED = 4096;

  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final EventRecorder recorder;
  private final Duration lastWords;
  private final ThreadPoolExecutor thread;

  /**
   * A recorder.
   *
   * @param recorder does it, on the one thread of this
   */
  public BackgroundEventRecorder(EventRecorder recorder) {
    this(recorder, QUEUED, LAST_WORDS);
  }

  /** For tests: with its queue length and last wait given. */
  BackgroundEventRecorder(EventRecorder recorder, int queued, Duration lastWords) {
    this.recorder = recorder;
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
                    "An event was dropped: {}",
                    executor.isShutdown() ? "the process ends" : queued + " wait already"));
  }

  @Override
  public void event(HasMetadata about, Announcement announcement) {
    thread.execute(() -> recorder.event(about, announcement));
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
