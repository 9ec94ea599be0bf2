package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.ResourceKey;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.EventHandler;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link ResourceController} on the Java Operator SDK.
 *
 * <p>Every status write is a PUT of the version that was read, and every change of the finalizer a
 * JSON patch that names it: both fail when anyone changed the resource meanwhile, and the next
 * reconciliation sees what was written even where the watch lags.
 *
 * @param <R> the kind's class
 */
public final class KindReconciler<R extends HasMetadata> implements Reconciler<R> {
  private static final Logger LOG = LoggerFactory.getLogger(KindReconciler.class);

  private final ResourceKind<R> kind;
  private final ResourceController<R> controller;
  private final JobEvents<R> events;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** A reconciler. */
  public KindReconciler(ResourceKind<R> kind, ResourceController<R> controller) {
    this.kind = kind;
    this.controller = controller;
    this.events = new JobEvents<>();
  }

  /**
   * How the framework has to call it: for every change, deletions too, and without a finalizer of
   * the framework's. The framework cannot read the kind off a generic class, so that it is said
   * here.
   */
  public static <R extends HasMetadata> ControllerConfiguration<R> configuration(
      ConfigurationService service, ResourceKind<R> kind) {
    return new ResolvedControllerConfiguration<>(
        HasMetadata.getSingular(kind.type()),
        // A status that another client changed does not change the generation; our own writes lead
        // to no
        // event.
        false,
        KindReconciler.class.getName(),
        new GenericRetry(),
        LinearRateLimiter.deactivatedRateLimiter(),
        null,
        kind.finalizer(),
        Map.of(),
        HasMetadata.getSingular(kind.type()),
        service,
        InformerConfiguration.builder(kind.type()).buildForController(),
        true,
        null);
  }

  /**
   * Something about a resource's jobs changed: reconciles it.
   *
   * @param label the resource's label
   */
  public void changed(String label) {
    controller.resource(label).ifPresent(events::changed);
  }

  /** Ends what the controller opened. */
  public void close() {
    controller.close();
  }

  @Override
  public List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
    return List.of(events);
  }

  @Override
  public UpdateControl<R> reconcile(R resource, Context<R> context) {
    if (begun.compareAndSet(false, true)) {
      // How long a start takes until work begins is read off this line.
      LOG.info("First reconciliation");
    }
    UpdateControl<R> done = UpdateControl.noUpdate();
    if (context.isPrimaryResourceDeleted()) {
      controller.gone(resource);
      return done;
    }
    return done.rescheduleAfter(
        controller.reconcile(
            resource, new LockedWrites(context, resource.getMetadata().getNamespace())));
  }

  /** The writes of one reconciliation, through the framework's cache. */
  private final class LockedWrites implements Writes<R> {
    private final Context<R> context;
    private final String namespace;

    LockedWrites(Context<R> context, String namespace) {
      this.context = context;
      this.namespace = namespace;
    }

    @Override
    public @Nullable R peer(String name) {
      return context
          .eventSourceRetriever()
          .getControllerEventSource()
          .get(new ResourceID(name, namespace))
          .orElse(null);
    }

    @Override
    public R status(R resource) {
      return context.resourceOperations().updatePrimaryStatus(kind.copy(resource));
    }

    @Override
    public void delete(R resource) {
      ObjectMeta meta = resource.getMetadata();
      String unused =
          context
              .getClient()
              .raw(
                  "/apis/%s/namespaces/%s/%s/%s"
                      .formatted(
                          resource.getApiVersion(),
                          meta.getNamespace(),
                          HasMetadata.getPlural(kind.type()),
                          meta.getName()),
                  "DELETE",
                  new DeleteOptionsBuilder()
                      .withNewPreconditions(meta.getResourceVersion(), meta.getUid())
                      .build());
    }

    @Override
    public R finalizer(R resource, boolean present) {
      List<String> finalizers = new ArrayList<>(resource.getFinalizers());
      finalizers.remove(kind.finalizer());
      if (present) {
        finalizers.add(kind.finalizer());
      }
      String patch =
          Serialization.asJson(
              List.of(
                  // Not a "test", which fails as 422: this makes a stale version a conflict.
                  Map.of(
                      "op",
                      "replace",
                      "path",
                      "/metadata/resourceVersion",
                      "value",
                      resource.getMetadata().getResourceVersion()),
                  Map.of("op", "add", "path", "/metadata/finalizers", "value", finalizers)));
      KubernetesClient client = context.getClient();
      return context
          .resourceOperations()
          .resourcePatch(
              resource,
              r -> client.resource(r).patch(PatchContext.of(PatchType.JSON), patch),
              context.eventSourceRetriever().getControllerEventSource());
    }
  }

  /** Wakes the reconciler. It keeps nothing: what was seen is read from the informer. */
  private static final class JobEvents<R extends HasMetadata>
      extends AbstractEventSource<ResourceKey, R> {
    JobEvents() {
      super(ResourceKey.class, "jobs");
    }

    void changed(ResourceKey key) {
      EventHandler handler = getEventHandler();
      if (handler != null && isRunning()) {
        handler.handleEvent(new Event(new ResourceID(key.name(), key.namespace())));
      }
    }

    @Override
    public Set<ResourceKey> getSecondaryResources(R primary) {
      return Set.of();
    }
  }
}
