package dev.tunesmith.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SchemaFrom;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code spec.acceptance}: what a tuned model must answer before the resource is ready. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Acceptance(
    @JsonPropertyDescription(
            "Whether status shows what the model answered: Hide, because an answer may repeat"
                + " training data; or Show, which keeps the first 256 characters of each answer in"
                + " status.")
        @Default("Hide")
        @SchemaFrom(type = Answers.class)
        @Nullable String answers,
    @JsonPropertyDescription(
            "Requests to send once to the tuned model, and what their answers must be; 1 to 10."
                + " Each request is billed as any other request to the model. One that changes is"
                + " sent again; the others are not.")
        @Required
        @Size(min = 1, max = Bounds.CHECKS)
        @ValidationRule(
            value = "self.all(c, self.exists_one(d, d.name == c.name))",
            message = "each check must have a name of its own")
        List<AcceptanceCheck> checks) {

  /** Whether status shows answers. */
  public enum Answers {
    /** Never. */
    Hide,
    /** Shortened. */
    Show
  }

  /** Absent checks read as empty. */
  public Acceptance {
    checks = ImmutableCopies.asEmpty(checks);
  }
}
