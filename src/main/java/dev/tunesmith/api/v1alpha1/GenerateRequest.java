package dev.tunesmith.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.acceptance.checks[].request}: the body of {@code generateContent}, as the user wrote
 * it. The schema knows none of its members: both services add some each month.
 */
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record GenerateRequest(
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** An absent body reads as an empty one. */
  public GenerateRequest {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}
