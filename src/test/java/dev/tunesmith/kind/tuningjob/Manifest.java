package dev.tunesmith.kind.tuningjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads manifests as a client of the API server does. */
final class Manifest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Manifest() {}

  /** The spec of a whole manifest; null when it has none. */
  static @Nullable TuningJobSpec spec(String yaml) {
    try {
      return YAML.treeToValue(YAML.readTree(yaml).get("spec"), TuningJobSpec.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Tuning tuning(String yaml) {
    try {
      return YAML.readValue(yaml, Tuning.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
