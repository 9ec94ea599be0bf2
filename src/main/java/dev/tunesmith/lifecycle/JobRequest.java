package dev.tunesmith.lifecycle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to buy: the body of {@code tuningJobs.create} without our labels, complete and valid as far
 * as can be known before it is sent. A null component is left to the service.
 *
 * @param source the model to tune
 * @param tuning how to tune it
 * @param tunedModelDisplayName the tuned model's name for people, up to 128 characters
 * @param description text on the job
 * @param labels the user's labels, none of which begins with {@code tunesmith-}
 * @param kmsKeyName the customer-managed key
 * @param serviceAccount the account that the job's workload runs as
 * @param canonicalJson what the user set, in the one spelling that the {@link Marker} is made of
 */
public record JobRequest(
    SourceModel source,
    TuningSpec tuning,
    @Nullable String tunedModelDisplayName,
    @Nullable String description,
    Map<String, String> labels,
    @Nullable String kmsKeyName,
    @Nullable String serviceAccount,
    String canonicalJson) {

  /** Copies the labels. */
  public JobRequest {
    labels = Map.copyOf(labels);
  }

  /** {@code source_model}: exactly one of the two. */
  public sealed interface SourceModel {}

  /**
   * A foundation model.
   *
   * @param id such as {@code gemini-2.5-flash}
   */
  public record BaseModel(String id) implements SourceModel {}

  /**
   * A tuned model, to be tuned further (continuous tuning).
   *
   * @param tunedModelName the model's resource name, with or without {@code @version}
   * @param checkpointId the checkpoint to go on from; null for the model's default one
   */
  public record PreTunedModel(String tunedModelName, @Nullable String checkpointId)
      implements SourceModel {}

  /** {@code tuning_spec}: other kinds of tuning become further members. */
  public sealed interface TuningSpec {}

  /**
   * {@code supervisedTuningSpec}.
   *
   * @param trainingDatasetUri {@code gs://…} or a dataset's resource name
   * @param validationDatasetUri the same for validation
   * @param hyperParameters null when the user named none
   * @param exportLastCheckpointOnly null for the service's default (false)
   */
  public record SupervisedTuning(
      String trainingDatasetUri,
      @Nullable String validationDatasetUri,
      @Nullable HyperParameters hyperParameters,
      @Nullable Boolean exportLastCheckpointOnly)
      implements TuningSpec {}
}
