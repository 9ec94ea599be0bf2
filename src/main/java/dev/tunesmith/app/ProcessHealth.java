package dev.tunesmith.app;

import dev.tunesmith.kube.ApiServerLink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What an operator at work answers to a kubelet and to a scraper. */
public record ProcessHealth(
    OperatorProcess process, ApiServerLink link, Metrics metrics, Clock clock) {
  /** A pass that is this late does not come back by itself. */
  private static final Duration STUCK = Duration.ofMinutes(10);

  /** A watch is opened again every five to ten minutes, which takes about a second. */
  private static final Duration READINESS_GRACE = Duration.ofSeconds(10);

  /**
   * Answers from now on.
   *
   * @param port 0 for any
   * @throws IOException when the port is taken
   */
  public HttpEndpoint serve(int port) throws IOException {
    Readiness readiness = new Readiness(this::problems, READINESS_GRACE, clock);
    return HttpEndpoint.start(
        port, this::liveness, () -> withNotes(readiness.get()), this::measured);
  }

  private String measured() {
    metrics.leading(process.leads());
    metrics.watchesDown(unwatched().size());
    return metrics.scrape();
  }

  private Verdict liveness() {
    Duration overdue = process.overdue();
    return overdue.compareTo(STUCK) < 0
        ? new Verdict(true, "working")
        : new Verdict(false, "a pass over tuning jobs is overdue by " + overdue);
  }

  private List<String> problems() {
    if (!link.problems().isEmpty()) {
      return link.problems();
    }
    if (!process.started() && !process.standsBy()) {
      return List.of("neither working nor standing by for another replica yet");
    }
    return process.started() ? link.unwatchedKinds() : link.unreadableKinds();
  }

  /** What is not watched; of a replica that stands by, what it could not watch. */
  private List<String> unwatched() {
    return process.started() ? link.unwatched() : link.unreadable();
  }

  /**
   * While some namespaces of each kind are watched, the process is ready; the others are named
   * beside that.
   */
  private Verdict withNotes(Verdict verdict) {
    if (!verdict.reason().equals(Readiness.READY)) {
      return verdict;
    }
    List<String> unwatched = unwatched();
    return new Verdict(
        true,
        verdict.reason()
            + (process.standsBy() ? ", standing by" : "")
            + (unwatched.isEmpty() ? "" : "; not watched: " + String.join("; ", unwatched)));
  }
}
