package dev.tunesmith.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;

/**
 * Writes what a run made into a ConfigMap for applications. It writes only where the data differ,
 * and never into an object that is not the resource's.
 */
@FunctionalInterface
public interface ResultWriter {
  /**
   * Writes a result.
   *
   * @param owner the resource
   * @throws io.fabric8.kubernetes.client.KubernetesClientException where the API server could not
   *     be asked, or another client wrote at the same time: to be tried again
   */
  Reply write(HasMetadata owner, Result result);

  /**
   * A result.
   *
   * @param configMapName in the namespace of the resource
   * @param data all of the ConfigMap's
   */
  record Result(String configMapName, Map<String, String> data) {
    /** Copies the map. */
    public Result {
      data = Map.copyOf(data);
    }
  }

  /** What came of it. */
  sealed interface Reply {}

  /**
   * The ConfigMap holds the result.
   *
   * @param changed whether it did not before
   */
  record Written(boolean changed) implements Reply {}

  /** A ConfigMap of that name exists and is not the resource's; nothing was changed. */
  record NotOwned() implements Reply {}

  /**
   * The API server refuses the write.
   *
   * @param message its words
   */
  record Refused(String message) implements Reply {}
}
