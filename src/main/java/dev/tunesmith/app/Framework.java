package dev.tunesmith.app;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.leader.LeaderWatchdog;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.reconcile.Copies;
import dev.tunesmith.reconcile.TuningJobReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the Java Operator SDK is set up for an operator of ours. */
public final class Framework {
  /** A safety net under the events; a resource that nothing happens to is looked at this often. */
  private static final Duration LOOK_ANYWAY = Duration.ofMinutes(10);

  private static final int RETRY_FIRST_MILLIS = 1_000;
  private static final int RETRY_LONGEST_MILLIS = 60_000;
  private static final long LIST_PAGE = 500;

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private Framework() {}

  /** The framework as a whole; it elects where there is a lease. */
  public static void configure(
      ConfigurationServiceOverrider overrider,
      KubernetesClient client,
      ProcessSettings settings,
      LeaderWatchdog lead,
      InformerStoppedHandler onWatchLost) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withResourceCloner(new Copies(client))
        // The one write path: also the quickstart's mock server, which has no server-side apply.
        .withUseSSAToPatchPrimaryResource(false)
        .withConcurrentReconciliationThreads(settings.workers())
        .withReconciliationTerminationTimeout(settings.shutdownTimeout())
        .withInformerStoppedHandler(onWatchLost);
    LeaseSettings lease = lead.lead().lease();
    if (lease != null) {
      overrider.withLeaderElectionConfiguration(
          LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.name())
              .withLeaseNamespace(lease.namespace())
              .withIdentity(lease.identity())
              .withLeaseDuration(lease.timing().duration())
              .withRenewDeadline(lease.timing().renewDeadline())
              .withRetryPeriod(lease.timing().retryPeriod())
              .withLeaderCallbacks(new LeaderCallbacks(lead::begin, lead::end, leader -> {}))
              // Not for a test: the framework would call System.exit inside its own callback, which
              // deadlocks with a shutdown hook; we halt by ourselves.
              .buildForTest(false));
    }
  }

  /** The one controller there is. */
  public static void configure(
      ControllerConfigurationOverrider<TuningJob> overrider, ProcessSettings settings) {
    overrider
        .withName("tuningjob")
        .withFinalizer(TuningJobReconciler.FINALIZER)
        // A status that someone wiped or edited has to be mended at once, and does not change the
        // generation; our own writes lead to no event.
        .withGenerationAware(false)
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
  }

  /** Keeps out of memory what nobody reads: half of a resource is bookkeeping of its writers. */
  private static TuningJob pruned(TuningJob resource) {
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
