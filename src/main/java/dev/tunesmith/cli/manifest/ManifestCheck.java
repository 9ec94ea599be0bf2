package dev.tunesmith.cli.manifest;

import com.fasterxml.jackson.databind.JsonNode;
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

  /**
   * What there is to say of a resource.
   *
   * @param errors in the order of the file; where there are any, the other parts are empty
   * @param notes what is not documented
   * @param advice what the service does not recommend
   * @param trainingDataFrom the name of the ConfigMap that a TunedModel takes its training data
   *     from; empty where there is none
   */
  public record Checked(
      List<ValidationError> errors,
      List<String> notes,
      List<String> advice,
      Optional<String> trainingDataFrom) {}

  /** All there is to say of a resource. Threads may check several at a time. */
  public Checked check(Manifest manifest) {
    JsonNode spec = server.spec(manifest);
    List<ValidationError> errors = new ArrayList<>(server.errors(manifest, spec));
    boolean valid = errors.isEmpty();
    try {
      if (kinds().contains(manifest.kind()) && manifest.kind().equals(TUNING_JOB)) {
        TuningJobSpec job = Manifest.typed(spec, TuningJobSpec.class);
        add(errors, manifest, valid ? jobs.errors(job) : jobs.unknownFields(job));
        if (errors.isEmpty()) {
          return new Checked(List.of(), jobs.notes(job), List.of(), Optional.empty());
        }
      } else if (kinds().contains(manifest.kind()) && manifest.kind().equals(TUNED_MODEL)) {
        TunedModelSpec model = Manifest.typed(spec, TunedModelSpec.class);
        add(errors, manifest, valid ? models.errors(model) : models.unknownFields(model));
        if (errors.isEmpty()) {
          return new Checked(
              List.of(), List.of(), models.advice(model, Map.of()), models.configMap(model));
        }
      }
    } catch (UncheckedIOException e) {
      // a field of another type, which is among the errors
    }
    errors.sort(Comparator.comparingInt(ValidationError::line));
    return new Checked(errors, List.of(), List.of(), Optional.empty());
  }

  /**
   * What the operator refuses although the API server accepts it; of a resource with other errors,
   * the unknown fields only.
   */
  private static void add(
      List<ValidationError> errors, Manifest manifest, List<String> ofTheOperator) {
    ofTheOperator.forEach(error -> errors.add(manifest.error(error)));
  }

  /** What of training data without errors the service does not recommend. */
  public List<String> advice(Manifest manifest, Manifest configMap) {
    return models.advice(model(manifest), data(configMap));
  }

  private TunedModelSpec model(Manifest manifest) {
    return Manifest.typed(server.spec(manifest), TunedModelSpec.class);
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
