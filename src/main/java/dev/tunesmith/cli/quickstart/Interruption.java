package dev.tunesmith.cli.quickstart;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and its good order: the one who runs is asked to end, and the JVM waits until that is
 * done. Made for one run.
 */
final class Interruption implements AutoCloseable {
  /** Longer than a create call may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  /**
   * Listens.
   *
   * @param asked called on another thread when the process receives a signal to end
   */
  Interruption(Runnable asked) {
    this.hook =
        new Thread(
            () -> {
              asked.run();
              awaitEnd();
            },
            "quickstart-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits until the run is over, but not for ever. */
  void awaitEnd() {
    try {
      // The caller goes on either way: this only limits how long the JVM waits for the end.
      boolean inTime = ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        System.err.println("What was under way did not end within " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run is over. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs already, and close() has just released it.
    }
  }
}
