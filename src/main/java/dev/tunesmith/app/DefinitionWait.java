package dev.tunesmith.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, alive but not ready, while the installed definition is older than this version needs:
 * fields that it does not know would be dropped from manifests and statuses without a word. An end
 * would mend nothing, and a pod that is restarted all the time tells less than one that says why.
 */
public final class DefinitionWait {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionWait.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final int TOLD_EVERY = 30;

  private final StartChecks checks;
  private final Metrics metrics;
  private final int port;
  private volatile String trouble;

  /**
   * A wait.
   *
   * @param trouble what is wrong
   * @param checks tell whether it still is
   * @param metrics tell it, too
   * @param port of health and metrics meanwhile
   */
  public DefinitionWait(String trouble, StartChecks checks, Metrics metrics, int port) {
    this.trouble = trouble;
    this.checks = checks;
    this.metrics = metrics;
    this.port = port;
  }

  /**
   * Waits.
   *
   * @param asked to end the process
   * @return false when the process was asked to end
   */
  public boolean isOver(CountDownLatch asked)
      throws StartException, IOException, InterruptedException {
    metrics.definition(true);
    try (HttpEndpoint http =
        HttpEndpoint.start(
            port,
            () -> new Verdict(true, "waiting for a newer definition"),
            () -> new Verdict(false, trouble),
            metrics::scrape)) {
      LOG.error("not ready: {}; port {}", trouble, http.port());
      for (int looks = 1; ; looks++) {
        if (asked.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
        String now = checks.cluster();
        if (now == null) {
          break;
        }
        tell(now, looks);
      }
    }
    metrics.definition(false);
    LOG.info("the installed definition is new enough now");
    return true;
  }

  private void tell(String now, int looks) {
    if (!now.equals(trouble) || looks % TOLD_EVERY == 0) {
      trouble = now;
      LOG.error("not ready: {}", trouble);
    }
  }
}
