package dev.tunesmith.gate;

import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.JobRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The job that a resource asks for.
 *
 * @param run the run's name
 * @param inputs the canonical JSON of everything that the user set and that reaches the request;
 *     null while it is not known what its parent makes
 * @param scope where the job is to run; null when neither the resource nor the operator says so
 * @param request the request; null when {@code errors} are such that there is none
 * @param rewardCheck the body of the dry run that the rewards have to pass; null for none
 * @param serviceAccount the service account that the request names; null for none
 * @param kmsKeyName the key that the request names; null for none
 * @param errors what is wrong with the resource, one sentence each, with what to do
 * @param warnings what is wrong with it and does not bar a create once there is a job
 * @param controls what it says about its runs
 * @param parent the resource whose model it tunes further; null where it names none
 */
public record DesiredJob(
    String run,
    @Nullable String inputs,
    @Nullable Scope scope,
    @Nullable JobRequest request,
    @Nullable String rewardCheck,
    @Nullable String serviceAccount,
    @Nullable String kmsKeyName,
    List<String> errors,
    List<String> warnings,
    Controls controls,
    @Nullable Parent parent) {

  /** Copies the lists. */
  public DesiredJob {
    errors = List.copyOf(errors);
    warnings = List.copyOf(warnings);
  }

  /**
   * The same job as it was made: with the model that gives these inputs, whatever the parent has
   * made since; this one where no model does.
   *
   * @param label the inputs' label of a job
   */
  public DesiredJob madeOf(String label) {
    if (parent == null) {
      return this;
    }
    return parent.models().stream()
        .filter(made -> JobLabels.inputs(made.inputs()).equals(label))
        .findFirst()
        .map(
            made ->
                new DesiredJob(
                    run,
                    made.inputs(),
                    scope,
                    made.request(),
                    rewardCheck,
                    serviceAccount,
                    kmsKeyName,
                    errors,
                    warnings,
                    controls,
                    new Parent(new Verdict.Pass(), List.of(made))))
        .orElse(this);
  }

  /** The model of the parent that the request names; null where there is none. */
  public Parent.@Nullable Made sent() {
    return parent == null || !parent.resolved() ? null : parent.models().getFirst();
  }
}
