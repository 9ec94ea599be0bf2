package dev.tunesmith.kind.tuningjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.HyperParameters;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.PreTunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.SupervisedTuningSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.tuning.Tuning;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one spelling of {@code spec.tuning} that markers are made of: keys sorted, nothing that was
 * not set, no spaces, numbers in plain decimal digits without trailing zeros.
 *
 * <p>Written out field by field, and not by a serializer's rules, because it is frozen: a job
 * bought by one version has to be found by the next. A field that the API gains is added here when
 * it is set, so that manifests without it keep their marker.
 */
final class CanonicalJson {
  private static final ObjectMapper QUOTING = new ObjectMapper();

  private CanonicalJson() {}

  static String of(Tuning tuning) {
    Map<String, Object> fields = new TreeMap<>();
    put(fields, "baseModel", tuning.baseModel());
    put(fields, "preTunedModel", fields(tuning.preTunedModel()));
    put(fields, "supervisedTuningSpec", fields(tuning.supervisedTuningSpec()));
    put(fields, "tunedModelDisplayName", tuning.tunedModelDisplayName());
    put(fields, "description", tuning.description());
    Map<String, Object> labels = new TreeMap<>();
    tuning.labels().forEach((key, value) -> put(labels, key, value));
    put(fields, "labels", labels);
    if (tuning.encryptionSpec() != null) {
      Map<String, Object> encryption = new TreeMap<>();
      put(encryption, "kmsKeyName", tuning.encryptionSpec().kmsKeyName());
      put(fields, "encryptionSpec", encryption);
    }
    put(fields, "serviceAccount", tuning.serviceAccount());
    return write(fields);
  }

  private static @Nullable Map<String, Object> fields(@Nullable PreTunedModel model) {
    if (model == null) {
      return null;
    }
    Map<String, Object> fields = new TreeMap<>();
    put(fields, "tunedModelName", model.tunedModelName());
    put(fields, "checkpointId", model.checkpointId());
    return fields;
  }

  private static @Nullable Map<String, Object> fields(@Nullable SupervisedTuningSpec spec) {
    if (spec == null) {
      return null;
    }
    Map<String, Object> fields = new TreeMap<>();
    put(fields, "trainingDatasetUri", spec.trainingDatasetUri());
    put(fields, "validationDatasetUri", spec.validationDatasetUri());
    put(fields, "hyperParameters", fields(spec.hyperParameters()));
    put(fields, "exportLastCheckpointOnly", spec.exportLastCheckpointOnly());
    return fields;
  }

  private static @Nullable Map<String, Object> fields(@Nullable HyperParameters parameters) {
    if (parameters == null) {
      return null;
    }
    Map<String, Object> fields = new TreeMap<>();
    put(fields, "epochCount", parameters.epochCount());
    Double multiplier = parameters.learningRateMultiplier();
    put(
        fields,
        "learningRateMultiplier",
        multiplier == null || !Double.isFinite(multiplier)
            ? null
            : BigDecimal.valueOf(multiplier).stripTrailingZeros());
    put(fields, "adapterSize", parameters.adapterSize());
    return fields;
  }

  /** Leaves out what was not set; an empty object or map sets nothing. */
  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
      fields.put(name, value);
    }
  }

  private static String write(Object value) {
    if (value instanceof Map<?, ?> map) {
      StringBuilder object = new StringBuilder("{");
      map.forEach(
          (name, field) ->
              object
                  .append(object.length() > 1 ? "," : "")
                  .append(quoted(String.valueOf(name)))
                  .append(':')
                  .append(write(field)));
      return object.append('}').toString();
    }
    return switch (value) {
      case String text -> quoted(text);
      case BigDecimal number -> number.toPlainString();
      default -> value.toString();
    };
  }

  private static String quoted(String text) {
    try {
      return QUOTING.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a string is always JSON", e);
    }
  }
}
