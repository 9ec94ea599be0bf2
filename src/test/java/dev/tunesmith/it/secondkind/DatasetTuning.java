package dev.tunesmith.it.secondkind;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tunes the one base model of this kind on a data set. */
@Group(DatasetTuning.GROUP)
@Version("v1")
public final class DatasetTuning extends CustomResource<DatasetTuning.Spec, DatasetTuning.Status>
    implements Namespaced {
  static final String GROUP = "test.tunesmith.dev";
  private static final long serialVersionUID = 1L;

  /** The CRD, whose status has no schema. */
  static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: datasettunings.test.tunesmith.dev}
      spec:
        group: test.tunesmith.dev
        scope: Namespaced
        names: {kind: DatasetTuning, singular: datasettuning, plural: datasettunings}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  required: [dataset, run]
                  properties:
                    dataset: {type: string}
                    run: {type: string}
                status: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  /** What a user writes. */
  public record Spec(String dataset, String run) {}

  /**
   * What the operator writes.
   *
   * @param submission the attempt of a create call that may be under way; null for none
   * @param jobs each job of this resource, with its run
   * @param rejectedInputs the inputs' label of a request that the service refused for good
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Status(
      @Nullable Long observedGeneration,
      @Nullable Integer submission,
      @Nullable String projectId,
      @Nullable String location,
      Map<String, String> jobs,
      @Nullable String state,
      @Nullable String reason,
      @Nullable String message,
      @Nullable String rejectedInputs) {
    /** A status without jobs may lack the field. */
    public Status {
      jobs = Map.copyOf(Objects.requireNonNullElse(jobs, Map.of()));
    }
  }
}
