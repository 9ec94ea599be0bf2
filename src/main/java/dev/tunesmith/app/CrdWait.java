package dev.tunesmith.app;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits, alive but not ready, while the installed CRD is older than this version needs: the API
 * server would silently drop the fields that it lacks from specs and statuses. Exiting would not
 * help, and a pod that says why it is not ready is better than one that restarts all the time.
 */
public final class CrdWait {
  private static final Logger LOG = LoggerFactory.getLogger(CrdWait.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int LOGGED_EVERY = 30;

  private final StartChecks checks;
  private final Metrics metrics;
  private final int port;
  private volatile String problem;

  /**
   * A wait that has not begun.
   *
   * @param problem what the checks found
   * @param port of health and metrics meanwhile
   */
  public CrdWait(String problem, StartChecks checks, Metrics metrics, int port) {
    this.problem = problem;
    this.checks = checks;
    this.metrics = metrics;
    this.port = port;
  }

  /**
   * Waits.
   *
   * @param asked counted down when the process is to exit
   * @return false if the process was asked to exit
   */
  public boolean isOver(CountDownLatch asked)
      throws StartException, IOException, InterruptedException {
    metrics.crdTooOld(true);
    try (HttpEndpoint http =
        HttpEndpoint.start(
            port,
            () -> new Verdict(true, "waiting for a newer CRD"),
            () -> new Verdict(false, problem),
            metrics::scrape)) {
      LOG.error("not ready: {}; port {}", problem, http.port());
      for (int checked = 1; ; checked++) {
        if (asked.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
        String now = checks.cluster();
        if (now == null) {
          break;
        }
        report(now, checked);
      }
    }
    metrics.crdTooOld(false);
    LOG.info("the installed CRD is new enough now");
    return true;
  }

  private void report(String now, int checked) {
    if (!now.equals(problem) || checked % LOGGED_EVERY == 0) {
      problem = now;
      LOG.error("not ready: {}", problem);
    }
  }
}
