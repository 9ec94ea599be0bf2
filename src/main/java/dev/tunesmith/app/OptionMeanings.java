package dev.tunesmith.app;

import dev.tunesmith.kind.tuningjob.Policy;
import dev.tunesmith.leader.LeaseSettings;
import dev.tunesmith.lifecycle.PollSchedule;
import dev.tunesmith.lifecycle.Timing;
import dev.tunesmith.reconcile.EngineSettings;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the options of the command line mean to the parts of an operator. */
public final class OptionMeanings {
  private OptionMeanings() {}

  public static GoogleSettings vertex(OperatorOptions.Vertex vertex) {
    return new GoogleSettings(
        vertex.endpoint(),
        vertex.plaintext(),
        vertex.credentials() ? GoogleSettings.Credentials.ADC : GoogleSettings.Credentials.NONE,
        vertex.createDeadline(),
        vertex.callDeadline());
  }

  public static ProcessSettings settings(OperatorOptions options, String instanceId) {
    OperatorOptions.Pace pace = options.pace();
    OperatorOptions.Cluster cluster = options.cluster();
    OperatorOptions.Policy allowed = options.policy();
    return new ProcessSettings(
        new EngineSettings(
            instanceId,
            new Policy(
                options.vertex().project(),
                allowed.projects(),
                allowed.serviceAccounts(),
                allowed.kmsKeys()),
            options.vertex().location(),
            new Timing(pace.inDoubtGrace(), pace.cancelBound()),
            new PollSchedule(pace.pollInterval(), pace.maxCallsPerMinute()),
            pace.adoptionWindow()),
        cluster.watchNamespaces(),
        pace.workers(),
        options.daemon().shutdownTimeout());
  }

  public static @Nullable LeaseSettings lease(OperatorOptions.Cluster cluster) {
    return cluster.leaderElection()
        ? new LeaseSettings(
            cluster.leaseNamespace(),
            cluster.leaseName(),
            UUID.randomUUID().toString(),
            cluster.leaseTiming())
        : null;
  }
}
