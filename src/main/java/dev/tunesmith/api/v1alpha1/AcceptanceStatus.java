package dev.tunesmith.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status.acceptance}: which checks were sent to the tuned model, and their results. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AcceptanceStatus(
    @JsonPropertyDescription("Results, in the order of spec.acceptance.checks.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Size(max = Bounds.CHECKS)
        List<CheckStatus> checks) {

  /** Absent results read as empty. */
  public AcceptanceStatus {
    checks = ImmutableCopies.asEmpty(checks);
  }

  /** {@code status.acceptance.checks[]}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record CheckStatus(
      @JsonPropertyDescription("Name of the check.") @Size(max = Bounds.CHECK_NAME)
          @Nullable String name,
      @JsonPropertyDescription(
              "Digest of the run, the model and the check: while it stays, the request is not sent"
                  + " again.")
          @Size(max = Bounds.DIGEST)
          @Nullable String asked,
      @JsonPropertyDescription(
              "How often the request was sent, or may have been: counted before it is sent.")
          @Nullable Integer requests,
      @JsonPropertyDescription(
              "Passed, Failed, or NoAnswer when no request was answered; absent while it is open.")
          @Size(max = Bounds.STATE)
          @Nullable String result,
      @JsonPropertyDescription("Why it failed or has no answer; never quotes the answer.")
          @Size(max = Bounds.CHECK_MESSAGE)
          @Nullable String message,
      @JsonPropertyDescription("When the result was known.") @Size(max = Bounds.TIME)
          @Nullable String time,
      @JsonPropertyDescription(
              "First characters of the answer, only with spec.acceptance.answers: Show.")
          @Size(max = Bounds.SHOWN_ANSWER)
          @Nullable String answer) {}
}
