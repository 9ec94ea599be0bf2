package dev.tunesmith.app;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an operator at work tells a kubelet and a scraper. */
public record ProcessHealth(OperatorProcess process, Metrics metrics, Clock clock) {
  /** A pass that is this late is not coming back by itself. */
  private static final Duration STUCK = Duration.ofMinutes(10);

  private static final Duration READINESS_GRACE = Duration.ofSeconds(60);

  /**
   * Answers from now on.
   *
   * @param port 0 for any
   * @throws IOException when the port is taken
   */
  public HttpEndpoint serve(int port) throws IOException {
    Readiness readiness = new Readiness(this::troubles, READINESS_GRACE, clock);
    return HttpEndpoint.start(
        port,
        this::liveness,
        readiness,
        () -> {
          metrics.leading(process.leads());
          return metrics.scrape();
        });
  }

  private Verdict liveness() {
    Duration overdue = process.overdue();
    return overdue.compareTo(STUCK) < 0
        ? new Verdict(true, "working")
        : new Verdict(false, "a pass over tuning jobs is overdue by " + overdue);
  }

  /** A replica that waits for the lead is ready: it stands by with filled caches. */
  private List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    if (!process.started()) {
      troubles.add("caches are being filled");
    } else if (!process.watches()) {
      troubles.add("a watch of the API server is down");
    }
    return troubles;
  }
}
