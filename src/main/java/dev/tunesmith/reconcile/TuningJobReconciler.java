package dev.tunesmith.reconcile;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import io.javaoperatorsdk.operator.api.reconciler.BaseControl;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands resources to the {@link Engine} and does what it says: the only logic on the Java Operator
 * SDK.
 *
 * <p>Every status write is a PUT of the version that was read, through the framework's cache: it
 * fails when anyone changed the resource meanwhile, and the next reconcile sees what was written
 * even where the watch lags.
 */
public final class TuningJobReconciler implements Reconciler<TuningJob>, Cleaner<TuningJob> {
  /** Holds a resource until none of its jobs runs any more. */
  public static final String FINALIZER = "tunesmith.dev/tuning-job";

  private static final Logger LOG = LoggerFactory.getLogger(TuningJobReconciler.class);

  private final Engine engine;
  private final TuningJobEvents events;
  private final AtomicBoolean begun = new AtomicBoolean();

  /**
   * A reconciler.
   *
   * @param engine does the work
   * @param events wakes it for news of the sweep
   */
  public TuningJobReconciler(Engine engine, TuningJobEvents events) {
    this.engine = engine;
    this.events = events;
    events.tell(engine);
  }

  @Override
  public List<EventSource<?, TuningJob>> prepareEventSources(
      EventSourceContext<TuningJob> context) {
    return List.of(events);
  }

  @Override
  public UpdateControl<TuningJob> reconcile(TuningJob resource, Context<TuningJob> context) {
    begin();
    UpdateControl<TuningJob> nothingLeft = UpdateControl.noUpdate();
    return lookAgain(nothingLeft, engine.round(resource, writer(context)));
  }

  @Override
  public DeleteControl cleanup(TuningJob resource, Context<TuningJob> context) {
    begin();
    return switch (engine.round(resource, writer(context))) {
      case Next.Release release -> DeleteControl.defaultDelete();
      case Next.Wait wait -> {
        DeleteControl keep = DeleteControl.noFinalizerRemoval();
        lookAgain(keep, wait);
        yield keep;
      }
    };
  }

  /** How long a start takes until work begins is read off this line. */
  private void begin() {
    if (begun.compareAndSet(false, true)) {
      LOG.info("first reconcile");
    }
  }

  private static <T extends BaseControl<?>> T lookAgain(T control, Next next) {
    if (next instanceof Next.Wait wait && wait.lookAgain() != null) {
      control.rescheduleAfter(wait.lookAgain());
    }
    return control;
  }

  private static StatusWriter writer(Context<TuningJob> context) {
    return (resource, status) ->
        context.resourceOperations().updatePrimaryStatus(Copies.withStatus(resource, status));
  }
}
