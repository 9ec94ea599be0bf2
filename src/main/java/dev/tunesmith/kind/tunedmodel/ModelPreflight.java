package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.api.v1alpha1.tunedmodel.TrainingDataFrom;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.kind.UnknownFields;
import dev.tunesmith.lifecycle.Verdict;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator would refuse of a spec that the API server takes: for those who check resources
 * before they are applied.
 *
 * @param policy null where any endpoint is right
 */
public record ModelPreflight(@Nullable ModelPolicy policy) {
  /** One sentence for each error that the resource alone shows. */
  public List<String> errors(@Nullable TunedModelSpec spec) {
    List<String> errors = new ArrayList<>();
    if (spec != null && policy != null) {
      Verdict verdict = policy.check(spec.endpoint());
      if (verdict instanceof Verdict.Pass
          && spec.endpoint() != null
          && spec.apiKeySecretRef() == null) {
        verdict = policy.checkOwnToken(URI.create(spec.endpoint()));
      }
      if (verdict instanceof Verdict.Refuse refuse) {
        errors.add("spec.endpoint: " + refuse.message());
      }
    }
    errors.addAll(
        spec == null || spec.trainingDataFrom() == null
            ? DesiredModels.read(spec, null).errors()
            : unknownFields(spec));
    return errors;
  }

  /**
   * One sentence for each thing that the service does not recommend, and that bars nothing.
   *
   * @param spec without errors
   * @param data of the ConfigMap with the training data; empty where that is not known
   */
  public List<String> advice(@Nullable TunedModelSpec spec, Map<String, String> data) {
    if (spec == null || spec.trainingDataFrom() == null) {
      return DesiredModels.read(spec, null).warnings();
    }
    String text = reference(spec).map(ObjectKey::key).map(data::get).orElse(null);
    return text == null
        ? List.of()
        : DesiredModels.read(spec, TrainingData.read(spec.trainingDataFrom(), text)).warnings();
  }

  /** One sentence for each field that the API does not know. */
  public List<String> unknownFields(@Nullable TunedModelSpec spec) {
    return spec == null || spec.model() == null
        ? List.of()
        : UnknownFields.messages("spec.model", spec.model());
  }

  /** The name of the ConfigMap with the training data; empty where the spec names none. */
  public Optional<String> configMap(@Nullable TunedModelSpec spec) {
    return reference(spec).map(ObjectKey::name);
  }

  private static Optional<ObjectKey> reference(@Nullable TunedModelSpec spec) {
    TrainingDataFrom from = spec == null ? null : spec.trainingDataFrom();
    return from == null
        ? Optional.empty()
        : Optional.ofNullable(ObjectKey.of(from.configMapKeyRef()));
  }

  /**
   * One sentence for each error in training data.
   *
   * @param spec without errors by itself, with a reference to a ConfigMap
   * @param data of that ConfigMap
   */
  public List<String> dataErrors(TunedModelSpec spec, Map<String, String> data) {
    TrainingDataFrom from = spec.trainingDataFrom();
    ObjectKey key = reference(spec).orElse(null);
    if (from == null || key == null) {
      return List.of();
    }
    String text = data.get(key.key());
    List<String> errors =
        text == null
            ? List.of("the ConfigMap " + key.name() + " has no key " + key.key() + "; add it")
            : DesiredModels.read(spec, TrainingData.read(from, text)).errors();
    return errors.stream().map(error -> "spec.trainingDataFrom: " + error).toList();
  }
}
