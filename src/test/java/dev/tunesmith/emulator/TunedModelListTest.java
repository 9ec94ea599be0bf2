package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.GeminiWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Wire.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Tuned models are listed page by page, newest first")
class TunedModelListTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @SuppressWarnings("NullAway.Init")
  private GeminiWire gemini;

  @BeforeEach
  void connect() {
    gemini = new GeminiWire(running);
  }

  @Test
  @DisplayName("one page has 10 models; the newest come first, and each once")
  void pages() {
    List<String> created = new ArrayList<>();
    for (int number = 0; number < 23; number++) {
      created.add(
          gemini.create("", request("m" + number)).body().at("/metadata/tunedModel").asText());
    }
    Result page = gemini.list("");
    List<String> all = new ArrayList<>(GeminiWire.names(page));
    assertThat(all).hasSize(10);
    // What is deleted meanwhile moves nothing.
    gemini.call("DELETE", "/v1beta/" + created.get(22), "");
    gemini.call("DELETE", "/v1beta/" + created.get(5), "");
    while (!page.nextPageToken().isEmpty()) {
      page = gemini.list("?pageToken=" + page.nextPageToken());
      all.addAll(GeminiWire.names(page));
    }
    created.remove(5);
    assertThat(all).containsExactlyElementsOf(created.reversed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"&pageSize=2", "&filter=owner:me", ""})
  @DisplayName("a page token needs the parameters of the call that gave it")
  void equalParameters(String query) {
    for (int number = 0; number < 4; number++) {
      gemini.create("", request("m" + number));
    }
    String token = gemini.list("?pageSize=1&filter=owner:me").nextPageToken();
    Result refused = gemini.list("?pageToken=" + token + query);
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly("page_token");
    assertThat(GeminiWire.names(gemini.list("?pageSize=1&filter=owner:me&pageToken=" + token)))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "owner:me | 2",
        "writers:me | 2",
        "readers:me | 2",
        "readers:everyone | 0",
        "translator | 1",
        "SENTENCE owner:me | 1",
        "\"for tests\" | 2",
        "\"tests for\" | 0",
        "trans | 0",
        "translator counter | 0",
        "'' | 2",
      })
  @DisplayName("the filter: words of display name and description, and roles of the caller")
  void filter(String filter, int count) {
    gemini.create("", request("Sentence Translator").put("description", "For tests."));
    gemini.create("", request("Counter").put("description", "Also for tests."));
    assertThat(GeminiWire.names(gemini.filtered(filter))).hasSize(count);
  }

  @Test
  @DisplayName("a role that is not documented is refused")
  void badFilter() {
    assertThat(gemini.filtered("owner:you").badFields()).containsExactly("filter");
  }
}
