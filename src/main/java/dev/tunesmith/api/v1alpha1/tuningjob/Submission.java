package dev.tunesmith.api.v1alpha1.tuningjob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code status.submission}: the record that a create call may have been sent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Submission(
    @JsonPropertyDescription("Number of the attempt within the run, from 1.")
        @Nullable Integer attempt,
    @JsonPropertyDescription("When the submission was recorded, right before the create call.")
        @Size(max = Bounds.TIME)
        @Nullable String time,
    @JsonPropertyDescription(
            "What spec.preTunedModelFrom came to, and was sent. It stays what it is for this run,"
                + " whatever the TuningJob that it is from makes later.")
        @Nullable SentModel preTunedModel) {}
