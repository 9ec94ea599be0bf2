package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.GeminiWire.request;
import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The patch of a tuned model")
class TunedModelPatchTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @SuppressWarnings("NullAway.Init")
  private GeminiWire gemini;

  @BeforeEach
  void connect() {
    gemini = new GeminiWire(running);
  }

  @ParameterizedTest
  @ValueSource(strings = {"displayName,temperature", "display_name, temperature", ""})
  @DisplayName("changes what the mask names, or without a mask what the body has")
  void patch(String mask) {
    String name = gemini.active(running, request("old").put("description", "stays"));
    running.clock().advance(ALL_OVER);
    ObjectNode body = Json.object().put("displayName", "new").put("temperature", 0);
    if (!mask.isEmpty()) {
      body.put("description", "ignored").put("baseModel", "ignored");
    }
    String query = mask.isEmpty() ? "" : "?updateMask=" + mask.replace(" ", "%20");
    Result patched = gemini.call("PATCH", "/v1beta/" + name + query, body.toString());

    assertThat(patched.body()).isEqualTo(gemini.get(name).body());
    assertThat(patched.body().path("displayName").asText()).isEqualTo("new");
    assertThat(patched.body().path("description").asText()).isEqualTo("stays");
    assertThat(patched.body().path("temperature").asDouble()).isZero();
    assertThat(Instant.parse(patched.body().path("updateTime").asText()))
        .isEqualTo(running.clock().instant());
  }

  @Test
  @DisplayName("a field that the mask names and the body lacks is reset")
  void reset() {
    String name = gemini.active(running, request("old").put("topK", 3).put("description", "d"));
    JsonNode patched =
        gemini.call("PATCH", "/v1beta/" + name + "?updateMask=topK,description", "{}").body();
    assertThat(patched.path("topK").asInt()).isEqualTo(64);
    assertThat(patched.has("description")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?updateMask=baseModel | {\"baseModel\": \"models/x\"} | update_mask",
        "?updateMask=displayName,state | {\"displayName\": \"x\"} | update_mask",
        "?updateMask=* | {\"displayName\": \"x\"} | update_mask",
        "?updateMask=tuningTask.hyperparameters | {} | update_mask",
        "'' | {} | update_mask",
        "'' | {\"baseModel\": \"models/x\"} | tuned_model.base_model",
        "'' | {\"temperature\": 1.1} | tuned_model.temperature",
        "'' | {\"topK\": 0} | tuned_model.top_k",
        "'' | {\"nickname\": \"x\"} | tuned_model",
      })
  @DisplayName("refuses everything but the five fields, and values out of range")
  void badPatch(String query, String body, String fields) {
    String name = gemini.active(running, request("old"));
    Result refused = gemini.call("PATCH", "/v1beta/" + name + query, body);
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(String.join(",", refused.badFields())).isEqualTo(fields);
  }
}
