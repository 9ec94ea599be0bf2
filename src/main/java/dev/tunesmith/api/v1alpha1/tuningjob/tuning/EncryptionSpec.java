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
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code spec.tuning.encryptionSpec}: {@code EncryptionSpec} of google.cloud.aiplatform.v1. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record EncryptionSpec(
    @JsonPropertyDescription(
            "Resource name of the Cloud KMS key. It must be in the job's location, and the"
                + " operator's administrator must allow it.")
        @Required
        @Size(max = Bounds.KMS_KEY_NAME)
        @ValidationRule(
            value =
                "self.matches(r'^projects/[^/\\s]+/locations/[^/\\s]+/keyRings/[^/\\s]+"
                    + "/cryptoKeys/[^/\\s]+$')",
            message =
                "must be a key's resource name, such as"
                    + " projects/my-project/locations/us-central1/keyRings/my-ring/cryptoKeys/my-key"
                    + " (without a key version)")
        @Nullable String kmsKeyName,
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent unknown fields read as empty. */
  public EncryptionSpec {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}
