package dev.tunesmith.gate;

import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.JobRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The job that a resource asks for.
 *
 * @param run the run's name
 * @param inputs the canonical JSON of everything that the user set and that reaches the request
 * @param scope where the job is to run; null when neither the resource nor the operator says so
 * @param request the request; null when {@code errors} are such that there is none
 * @param rewardCheck the body of the dry run that the rewards have to pass; null for none
 * @param serviceAccount the service account that the request names; null for none
 * @param kmsKeyName the key that the request names; null for none
 * @param errors what is wrong with the resource, one sentence each, with what to do
 * @param warnings what is wrong with it and does not bar a create once there is a job
 * @param controls what it says about its runs
 */
public record DesiredJob(
    String run,
    String inputs,
    @Nullable Scope scope,
    @Nullable JobRequest request,
    @Nullable String rewardCheck,
    @Nullable String serviceAccount,
    @Nullable String kmsKeyName,
    List<String> errors,
    List<String> warnings,
    Controls controls) {

  /** Copies the lists. */
  public DesiredJob {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }
}
