package dev.tunesmith.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known when it is decided what to do about a resource.
 *
 * @param generation the manifest's generation
 * @param run the run that the manifest asks for
 * @param deleting whether the resource is being deleted
 * @param target what the run that counts is to buy, and its marker; null when the manifest does not
 *     even say where
 * @param refusal why the manifest may not be acted upon; null when it may
 * @param recorded what the status remembers
 * @param view what the sweep has seen
 * @param memory what this process remembers
 * @param now the uptime
 */
public record Situation(
    long generation,
    String run,
    boolean deleting,
    @Nullable Target target,
    @Nullable Refusal refusal,
    Recorded recorded,
    View view,
    Memory memory,
    Duration now) {

  /**
   * The run that counts: the recorded one as long as money may be running on it.
   *
   * @return the recorded run while it is unfinished, else the manifest's
   */
  public String countingRun() {
    return recorded.unfinished() && recorded.run() != null ? recorded.run() : run;
  }

  /**
   * Whether an earlier run is still unfinished though the manifest asks for another.
   *
   * @return true when the manifest's run has to wait
   */
  public boolean waitsForEarlierRun() {
    return !countingRun().equals(run);
  }

  /**
   * What to buy.
   *
   * @param scope where
   * @param marker whose it will be
   * @param request the request; null when the manifest is refused
   */
  public record Target(Scope scope, Marker marker, @Nullable JobRequest request) {}

  /**
   * Why nothing may be sent.
   *
   * @param reason the condition reason
   * @param message what to do about it
   */
  public record Refusal(String reason, String message) {}
}
