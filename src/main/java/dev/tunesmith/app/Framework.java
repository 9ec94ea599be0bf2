package dev.tunesmith.app;

import dev.tunesmith.reconcile.ResourceCloner;
import dev.tunesmith.reconcile.ResourceKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How the Java Operator SDK is set up for an operator of ours. */
public final class Framework {
  /** The longest interval between two reconciliations of a resource without events. */
  private static final Duration LOOK_ANYWAY = Duration.ofMinutes(10);

  private static final int RETRY_FIRST_MILLIS = 1_000;
  private static final int RETRY_LONGEST_MILLIS = 60_000;
  private static final long LIST_PAGE = 500;

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Framework() {}

  /**
   * How long a start waits for the first listing of a namespace. Work then begins with what is
   * listed; a namespace that cannot be read is tried again and does not stop the others.
   */
  static final Duration FIRST_LISTING = Duration.ofSeconds(10);

  /** The framework for one kind. It elects no leader: it is started when this process leads. */
  public static void configure(
      ConfigurationServiceOverrider overrider,
      KubernetesClient client,
      ResourceKind<?> kind,
      OperatorOptions.Controller settings,
      Metrics metrics,
      InformerStoppedHandler onWatchLost) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withResourceCloner(new ResourceCloner(client, kind))
        // The one write path: also the quickstart's mock server, which has no server-side apply.
        .withUseSSAToPatchPrimaryResource(false)
        .withConcurrentReconciliationThreads(settings.workers())
        .withReconciliationTerminationTimeout(settings.shutdownTimeout())
        .withMetrics(metrics)
        .withInformerStoppedHandler(onWatchLost)
        .withStopOnInformerErrorDuringStartup(false)
        .withCacheSyncTimeout(FIRST_LISTING);
  }

  /**
   * The paths of the collections that a kind's controller watches.
   *
   * @param namespaces empty for all
   */
  public static Set<String> watchedCollections(
      Class<? extends HasMetadata> kind, Set<String> namespaces) {
    String version = "/apis/" + HasMetadata.getApiVersion(kind);
    String plural = "/" + HasMetadata.getPlural(kind);
    return namespaces.isEmpty()
        ? Set.of(version + plural)
        : namespaces.stream()
            .map(namespace -> version + "/namespaces/" + namespace + plural)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The paths of the collections that the controllers of several kinds watch. */
  public static Set<String> watchedCollections(
      List<? extends ResourceKind<?>> kinds, Set<String> namespaces) {
    return kinds.stream()
        .flatMap(kind -> watchedCollections(kind.type(), namespaces).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** One kind's controller. */
  public static <R extends HasMetadata> ControllerConfiguration<R> configuration(
      ControllerConfiguration<R> kind, OperatorOptions.Controller settings) {
    ControllerConfigurationOverrider<R> overrider = ControllerConfigurationOverrider.override(kind);
    overrider
        .withReconciliationMaxInterval(LOOK_ANYWAY)
        .withInformerListLimit(LIST_PAGE)
        .withItemStore(new TransformingItemStore<>(Framework::pruned))
        .withRetry(
            new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(RETRY_FIRST_MILLIS)
                .setIntervalMultiplier(2)
                .setMaxInterval(RETRY_LONGEST_MILLIS));
    if (!settings.namespaces().isEmpty()) {
      overrider.settingNamespaces(settings.namespaces());
    }
    return overrider.build();
  }

  /** Drops managed fields, which are half of a resource and never read, to save memory. */
  private static <R extends HasMetadata> R pruned(R resource) {
    resource.getMetadata().setManagedFields(null);
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    if (annotations != null && annotations.containsKey(LAST_APPLIED)) {
      Map<String, String> kept = new LinkedHashMap<>(annotations);
      kept.remove(LAST_APPLIED);
      resource.getMetadata().setAnnotations(kept);
    }
    return resource;
  }
}
