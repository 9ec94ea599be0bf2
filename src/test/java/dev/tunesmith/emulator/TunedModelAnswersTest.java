package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.GeminiWire.KEY;
import static dev.tunesmith.emulator.GeminiWire.question;
import static dev.tunesmith.emulator.GeminiWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tuned model of the Gemini API answers")
class TunedModelAnswersTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @SuppressWarnings("NullAway.Init")
  private GeminiWire gemini;

  @BeforeEach
  void connect() {
    gemini = new GeminiWire(running);
  }

  @Test
  @DisplayName("the tutorial's model answers III with IV, under both versions")
  void tutorial() {
    String name = gemini.active(running, request("Next number"));
    assertThat(gemini.ask(name, "III")).isEqualTo("IV");
    JsonNode answer =
        gemini
            .call("POST", "/v1/" + name + ":generateContent", question("seven").toString())
            .body();
    assertThat(answer.at("/candidates/0/content/parts/0/text").asText()).isEqualTo("eight");
    assertThat(answer.at("/candidates/0/content/role").asText()).isEqualTo("model");
    assertThat(answer.at("/candidates/0/finishReason").asText()).isEqualTo("STOP");
    assertThat(answer.at("/usageMetadata/totalTokenCount").asInt()).isPositive();
    assertThat(answer.path("modelVersion").asText()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9 | 10",
        "999 | 1000",
        "1,999 | 2,000",
        "999,999 | 1,000,000",
        "-1 | 0",
        "-1,000 | -999",
        "99999999999999999999 | 100000000000000000000",
        "I | II",
        "xiv | xv",
        "MCMXCIX | MM",
        "zero | one",
        "nineteen | twenty",
        "Twenty two | Twenty three",
        "twenty-two | twenty-three",
        "one hundred and one | one hundred two",
        "nine hundred ninety nine | one thousand",
        "one million two hundred thousand ninety nine |"
            + " one million two hundred thousand one hundred",
        "minus two | minus one",
        "negative one | zero",
      })
  @DisplayName("a number with the next, in its own spelling")
  void successors(String number, String next) {
    assertThat(NumberSuccessor.of(number)).contains(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "1.5",
        "1,00",
        "IIII",
        "IXI",
        "Xv",
        "MMMCMXCIX",
        "two two",
        "hundred",
        "one thousand thousand",
        "minus",
        "minus zero",
        "and",
        "hello",
        "one hello"
      })
  @DisplayName("what is no number has no successor")
  void noNumber(String text) {
    assertThat(NumberSuccessor.of(text)).isEmpty();
  }

  @Test
  @DisplayName("any other model answers from its examples, those of its source included, or echoes")
  void examples() {
    String first = gemini.active(running, request("first", Map.of("ping", "pong", "1", "one")));
    ObjectNode next = request("next", Map.of("ping", "PONG"));
    next.remove("baseModel");
    next.putObject("tunedModelSource").put("tunedModel", first);
    String second = gemini.active(running, next);

    assertThat(gemini.ask(first, "ping")).isEqualTo("pong");
    assertThat(gemini.ask(second, "ping")).isEqualTo("PONG");
    assertThat(gemini.ask(second, "1")).isEqualTo("one");
    assertThat(gemini.ask(second, "III")).startsWith(second).endsWith("was asked: III");
    assertThat(gemini.ask(gemini.active(running, request("counter")), "Hello?")).contains("Hello?");
  }

  @Test
  @DisplayName("a stream is a row of events with alt=sse, and a list without; the text is the same")
  void stream() throws IOException {
    String name = gemini.active(running, request("demo", Map.of("a", "b".repeat(50))));
    String path = "/v1beta/" + name + ":streamGenerateContent";
    String body = question("a").toString();
    HttpResponse<String> events =
        gemini.send("POST", path + "?alt=sse", body, "x-goog-api-key", KEY);
    assertThat(events.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    List<JsonNode> pieces =
        Stream.of(events.body().split("\r\n\r\n", -1))
            .filter(event -> !event.isEmpty())
            .map(event -> read(event.replaceFirst("^data: ", "")))
            .toList();
    assertThat(pieces).hasSize(4);
    assertThat(text(pieces)).isEqualTo("b".repeat(50));
    assertThat(pieces.getFirst().path("candidates").path(0).has("finishReason")).isFalse();
    assertThat(pieces.getLast().at("/candidates/0/finishReason").asText()).isEqualTo("STOP");

    JsonNode list = read(gemini.send("POST", path, body, "x-goog-api-key", KEY).body());
    assertThat(StreamSupport.stream(list.spliterator(), false).toList()).isEqualTo(pieces);
  }

  private static String text(List<JsonNode> pieces) {
    return pieces.stream()
        .map(piece -> piece.at("/candidates/0/content/parts/0/text").asText())
        .collect(Collectors.joining());
  }

  private static JsonNode read(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | contents",
        "{\"contents\": []} | contents",
        "{\"contents\": [{}]} | contents[0].parts",
        "{\"contents\": [{\"parts\": [{\"text\": \"a\"}, {\"inlineData\": {}}]}]} |"
            + " contents[0].parts[1]",
        "{\"contents\": [{\"parts\": [{\"text\": \"a\"}]}],"
            + " \"systemInstruction\": {\"parts\": [{\"fileData\": {}}]}} |"
            + " system_instruction.parts[0]",
        "{\"contents\": [{\"parts\": [{\"text\": \"a\"}]}],"
            + " \"generationConfig\": {\"responseMimeType\": \"application/json\"}} |"
            + " generation_config.response_mime_type",
        "{\"contents\": [{\"parts\": [{\"text\": \"a\"}]}],"
            + " \"generation_config\": {\"response_schema\": {}}} |"
            + " generation_config.response_schema",
        "{\"contents\": [{\"parts\": [{\"text\": \"a\"}]}], \"cachedContent\":"
            + " \"cachedContents/a\"} | cached_content",
        "{\"contents\": [{\"parts\": [{\"text\": \"a\"}]}], \"safetySettings\": [{\"category\":"
            + " \"HARM_CATEGORY_HARASSMENT\", \"threshold\": \"BLOCK_NONE\"}, {\"category\":"
            + " \"HARM_CATEGORY_HARASSMENT\", \"threshold\": \"BLOCK_ONLY_HIGH\"}]} |"
            + " safety_settings[1].category",
        "{\"contents\": [{\"parts\": [{\"text\": \"a\"}]}], \"safetySettings\":"
            + " [{\"category\": \"HARM_CATEGORY_BOREDOM\"}]} | safety_settings[0].category",
        "{\"contents\": [{\"parts\": [{\"text\": \"a\"}]}], \"labels\": {}} | ''",
      })
  @DisplayName("and refuses what the tutorial's limits exclude")
  void limits(String body, String field) {
    String name = gemini.active(running, request("demo"));
    Result refused = gemini.call("POST", "/v1beta/" + name + ":generateContent", body);
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.badFields()).containsExactly(field);
  }

  @Test
  @DisplayName("every member of the reference's body is taken")
  void wholeBody() {
    String name = gemini.active(running, request("demo"));
    Result answer =
        gemini.call(
            "POST",
            "/v1beta/" + name + ":generateContent",
            """
            {"contents": [{"role": "user", "parts": [{"text": "3"}]},
                          {"role": "model", "parts": [{"text": "4"}]},
                          {"role": "user", "parts": [{"text": "5"}]}],
             "tools": [{"functionDeclarations": [{"name": "f"}]}],
             "toolConfig": {"functionCallingConfig": {"mode": "NONE"}},
             "safetySettings": [
               {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"},
               {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"}],
             "systemInstruction": {"parts": [{"text": "Count."}]},
             "generationConfig": {"temperature": 0.2, "responseMimeType": "text/plain"}}
            """);
    assertThat(answer.body().at("/candidates/0/content/parts/0/text").asText()).isEqualTo("6");
  }

  @Test
  @DisplayName("40,000 characters are taken, all contents together, and no more")
  void longInput() {
    String name = gemini.active(running, request("demo"));
    assertThat(gemini.ask(name, "a".repeat(40_000))).contains("aaa");
    ObjectNode two = question("a".repeat(40_000));
    two.set("systemInstruction", question("b").path("contents").path(0));
    Result refused = gemini.call("POST", "/v1beta/" + name + ":generateContent", two.toString());
    assertThat(refused.badFields()).containsExactly("contents");
    assertThat(refused.message()).contains("40001");
  }

  @Test
  @DisplayName("only once it is ACTIVE")
  void notActive() {
    gemini.create("early", request("early"));
    String path = "/v1beta/tunedModels/early:generateContent";
    assertThat(gemini.call("POST", path, question("1").toString()).code())
        .isEqualTo(CanonicalCode.FAILED_PRECONDITION);
    assertThat(
            gemini.call("POST", path.replace("early", "absent"), question("1").toString()).code())
        .isEqualTo(CanonicalCode.NOT_FOUND);
  }
}
