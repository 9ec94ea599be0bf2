package dev.tunesmith.kind.tunedmodel;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Bounds how many workers are busy with one endpoint, so that an endpoint that does not answer
 * holds up its own resources and no other's. Safe for many threads.
 */
public final class EndpointTurns {
  private final int most;
  private final Map<URI, Semaphore> free = new ConcurrentHashMap<>();

  /**
   * Shares workers out: a third of them to each endpoint, one at least.
   *
   * @param workers how many there are
   */
  public EndpointTurns(int workers) {
    this.most = Math.max(1, workers / 3);
  }

  /** Takes a turn, where one is free; who has it gives it {@linkplain #end back}. */
  boolean begin(URI endpoint) {
    return free.computeIfAbsent(endpoint, uri -> new Semaphore(most)).tryAcquire();
  }

  void end(URI endpoint) {
    free.computeIfAbsent(endpoint, uri -> new Semaphore(most)).release();
  }
}
