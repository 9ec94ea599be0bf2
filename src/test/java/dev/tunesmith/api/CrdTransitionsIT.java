package dev.tunesmith.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of editing. A case is a folder: {@code before.yaml} is applied, {@code status.yaml} (if
 * there is one) written as the operator would, then {@code after.yaml} is applied, which begins
 * with {@code # expect:} and {@code accepted} or a part of the refusal.
 */
@KubeApiServer
final class CrdTransitionsIT {
  private static final String ACCEPTED = "accepted";

  @ParameterizedTest
  @MethodSource("cases")
  @DisplayName("an edit is accepted, or refused with the words that it expects")
  void editIsJudged(Path folder, TestNamespace namespace) {
    // Given
    Kubectl kubectl = namespace.kubectl();
    kubectl.run("apply", "-f", folder.resolve("before.yaml").toString()).output();
    writeStatus(folder, kubectl);

    // When
    Path after = folder.resolve("after.yaml");
    Kubectl.Result result = kubectl.run("apply", "-f", after.toString());

    // Then
    String expected = Examples.header(after, "expect");
    if (expected.equals(ACCEPTED)) {
      assertThat(result.exitCode()).as("%s", result).isZero();
    } else {
      assertThat(result.exitCode()).as("%s", result).isNotZero();
      assertThat(result.stderr()).contains(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("every rule of editing refuses a case")
  void everyRuleRefusesACase(CrdKind kind) {
    List<CrdRule> rules =
        CrdRule.all(GeneratedCrd.definition(kind)).stream().filter(CrdRule::isTransition).toList();
    assertThat(rules).isNotEmpty();
    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(Examples.in(kind, "transitions"))
                    .map(folder -> Examples.header(folder.resolve("after.yaml"), "expect"))
                    .anyMatch(expected -> words(rule).contains(afterTheRun(expected))));
  }

  /** The text that the message expression puts around the run's name. */
  private static String words(CrdRule rule) {
    return rule.message().substring(Math.max(0, rule.message().indexOf("' is ")));
  }

  private static String afterTheRun(String expected) {
    int words = expected.indexOf("' is ");
    return words < 0 ? expected : expected.substring(words);
  }

  private static void writeStatus(Path folder, Kubectl kubectl) {
    Path status = folder.resolve("status.yaml");
    if (Files.exists(status)) {
      String before = folder.resolve("before.yaml").toString();
      kubectl
          .run(
              "patch",
              "-f",
              before,
              "--subresource=status",
              "--type=merge",
              "--patch-file=" + status)
          .output();
    }
  }

  static Stream<Named<Path>> cases() {
    return Examples.ofAllKinds("transitions");
  }
}
