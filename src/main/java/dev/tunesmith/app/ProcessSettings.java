package dev.tunesmith.app;

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
public record ProcessSettings(
    EngineSettings engine, Set<String> namespaces, int workers, Duration shutdownTimeout) {

  public ProcessSettings {
    namespaces = Set.copyOf(namespaces);
  }
}
