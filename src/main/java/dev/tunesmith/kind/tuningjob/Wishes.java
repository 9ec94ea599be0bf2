package dev.tunesmith.kind.tuningjob;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.EncryptionSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.PreTunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.SupervisedTuningSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import dev.tunesmith.lifecycle.Failure;
import dev.tunesmith.lifecycle.HyperParameters;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.Reasons;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Situation.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests: resolves project and location, and gives either the request or all violations at
 * once. What the custom resource's schema already refuses is only checked where a missing part
 * would leave nothing to send: the quickstart's mock server has no schema.
 */
public final class Wishes {
  private static final Tuning NOTHING =
      new Tuning(null, null, null, null, null, Map.of(), null, null, Map.of());

  private final Policy policy;
  private final @Nullable String defaultLocation;

  /**
   * A reader.
   *
   * @param policy what manifests may use
   * @param defaultLocation where jobs run that name no location; null for none
   */
  public Wishes(Policy policy, @Nullable String defaultLocation) {
    this.policy = policy;
    this.defaultLocation = defaultLocation;
  }

  /**
   * Reads a manifest.
   *
   * @param spec the manifest's spec; null is read as an empty one
   * @param begun where the run was begun; null when it was not. A default that was changed since
   *     does not move it
   * @return the wish
   */
  public Wish read(@Nullable TuningJobSpec spec, @Nullable Scope begun) {
    Tuning tuning = spec == null || spec.tuning() == null ? NOTHING : spec.tuning();
    Scope scope = begun != null ? begun : scope(spec);
    String canonical = CanonicalJson.of(tuning);
    List<String> mistakes = mistakes(tuning, scope);
    EncryptionSpec encryption = tuning.encryptionSpec();
    String key = encryption == null ? null : encryption.kmsKeyName();
    List<String> violations = policy.violations(scope, tuning.serviceAccount(), key);
    if (mistakes.isEmpty() && violations.isEmpty()) {
      return new Wish(scope, canonical, request(tuning, key, canonical), null);
    }
    String reason =
        violations.isEmpty() ? Failure.Kind.REQUEST_REJECTED.reason() : Reasons.POLICY_VIOLATION;
    List<String> all = new ArrayList<>(violations);
    all.addAll(mistakes);
    return new Wish(scope, canonical, null, new Refusal(reason, String.join("; ", all)));
  }

  /**
   * What of a manifest the API does not know: told also where it changes nothing any more.
   *
   * @param spec the manifest's spec
   * @return one sentence for each unknown field
   */
  public static List<String> unknownFields(@Nullable TuningJobSpec spec) {
    return spec == null || spec.tuning() == null
        ? List.of()
        : UnknownFields.messages(spec.tuning());
  }

  private @Nullable Scope scope(@Nullable TuningJobSpec spec) {
    String project = named(spec == null ? null : spec.projectId(), policy.defaultProject());
    String location = named(spec == null ? null : spec.location(), defaultLocation);
    return project == null || location == null ? null : new Scope(project, location);
  }

  /** A blank name, as a template without a value leaves behind, names nothing. */
  private static @Nullable String named(@Nullable String name, @Nullable String otherwise) {
    if (name != null && !name.isBlank()) {
      return name;
    }
    return otherwise == null || otherwise.isBlank() ? null : otherwise;
  }

  private static List<String> mistakes(Tuning tuning, @Nullable Scope scope) {
    List<String> mistakes = new ArrayList<>();
    if (scope == null) {
      mistakes.add(
          "no project or no location: set spec.projectId and spec.location, or start the operator"
              + " with --project and --location");
    }
    mistakes.addAll(UnknownFields.messages(tuning));
    if ((tuning.baseModel() == null) == (tuning.preTunedModel() == null)) {
      mistakes.add(
          "exactly one of spec.tuning.baseModel and spec.tuning.preTunedModel must be set");
    }
    SupervisedTuningSpec supervised = tuning.supervisedTuningSpec();
    if (supervised == null || supervised.trainingDatasetUri() == null) {
      mistakes.add("spec.tuning.supervisedTuningSpec.trainingDatasetUri must be set");
    }
    if (supervised != null && !isFinite(supervised.hyperParameters())) {
      mistakes.add(
          "spec.tuning.supervisedTuningSpec.hyperParameters.learningRateMultiplier must be a number"
              + " that can be written down");
    }
    PreTunedModel model = tuning.preTunedModel();
    if (model != null && model.tunedModelName() == null) {
      mistakes.add("spec.tuning.preTunedModel.tunedModelName must be set");
    }
    for (Map.Entry<String, @Nullable String> label : tuning.labels().entrySet()) {
      if (label.getValue() == null) {
        mistakes.add("spec.tuning.labels." + label.getKey() + " must have a value");
      }
    }
    return mistakes;
  }

  /** Without a schema 1e999 reads as infinity: it would be sent, and be in no marker. */
  private static boolean isFinite(
      dev.tunesmith.api.v1alpha1.tuningjob.tuning.@Nullable HyperParameters parameters) {
    Double multiplier = parameters == null ? null : parameters.learningRateMultiplier();
    return multiplier == null || Double.isFinite(multiplier);
  }

  private static JobRequest request(Tuning tuning, @Nullable String key, String canonical) {
    return new JobRequest(
        source(tuning),
        supervised(tuning.supervisedTuningSpec()),
        tuning.tunedModelDisplayName(),
        tuning.description(),
        tuning.labels(),
        key,
        tuning.serviceAccount(),
        canonical);
  }

  private static JobRequest.SourceModel source(Tuning tuning) {
    PreTunedModel model = tuning.preTunedModel();
    return model == null
        ? new JobRequest.BaseModel(required(tuning.baseModel()))
        : new JobRequest.PreTunedModel(required(model.tunedModelName()), model.checkpointId());
  }

  private static JobRequest.SupervisedTuning supervised(@Nullable SupervisedTuningSpec spec) {
    SupervisedTuningSpec set = required(spec);
    dev.tunesmith.api.v1alpha1.tuningjob.tuning.HyperParameters parameters = set.hyperParameters();
    return new JobRequest.SupervisedTuning(
        required(set.trainingDatasetUri()),
        set.validationDatasetUri(),
        parameters == null
            ? null
            : new HyperParameters(
                parameters.epochCount(),
                parameters.learningRateMultiplier(),
                parameters.adapterSize()),
        set.exportLastCheckpointOnly());
  }

  /** {@link #mistakes} found nothing missing. */
  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a manifest with mistakes became a request");
    }
    return value;
  }
}
