package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.TuningJob;
import dev.tunesmith.domain.JobSnapshot;
import dev.tunesmith.domain.ResourceKey;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Wakes the reconciler for a resource of which the sweep has news. It keeps nothing: what was seen
 * is read from the sweep.
 */
public final class SweepEvents extends AbstractEventSource<JobSnapshot, TuningJob>
    implements ResourceEventAware<TuningJob> {
  private volatile Consumer<TuningJob> whenGone = resource -> {};

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

  /**
   * Has somebody told of resources that are gone; the framework itself only lets go of its own.
   *
   * @param listener called with the resource as it last was
   */
  void whenGone(Consumer<TuningJob> listener) {
    whenGone = listener;
  }

  @Override
  public void onResourceDeleted(TuningJob resource) {
    whenGone.accept(resource);
  }

  @Override
  public Set<JobSnapshot> getSecondaryResources(TuningJob primary) {
    return Set.of();
  }
}
