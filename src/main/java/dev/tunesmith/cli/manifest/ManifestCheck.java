package dev.tunesmith.cli.manifest;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.kind.tuningjob.Preflight;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the API server or the operator refuses of a TuningJob, as far as a file shows it. */
public final class ManifestCheck {
  private final ApiServerCheck server;
  private final Preflight operator;

  /**
   * A check.
   *
   * @param operator how the operator reads a spec
   */
  public ManifestCheck(CustomResourceDefinition crd, Preflight operator) {
    this.server = new ApiServerCheck(crd);
    this.operator = operator;
  }

  /** All errors, in the order of the file. */
  public List<ValidationError> errors(Manifest manifest) {
    List<ValidationError> errors = new ArrayList<>(server.errors(manifest));
    if (manifest.kind().equals(Manifest.KIND)) {
      operator(manifest, errors.isEmpty()).map(manifest::error).forEach(errors::add);
    }
    errors.sort(Comparator.comparingInt(ValidationError::line));
    return errors;
  }

  /**
   * What the operator refuses although the API server accepts it; of a resource with other errors,
   * the unknown fields only.
   */
  private Stream<String> operator(Manifest manifest, boolean valid) {
    TuningJobSpec spec;
    try {
      spec = Manifest.typed(server.spec(manifest), TuningJobSpec.class);
    } catch (UncheckedIOException e) {
      return Stream.of(); // a field of another type, which is among the errors
    }
    return (valid ? operator.errors(spec) : operator.unknownFields(spec)).stream();
  }
}
