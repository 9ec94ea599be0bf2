package dev.tunesmith.acceptance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.Acceptance;
import dev.tunesmith.api.v1alpha1.AcceptanceCheck;
import dev.tunesmith.api.v1alpha1.Bounds;
import dev.tunesmith.api.v1alpha1.Expectation;
import dev.tunesmith.api.v1alpha1.GenerateRequest;
import dev.tunesmith.api.v1alpha1.Nesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with checks, as far as is known before one is sent: it bars a create, because a
 * tuning whose model can never be accepted would be paid for.
 */
public final class CheckErrors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckErrors() {}

  /**
   * One sentence for each error.
   *
   * @param requestErrors what the service is known to refuse in a request
   */
  public static List<String> of(
      @Nullable Acceptance acceptance, Function<ObjectNode, List<String>> requestErrors) {
    List<String> errors = new ArrayList<>();
    List<AcceptanceCheck> checks = acceptance == null ? List.of() : acceptance.checks();
    int characters = 0;
    for (int i = 0; i < checks.size(); i++) {
      String path = "spec.acceptance.checks[" + i + "]";
      AcceptanceCheck check = checks.get(i);
      if (check.request() != null && Nesting.isTooDeep(check.request().unknownFields())) {
        errors.add(
            "%s.request may be nested at most %d levels deep".formatted(path, Nesting.LEVELS));
        continue;
      }
      ObjectNode request = request(check);
      characters += request.toString().length();
      requestErrors.apply(request).forEach(error -> errors.add(path + ".request." + error));
      pattern(check).ifPresent(error -> errors.add(path + ".expect.matches: " + error));
    }
    if (characters > Bounds.CHECK_REQUESTS) {
      errors.add(
          ("the requests of spec.acceptance.checks have %,d characters of JSON together, and at"
                  + " most %,d are allowed; shorten them")
              .formatted(characters, Bounds.CHECK_REQUESTS));
    }
    return errors;
  }

  /** Why a check cannot be sent; empty where it can. */
  static Optional<String> pattern(AcceptanceCheck check) {
    Expectation expect = check.expect();
    return expect == null || expect.matches() == null
        ? Optional.empty()
        : Judge.patternError(expect.matches());
  }

  /** The body to send. */
  static ObjectNode request(AcceptanceCheck check) {
    GenerateRequest request = check.request();
    return request == null ? JSON.createObjectNode() : JSON.valueToTree(request.unknownFields());
  }
}
