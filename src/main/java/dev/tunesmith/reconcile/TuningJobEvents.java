package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.ResourceKey;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Our event source within the framework: wakes the reconciler for a resource of which the sweep has
 * news, and tells the engine what the watch shows beside the rounds. It keeps nothing: what was
 * seen is read from the sweep.
 */
public final class TuningJobEvents extends AbstractEventSource<JobSnapshot, TuningJob>
    implements ResourceEventAware<TuningJob> {
  private volatile @Nullable Engine engine;

  /** An event source, to be registered with the reconciler. */
  public TuningJobEvents() {
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
   * Has the engine told what the watch shows beside the rounds that the framework asks for: also
   * while another process leads.
   *
   * @param listener called before the round that follows
   */
  void tell(Engine listener) {
    engine = listener;
  }

  @Override
  public void onResourceCreated(TuningJob resource) {
    Engine told = engine;
    if (told != null) {
      told.seen(resource, true);
    }
  }

  @Override
  public void onResourceUpdated(TuningJob resource, TuningJob before) {
    Engine told = engine;
    if (told != null) {
      told.seen(resource, false);
    }
  }

  @Override
  public void onResourceDeleted(TuningJob resource) {
    Engine told = engine;
    if (told != null) {
      told.gone(resource);
    }
  }

  @Override
  public Set<JobSnapshot> getSecondaryResources(TuningJob primary) {
    return Set.of();
  }
}
