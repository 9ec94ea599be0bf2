package dev.tunesmith.api.v1alpha1.tuningjob.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tunesmith.api.v1alpha1.AnyFields;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object whose fields the service alone defines and checks; it is sent as it is. */
@AnyFields
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ImmutableCopies.UNKNOWN)
@PreserveUnknownFields
public record FreeForm(
    @JsonProperty(ImmutableCopies.UNKNOWN) @JsonAnySetter @JsonAnyGetter
        Map<String, @Nullable Object> unknownFields) {

  /** Absent fields read as empty. */
  public FreeForm {
    unknownFields = ImmutableCopies.asEmpty(unknownFields);
  }
}
