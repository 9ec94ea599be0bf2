package dev.tunesmith.api.v1alpha1.tunedmodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tunesmith.api.v1alpha1.Acceptance;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.tunedmodel.model.ModelSpec;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** {@code spec}: what to tune, with which key, and which run of it. Only users write it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "(has(self.model.tuningTask) && has(self.model.tuningTask.trainingData))"
            + " != has(self.trainingDataFrom)",
    message =
        "exactly one of `model.tuningTask.trainingData` and `trainingDataFrom` must be set: the"
            + " first for examples in this resource, the second for examples in a ConfigMap",
    fieldPath = ".trainingDataFrom")
public record TunedModelSpec(
    @JsonPropertyDescription(
            "What to tune and how: the request body of the Gemini API's tunedModels.create, field"
                + " for field in its REST spelling. A field that is not listed here is kept, and"
                + " the operator refuses the resource before anything is sent.")
        @Required
        @Nullable ModelSpec model,
    @JsonPropertyDescription(
            "Training data from a ConfigMap in the same namespace. Exactly one of it and"
                + " model.tuningTask.trainingData must be set. It may change while nothing is"
                + " submitted, after that only together with a new run.")
        @Nullable TrainingDataFrom trainingDataFrom,
    @JsonPropertyDescription(
            "Name of the run. One run creates one tuned model, whatever happens to this resource:"
                + " deleting and creating it again finds the run's model again. A new value tunes"
                + " again; it is refused while the current run is active.")
        @Default("\"1\"")
        @Size(min = 1, max = Bounds.RUN)
        @ValidationRule(
            value = "self.matches(r'^[A-Za-z0-9._-]+$')",
            message =
                "must be 1 to 63 letters, digits, '.', '_' or '-', such as 2 or 2026-11-retry")
        @Nullable String run,
    @JsonPropertyDescription(
            "What becomes of the tuned model when this resource is deleted: Orphan keeps it,"
                + " because it costs nothing to keep and deleting it cannot be undone; Delete"
                + " deletes it.")
        @Default("Orphan")
        @SchemaFrom(type = DeletionPolicy.class)
        @Nullable String deletionPolicy,
    @JsonPropertyDescription(
            "Key of a Secret in the same namespace that holds the API key; Application Default"
                + " Credentials when absent. A new API key in the Secret takes effect without a"
                + " restart.")
        @Nullable KeyReference apiKeySecretRef,
    @JsonPropertyDescription(
            "Origin of the service, such as https://gateway.example.com:8443; the operator's"
                + " default, which is https://generativelanguage.googleapis.com unless the"
                + " administrator sets another, when absent. The operator's administrator must"
                + " allow its host. It may change while nothing is submitted, after that only"
                + " together with a new run.")
        @Size(max = Bounds.ORIGIN)
        @ValidationRule(
            value =
                "self.matches(r'^https://[a-z0-9]([a-z0-9-]*[a-z0-9])?"
                    + "([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:[1-9][0-9]{0,4})?$')",
            message =
                "must be https, a host in lowercase letters and possibly a port, without a path,"
                    + " such as https://gateway.example.com:8443")
        @Nullable String endpoint,
    @JsonPropertyDescription(
            "Requests that the tuned model must answer as expected before Ready is True. They are"
                + " sent once after the model was made. It may change at any time.")
        @Nullable Acceptance acceptance) {}
