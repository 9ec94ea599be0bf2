package dev.tunesmith.cli.quickstart;

import dev.tunesmith.gate.PolicyGate;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operator as the composition root puts it together: the one that runs in production. */
public interface OperatorAssembly {
  /**
   * The CRD of TuningJob that this version was built with.
   *
   * @return a new copy
   */
  List<CustomResourceDefinition> crds();

  /**
   * Checks that a cluster answers, and that its CRD of TuningJob is new enough.
   *
   * @param client of the cluster
   * @throws QuickstartException when it does not
   */
  void check(KubernetesClient client) throws QuickstartException;

  /**
   * What distinguishes a cluster's jobs from those of other clusters, as in production.
   *
   * @param client of the cluster
   * @return the instance id
   * @throws QuickstartException when the cluster does not say
   */
  String instanceId(KubernetesClient client) throws QuickstartException;

  /**
   * Starts the operator.
   *
   * @param client of the cluster; closed by the caller, after the operator
   * @param order how it is to run
   * @return the running operator
   * @throws QuickstartException when it cannot run: credentials are missing, or the cluster refuses
   */
  Running start(KubernetesClient client, Order order) throws QuickstartException;

  /**
   * How an operator is to run.
   *
   * @param instanceId whose jobs these are
   * @param policy what manifests may use
   * @param location where jobs run that name no location
   * @param emulator {@code host:port} of an emulator; null for Vertex AI itself, which bills
   * @param gemini where an emulator serves the Gemini API, and Cloud Storage; null for the public
   *     services
   * @param pollInterval between two passes over the jobs
   * @param namespace the only one that it watches
   * @param leaderElection whether another operator may be about
   */
  record Order(
      String instanceId,
      PolicyGate policy,
      String location,
      @Nullable String emulator,
      @Nullable URI gemini,
      Duration pollInterval,
      String namespace,
      boolean leaderElection) {}

  /** An operator at work. */
  interface Running extends AutoCloseable {
    /** Sends no further create, and waits for what is under way. */
    @Override
    void close();
  }
}
