package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules that hold for a resource by itself: what a real API server takes, and what it refuses
 * with which words. An invalid example begins with {@code # expect:}, a part of the message, and
 * {@code # at:}, the field that is blamed.
 */
@KubeApiServer
final class CrdByExampleIT {

  @ParameterizedTest
  @MethodSource("valid")
  @DisplayName("a valid example is accepted, and strict validation knows its fields")
  void validIsAccepted(Path file, TestNamespace namespace) {
    Kubectl.Result result = namespace.kubectl().run("create", "-f", file.toString());
    assertThat(result.exitCode()).as("%s", result).isZero();
    assertThat(result.stderr()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  @DisplayName("an invalid example is refused with the words that it expects, at the right field")
  void invalidIsRefused(Path file, TestNamespace namespace) {
    Kubectl.Result result = namespace.kubectl().run("create", "-f", file.toString());
    assertThat(result.exitCode()).as("%s", result).isNotZero();
    assertThat(result.stderr())
        .contains(Examples.header(file, "at") + ": ")
        .contains(Examples.header(file, "expect"));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("every rule refuses an invalid example, and judges a valid one")
  void everyRuleHasBothExamples(CrdKind kind) {
    List<CrdRule> rules =
        CrdRule.all(GeneratedCrd.definition(kind)).stream()
            .filter(rule -> !rule.isTransition())
            .toList();
    assertThat(rules).isNotEmpty();
    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(Examples.in(kind, "invalid")).anyMatch(file -> isExampleOf(file, rule));
              assertThat(Examples.in(kind, "valid"))
                  .anyMatch(file -> rule.appliesTo(Examples.read(file)));
            });
  }

  private static boolean isExampleOf(Path file, CrdRule rule) {
    return rule.at().replace("[]", "[0]").equals("." + Examples.header(file, "at"))
        && rule.message().contains(Examples.header(file, "expect"));
  }

  static Stream<Named<Path>> valid() {
    return Examples.ofAllKinds("valid");
  }

  static Stream<Named<Path>> invalid() {
    return Examples.ofAllKinds("invalid");
  }
}
