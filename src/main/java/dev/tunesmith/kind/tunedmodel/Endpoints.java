package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.gemini.Access;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * What one process knows of the endpoints, whichever resource it learned it by. Safe for many
 * threads.
 */
public final class Endpoints {
  private final int most;
  private final Map<URI, Semaphore> free = new ConcurrentHashMap<>();
  private final Set<URI> takingIds = ConcurrentHashMap.newKeySet();

  /**
   * Shares workers out, so that an endpoint that does not answer holds up its own resources and no
   * other's: a third of them to each endpoint, one at least.
   *
   * @param workers how many there are
   */
  public Endpoints(int workers) {
    this.most = Math.max(1, workers / 3);
    takingIds.add(Access.PUBLIC);
  }

  /** Takes a turn, where one is free; who has it gives it {@linkplain #end back}. */
  boolean begin(URI endpoint) {
    return free.computeIfAbsent(endpoint, uri -> new Semaphore(most)).tryAcquire();
  }

  void end(URI endpoint) {
    free.computeIfAbsent(endpoint, uri -> new Semaphore(most)).release();
  }

  /** The endpoint has a model under an id of ours. */
  void showedId(URI endpoint) {
    takingIds.add(endpoint);
  }

  /**
   * Whether the endpoint is known to take {@code tunedModelId}, so that a create may be repeated. A
   * gateway that gives names of its own would make a second model.
   */
  boolean takesIds(URI endpoint) {
    return takingIds.contains(endpoint);
  }
}
