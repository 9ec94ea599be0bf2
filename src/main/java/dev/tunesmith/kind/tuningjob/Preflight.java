package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.gate.PolicyGate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator would refuse of a spec that the API server takes: for those who check resources
 * before they are applied.
 */
public record Preflight(DesiredJobs jobs, PolicyGate policy) {
  /** One sentence for each error; none where the operator would create the job. */
  public List<String> errors(@Nullable TuningJobSpec spec) {
    DesiredJobs.Checked checked = jobs.check(spec);
    List<String> errors =
        new ArrayList<>(
            policy.violations(
                checked.scope(), checked.tuning().serviceAccount(), checked.kmsKeyName()));
    errors.addAll(checked.errors());
    return errors;
  }

  /** One sentence for each field that the API does not know. */
  public List<String> unknownFields(@Nullable TuningJobSpec spec) {
    return jobs.check(spec).unknown();
  }

  /** One sentence for each thing that is not documented, and that the operator does not refuse. */
  public List<String> notes(@Nullable TuningJobSpec spec) {
    return jobs.notes(spec);
  }
}
