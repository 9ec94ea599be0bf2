package dev.tunesmith.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.QuotedData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A failure")
class FailureTest {
  private static final String SECRET = "my mother's maiden name";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dataset example 1 of 14 contains an unsupported modality [function call] in the “parts”"
            + " field, see the docs. JSON: {\"contents\": [{\"text\": \""
            + SECRET
            + "\"}]}",
        "bad example. JSON:\n{\n\"text\":\n\"" + SECRET + "\"\n}\n",
        "bad examples. JSON: [\"" + SECRET + "\"] and more: JSON: {\"x\": \"" + SECRET + "\"}",
        "bad example. JSON: \"" + SECRET + "\""
      })
  @DisplayName("tells the fault of a data set without the training data that the service quotes")
  void quotedData(String message) {
    String told = failure(message).message();
    assertThat(told).doesNotContain(SECRET).contains("left out");
    assertThat(told).startsWith(message.substring(0, message.indexOf("JSON:")));
    assertThat(QuotedData.leftOutOf(message)).isEqualTo(told);
  }

  @Test
  @DisplayName("leaves training data out once: told again it stays the same")
  void again() {
    String told = failure("bad. JSON: {\"a\": 1}").message();
    assertThat(failure(told).message()).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Base model gemini-0 is not supported.",
        "The file must be JSON: see the documentation",
        "projects/{project}/locations/{location} is not JSON"
      })
  @DisplayName("keeps every other word of the service")
  void kept(String message) {
    assertThat(failure(message).message()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  @DisplayName("is never without words")
  void neverEmpty(String message) {
    assertThat(failure(message).message())
        .isEqualTo("the service said INVALID_ARGUMENT and nothing more");
  }

  private static Failure failure(String message) {
    return new Failure(Failure.Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", message);
  }
}
