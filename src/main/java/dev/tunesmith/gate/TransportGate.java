package dev.tunesmith.gate;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.JobRequest;
import java.util.List;
import java.util.function.Function;

/**
 * Refuses a request that the API which the operator calls cannot express.
 *
 * @param inexpressible the paths of the fields that it lacks
 */
public record TransportGate(Function<JobRequest, List<String>> inexpressible) implements Gate {
  @Override
  public Verdict check(DesiredJob job, Facts facts) {
    List<String> missing = job.request() == null ? List.of() : inexpressible.apply(job.request());
    return missing.isEmpty()
        ? new Verdict.Pass()
        : new Verdict.Refuse(
            ConditionReason.REQUEST_REJECTED,
            "nothing was sent: v1 of the gRPC API does not have "
                + String.join(", ", missing)
                + ". Start the operator with --vertex-transport=auto or --vertex-transport=rest;"
                + " with --vertex-endpoint it also needs --vertex-rest-endpoint",
            null);
  }
}
