package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.domain.JobSnapshot;
import dev.tunesmith.domain.ResourceKey;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/**
 * Wakes the reconciler for a resource of which the sweep has news. It keeps nothing: what was seen
 * is read from the sweep.
 */
public final class SweepEvents extends AbstractEventSource<JobSnapshot, TuningJob> {
  /** An event source, to be registered with the reconciler. */
  public SweepEvents() {
    super(JobSnapshot.class, "sweep");
  }

  /**
   * Wakes the reconciler; does nothing before the framework has started.
   *
   * @param key the resource
   */
  public void changed(ResourceKey key) {
    EventHandler handler = getEventHandler();
    if (handler != null && isRunning()) {
      handler.handleEvent(new Event(new ResourceID(key.name(), key.namespace())));
    }
  }

  @Override
  public Set<JobSnapshot> getSecondaryResources(TuningJob primary) {
    return Set.of();
  }
}
