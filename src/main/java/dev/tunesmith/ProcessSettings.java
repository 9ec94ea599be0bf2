package dev.tunesmith;

import dev.tunesmith.ops.LeaseTiming;
import dev.tunesmith.reconcile.EngineSettings;
import java.time.Duration;
import java.util.Set;

/**
 * How an operator runs in its process.
 *
 * @param engine what it does
 * @param namespaces the namespaces that it watches; empty for all
 * @param workers how many resources are worked on at the same time
 * @param shutdownTimeout how long the end waits for rounds under way, a create among them
 */
record ProcessSettings(
    EngineSettings engine, Set<String> namespaces, int workers, Duration shutdownTimeout) {

  ProcessSettings {
    namespaces = Set.copyOf(namespaces);
  }

  /**
   * The lease of leader election.
   *
   * @param namespace where it lies
   * @param name its name
   * @param identity this process's name on it
   * @param timing how long it lasts
   */
  record Lease(String namespace, String name, String identity, LeaseTiming timing) {}
}
