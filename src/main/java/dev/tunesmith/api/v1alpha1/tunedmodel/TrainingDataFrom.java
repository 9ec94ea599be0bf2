package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Bounds;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** {@code spec.trainingDataFrom}: training data outside of the resource. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrainingDataFrom(
    @JsonPropertyDescription(
            "Key of a ConfigMap with the training data. A change of it after the submission is"
                + " reported, and never tuned by itself.")
        @Required
        @Nullable KeyReference configMapKeyRef,
    @JsonPropertyDescription(
            "Format of the data: JSONL (JSON Lines, one object a line) or CSV (with the names of"
                + " the columns in the first line); JSONL when absent.")
        @SchemaFrom(type = DataFormat.class)
        @Nullable String format,
    @JsonPropertyDescription(
            "Field or column that holds the input of an example; textInput when absent.")
        @Size(min = 1, max = Bounds.COLUMN)
        @Nullable String inputColumn,
    @JsonPropertyDescription(
            "Field or column that holds the output of an example; output when absent.")
        @Size(min = 1, max = Bounds.COLUMN)
        @Nullable String outputColumn) {}
