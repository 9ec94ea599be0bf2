package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.ImmutableCopies;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of {@code status.attempts}: an earlier job of this resource. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Attempt(
    @JsonPropertyDescription("Run that the attempt belongs to.") @Size(max = Bounds.RUN)
        @Nullable String run,
    @JsonPropertyDescription("Number of the attempt within its run, from 1.")
        @Nullable Integer number,
    @JsonPropertyDescription("Resource name of the job, as the service returned it.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String job,
    @JsonPropertyDescription("State of the job as last observed; an open enumeration.")
        @Size(max = Bounds.STATE)
        @Nullable String state,
    @JsonPropertyDescription("Why the attempt stands as it does, in one CamelCase word.")
        @Size(max = Bounds.REASON)
        @Nullable String reason,
    @JsonPropertyDescription("When the job first ran.") @Size(max = Bounds.TIME)
        @Nullable String startTime,
    @JsonPropertyDescription("When the job came to its end.") @Size(max = Bounds.TIME)
        @Nullable String endTime,
    @JsonPropertyDescription("Resource name of the tuned model, with its version.")
        @Size(max = Bounds.RESOURCE_NAME)
        @Nullable String model,
    @JsonPropertyDescription(
            "Resource names of the tuned model's endpoints, the default one first.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.ENDPOINTS)
        List<@Size(max = Bounds.RESOURCE_NAME) String> endpoints) {

  /** Absent endpoints read as empty. */
  public Attempt {
    endpoints = ImmutableCopies.asEmpty(endpoints);
  }
}
