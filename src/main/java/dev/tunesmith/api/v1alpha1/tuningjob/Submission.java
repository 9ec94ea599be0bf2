package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code status.submission}: the intent that precedes a create call. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Submission(
    @JsonPropertyDescription(
            "Id of the create call, new for each one: the job carries it in its label"
                + " tunesmith-submission.")
        @Size(max = Bounds.SUBMISSION_ID)
        @Nullable String id,
    @JsonPropertyDescription("Paid attempt of the run that the call is for, from 1.")
        @Nullable Integer attempt,
    @JsonPropertyDescription("When the intent was written.") @Size(max = Bounds.TIME)
        @Nullable String time) {}
