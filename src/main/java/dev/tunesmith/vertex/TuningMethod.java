package dev.tunesmith.vertex;

/**
 * How a model is tuned: the member of {@code TuningJob.tuning_spec} that a request sets.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs">TuningJob</a>
 */
public enum TuningMethod {
  /** Supervised tuning, of a foundation model or further on a tuned one (continuous tuning). */
  SUPERVISED("supervisedTuningSpec", true);

  private final String specField;
  private final boolean inGrpcV1;

  TuningMethod(String specField, boolean inGrpcV1) {
    this.specField = specField;
    this.inGrpcV1 = inGrpcV1;
  }

  /** The member's name in the request body, in its REST spelling. */
  public String specField() {
    return specField;
  }

  /** Whether the gRPC API, version v1, has the member; the REST API has every one. */
  public boolean isInGrpcV1() {
    return inGrpcV1;
  }
}
