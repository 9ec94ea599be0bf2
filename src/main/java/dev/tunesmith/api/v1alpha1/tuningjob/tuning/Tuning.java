package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.tuning}: the request body of {@code tuningJobs.create} ({@code TuningJob} of v1beta1
 * without its output fields).
 *
 * <p>Two unions: {@code baseModel | preTunedModel} ({@code source_model}), and the tuning spec.
 *
 * <p>{@code unknownFields} holds what the user wrote and this version does not know: the schema has
 * the API server keep it, here and in every object below, so that the operator can refuse it.
 * Pruned in silence, a misspelt field would train, and bill, with defaults.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
@ValidationRule(value = Tuning.ONE_SPEC, message = Tuning.ONE_SPEC_MESSAGE)
@ValidationRule(value = Tuning.OUTPUT, message = Tuning.OUTPUT_MESSAGE)
@ValidationRule(value = Tuning.OPEN_ONLY, message = Tuning.OPEN_ONLY_MESSAGE)
@ValidationRule(value = Tuning.OPEN_SETTINGS, message = Tuning.OPEN_SETTINGS_MESSAGE)
@ValidationRule(value = Tuning.CUSTOM, message = Tuning.CUSTOM_MESSAGE)
public record Tuning(
    @JsonPropertyDescription(
            "Foundation model to tune, such as gemini-2.5-flash. Exactly one of baseModel,"
                + " preTunedModel and spec.preTunedModelFrom must be set.")
        @Size(min = 1, max = Bounds.MODEL)
        @ValidationRule(
            value = "self.matches(r'^[^\\s]+$')",
            message = "must be a model's name without spaces, such as gemini-2.5-flash")
        @Nullable String baseModel,
    @JsonPropertyDescription(
            "Tuned model to tune further (continuous tuning). Exactly one of baseModel,"
                + " preTunedModel and spec.preTunedModelFrom must be set.")
        @Nullable PreTunedModel preTunedModel,
    @JsonPropertyDescription(
            "Supervised tuning: training examples, and how to train on them. Exactly one tuning"
                + " spec must be set.")
        @Nullable SupervisedTuningSpec supervisedTuningSpec,
    @JsonPropertyDescription(
            "Preference tuning: pairs of a preferred and a rejected answer, and how to train on"
                + " them.")
        @Nullable PreferenceOptimizationSpec preferenceOptimizationSpec,
    @JsonPropertyDescription(
            "Distillation: a teacher's answers to prompts train a smaller model, baseModel.")
        @Nullable DistillationSpec distillationSpec,
    @JsonPropertyDescription(
            "Reinforcement tuning: rewards score the model's own answers to prompts.")
        @Nullable ReinforcementTuningSpec reinforcementTuningSpec,
    @JsonPropertyDescription("Full fine-tuning of a Gemini or Veo model; by allowlist.")
        @Nullable FullFineTuningSpec fullFineTuningSpec,
    @JsonPropertyDescription("Tuning of a Veo model; by allowlist.")
        @Nullable VeoTuningSpec veoTuningSpec,
    @JsonPropertyDescription("LoRA tuning of a Veo model; by allowlist.")
        @Nullable VeoLoraTuningSpec veoLoraTuningSpec,
    @JsonPropertyDescription("Tuning of a partner's model; by allowlist.")
        @Nullable PartnerModelTuningSpec partnerModelTuningSpec,
    @JsonPropertyDescription(
            "Cloud Storage folder that the artefacts of an open model are written to, such as"
                + " gs://my-bucket/tuned. Open models must have it, others must not.")
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(
            value = "self.startsWith('gs://')",
            message = "must be a Cloud Storage folder, such as gs://my-bucket/tuned")
        @Nullable String outputUri,
    @JsonPropertyDescription(
            "Cloud Storage folder with weights of your own (.safetensors, with the model's metadata"
                + " files) that tuning begins from; baseModel says what they derive from. Open"
                + " models only.")
        @Size(max = Bounds.DATASET_URI)
        @ValidationRule(
            value = "self.startsWith('gs://')",
            message = "must be a Cloud Storage folder, such as gs://my-bucket/weights")
        @Nullable String customBaseModel,
    @JsonPropertyDescription(
            "Display name of the tuned model, up to 128 characters; the service makes one up when"
                + " absent. In continuous tuning the parent's name by default; another name makes a"
                + " new model instead of a new version.")
        @Size(min = 1, max = Bounds.DISPLAY_NAME)
        @Nullable String tunedModelDisplayName,
    @JsonPropertyDescription("Description of the tuning job, up to 4096 characters.")
        @Size(max = Bounds.DESCRIPTION)
        @Nullable String description,
    @JsonPropertyDescription(
            "Labels of the tuning job, which the service also puts on the tuned model and its"
                + " endpoint. Up to 57: the service takes 64, and the operator adds seven of its"
                + " own, whose keys begin with tunesmith-.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.LABELS)
        @ValidationRule(
            value = "self.all(k, !k.startsWith('tunesmith-'))",
            message =
                "keys must not begin with 'tunesmith-': these are the labels by which the operator"
                    + " finds its jobs again; choose another key")
        @ValidationRule(
            value = "self.all(k, k.matches(r'^[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}$'))",
            message =
                "keys must be 1 to 63 lowercase letters, digits, '_' or '-', beginning with a"
                    + " letter (international letters are allowed)")
        @ValidationRule(
            value = "self.all(k, self[k].matches(r'^[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}$'))",
            message =
                "values must be up to 63 lowercase letters, digits, '_' or '-' (international"
                    + " letters are allowed)")
        @ValidationRule(
            value = "self.all(k, size(bytes(k)) < 128 && size(bytes(self[k])) < 128)",
            message =
                "keys and values must be shorter than 128 bytes in UTF-8, where most international"
                    + " letters have two to four")
        Map<String, @Size(max = Bounds.LABEL) String> labels,
    @JsonPropertyDescription(
            "Customer-managed encryption key for the job and what it makes; Google's keys when"
                + " absent. Not every base model supports it.")
        @Nullable EncryptionSpec encryptionSpec,
    @JsonPropertyDescription(
            "E-mail address of the service account that the job's workload runs as; Vertex AI's"
                + " Secure Fine-Tuning service agent when absent. The operator's administrator must"
                + " allow it, and the operator's identity must be allowed to act as it.")
        @Size(max = Bounds.SERVICE_ACCOUNT)
        @ValidationRule(
            value = "self.matches(r'^[a-z0-9][a-z0-9.-]*@[a-z0-9.-]+[.]gserviceaccount[.]com$')",
            message =
                "must be the e-mail address of a service account, such as"
                    + " tuner@my-project.iam.gserviceaccount.com")
        @Nullable String serviceAccount,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** One of the members of {@code tuning_spec}. */
  static final String ONE_SPEC =
      "[has(self.supervisedTuningSpec), has(self.preferenceOptimizationSpec),"
          + " has(self.distillationSpec), has(self.reinforcementTuningSpec),"
          + " has(self.fullFineTuningSpec), has(self.veoTuningSpec), has(self.veoLoraTuningSpec),"
          + " has(self.partnerModelTuningSpec)].exists_one(set, set)";

  private static final String GOOGLES =
      "has(self.baseModel) && !self.baseModel.matches(r'" + OpenModel.NAME + "')";

  /** An open model needs a place for its artefacts; they are not deployed. */
  static final String OUTPUT =
      "!has(self.baseModel) || has(self.outputUri) || !self.baseModel.matches(r'"
          + OpenModel.NAME
          + "')";

  static final String OUTPUT_MESSAGE =
      "an open model (publisher/family@version) must have `outputUri`, the Cloud Storage folder"
          + " that its artefacts are written to";

  static final String OPEN_ONLY =
      "!(" + GOOGLES + ") || !(has(self.outputUri) || has(self.customBaseModel))";

  static final String OPEN_ONLY_MESSAGE =
      "`outputUri` and `customBaseModel` must be left out for Google's own models: they are for"
          + " open models, such as google/gemma3@gemma-3-4b-it";

  static final String OPEN_SETTINGS =
      "!("
          + GOOGLES
          + ") || !has(self.supervisedTuningSpec) || !(has(self.supervisedTuningSpec.tuningMode) ||"
          + " (has(self.supervisedTuningSpec.hyperParameters) &&"
          + " (has(self.supervisedTuningSpec.hyperParameters.learningRate) ||"
          + " has(self.supervisedTuningSpec.hyperParameters.batchSize))))";

  static final String OPEN_SETTINGS_MESSAGE =
      "`tuningMode`, `learningRate` and `batchSize` must be left out for Google's own models: they"
          + " are for open models, such as google/gemma3@gemma-3-4b-it";

  static final String CUSTOM = "!has(self.customBaseModel) || has(self.baseModel)";

  static final String CUSTOM_MESSAGE =
      "`customBaseModel` must come with `baseModel`, which says what the weights derive from";

  static final String ONE_SPEC_MESSAGE =
      "exactly one tuning spec must be set, such as `supervisedTuningSpec`";

  /** Absent labels and unknown fields read as empty. */
  public Tuning {
    labels = ImmutableCopies.asEmpty(labels);
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }

  /** A request in which nothing is set. */
  public static Tuning none() {
    return new Tuning(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        Map.of(), null, null, Map.of());
  }
}
