package dev.tunesmith.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.tunesmith.api.v1alpha1.Acceptance;
import dev.tunesmith.api.v1alpha1.Expectation;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.EndpointRequest;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An answer is judged")
class JudgeTest {

  private static List<String> failures(String expect, String answer) {
    return Judge.failures(
        Serialization.unmarshal("---\n" + expect, Expectation.class), new Judge.Text(answer, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{contains: IV}         | It is IV.  | true",
        "{contains: iv}         | It is IV.  | false",
        "{matches: 'I[VX]'}     | It is IV.  | true",
        "{matches: '^I[VX]$'}   | It is IV.  | false",
        "{matches: '(?i)^it'}   | It is IV.  | true",
        "{equals: IV}           | ' IV\n'    | true",
        "{equals: ' IV '}       | IV         | true",
        "{equals: IV}           | iv         | false",
        "{maxCharacters: 2}     | IV         | true",
        "{maxCharacters: 1}     | IV         | false",
        "{maxCharacters: 1}     | \uD835\uDD4F | true",
        "{contains: I, maxCharacters: 1} | IV | false",
      })
  @DisplayName("by each thing that is expected, all of which must hold")
  void expectations(String expect, String answer, boolean passes) {
    assertThat(failures(expect, answer).isEmpty()).isEqualTo(passes);
  }

  @Test
  @DisplayName("without a word of the answer in what is said about it")
  void quotesNothing() {
    assertThat(
            failures(
                "{contains: x, matches: y, equals: z, maxCharacters: 1}",
                "training data, word for word"))
        .hasSize(4)
        .noneMatch(message -> message.contains("training"));
  }

  @Test
  @DisplayName("in linear time, also by a pattern that makes others backtrack for ever")
  void linearTime() {
    String answer = String.join("", Collections.nCopies(50_000, "a")) + "!";
    assertThat(
            assertTimeout(Duration.ofSeconds(10), () -> failures("{matches: '^(a+)+$'}", answer)))
        .hasSize(1);
  }

  @Test
  @DisplayName(
      "by its text alone: thoughts are none, a blocked prompt has none, a page is no answer")
  void texts() {
    assertThat(
            Judge.text(
                Jobs.object(
                    """
                    {"candidates": [{"finishReason": "STOP", "content": {"parts":
                      [{"text": "hm", "thought": true}, {"text": "I"}, {"text": "V"}]}}]}
                    """)))
        .contains(new Judge.Text("IV", ""));
    assertThat(Judge.text(Jobs.object("{\"promptFeedback\": {\"blockReason\": \"SAFETY\"}}")))
        .contains(new Judge.Text("", "SAFETY"));
    assertThat(Judge.text(Jobs.object("{\"candidates\": [{\"finishReason\": \"SAFETY\"}]}")))
        .contains(new Judge.Text("", "SAFETY"));
    assertThat(Judge.failures(null, new Judge.Text("", "SAFETY")))
        .containsExactly("the answer has no text (SAFETY)");
    assertThat(Judge.text(Jobs.object("{\"status\": \"ok\"}"))).isEmpty();
  }

  @Test
  @DisplayName("by checks that can be sent: every error is known before anything is paid")
  void errors() {
    Acceptance acceptance =
        Serialization.unmarshal(
            """
            checks:
              - {name: a, request: {prompt: hello}, expect: {matches: "(yes"}}
              - {name: b, request: {contents: [{parts: [{text: "%s"}]}]}, expect: {contains: a}}
              - {name: c, request: {contents: [{}]}, expect: {contains: a}}
            """
                .formatted("a".repeat(66_000)),
            Acceptance.class);

    assertThat(CheckErrors.of(acceptance, EndpointRequest::errors))
        .hasSize(4)
        .startsWith(
            "spec.acceptance.checks[0].request.contents: give a list of at least one content",
            "spec.acceptance.checks[0].expect.matches: error parsing regexp: missing closing ):"
                + " `(yes`",
            "spec.acceptance.checks[2].request.contents[0].parts: give a list of at least one"
                + " part")
        .last()
        .asString()
        .matches("the requests of .* have 66,[0-9]{3} characters of JSON together, and .*");
  }
}
