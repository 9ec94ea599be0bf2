package dev.tunesmith.cli.manifest;

import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModelSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.kind.tunedmodel.ModelPreflight;
import dev.tunesmith.kind.tuningjob.Preflight;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the API server or the operator refuses of a resource, as far as a file shows it. */
public final class ManifestCheck {
  /** A kind. */
  public static final String TUNING_JOB = "TuningJob";

  /** A kind. */
  public static final String TUNED_MODEL = "TunedModel";

  private final ApiServerCheck server;
  private final Preflight jobs;
  private final ModelPreflight models;

  /**
   * A check.
   *
   * @param crds of the kinds that are checked
   * @param jobs how the operator reads a TuningJob's spec
   */
  public ManifestCheck(Collection<CustomResourceDefinition> crds, Preflight jobs) {
    this(crds, jobs, new ModelPreflight(null));
  }

  /**
   * A check.
   *
   * @param crds of the kinds that are checked
   * @param jobs how the operator reads a TuningJob's spec
   * @param models how the operator reads a TunedModel's spec
   */
  public ManifestCheck(
      Collection<CustomResourceDefinition> crds, Preflight jobs, ModelPreflight models) {
    this.server = new ApiServerCheck(crds);
    this.jobs = jobs;
    this.models = models;
  }

  /** The kinds that are checked. */
  public Set<String> kinds() {
    return server.kinds();
  }

  /** Whether it is of one of the kinds, or was meant to be. */
  public boolean isOurs(Manifest manifest) {
    return server.isOurs(manifest);
  }

  /** All errors, in the order of the file. */
  public List<ValidationError> errors(Manifest manifest) {
    List<ValidationError> errors = new ArrayList<>(server.errors(manifest));
    if (kinds().contains(manifest.kind())) {
      operator(manifest, errors.isEmpty()).forEach(error -> errors.add(manifest.error(error)));
    }
    errors.sort(Comparator.comparingInt(ValidationError::line));
    return errors;
  }

  /**
   * What the operator refuses although the API server accepts it; of a resource with other errors,
   * the unknown fields only.
   */
  private List<String> operator(Manifest manifest, boolean valid) {
    try {
      return switch (manifest.kind()) {
        case TUNING_JOB -> {
          TuningJobSpec spec = Manifest.typed(server.spec(manifest), TuningJobSpec.class);
          yield valid ? jobs.errors(spec) : jobs.unknownFields(spec);
        }
        case TUNED_MODEL -> {
          TunedModelSpec spec = model(manifest);
          yield valid ? models.errors(spec) : models.unknownFields(spec);
        }
        default -> List.of();
      };
    } catch (UncheckedIOException e) {
      return List.of(); // a field of another type, which is among the errors
    }
  }

  /** What of a resource without errors is not documented. */
  public List<String> notes(Manifest manifest) {
    return manifest.kind().equals(TUNING_JOB)
        ? jobs.notes(Manifest.typed(server.spec(manifest), TuningJobSpec.class))
        : List.of();
  }

  /** What of a resource without errors the service does not recommend. */
  public List<String> advice(Manifest manifest) {
    return manifest.kind().equals(TUNED_MODEL)
        ? models.advice(model(manifest), Map.of())
        : List.of();
  }

  /** What of training data without errors the service does not recommend. */
  public List<String> advice(Manifest manifest, Manifest configMap) {
    return models.advice(model(manifest), data(configMap));
  }

  private TunedModelSpec model(Manifest manifest) {
    return Manifest.typed(server.spec(manifest), TunedModelSpec.class);
  }

  /**
   * The name of the ConfigMap that a TunedModel without errors takes its training data from.
   *
   * @return empty where there is none
   */
  public Optional<String> trainingDataFrom(Manifest manifest) {
    return manifest.kind().equals(TUNED_MODEL)
        ? models.configMap(model(manifest))
        : Optional.empty();
  }

  /** The errors in the training data of a TunedModel that has no other errors. */
  public List<ValidationError> dataErrors(Manifest manifest, Manifest configMap) {
    return models.dataErrors(model(manifest), data(configMap)).stream()
        .map(manifest::error)
        .toList();
  }

  private static Map<String, String> data(Manifest configMap) {
    Map<String, String> data = new HashMap<>();
    configMap
        .content()
        .path("data")
        .properties()
        .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
    return data;
  }
}
