package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The Gemini API over raw HTTP, as curl speaks it. */
final class GeminiWire {
  static final String KEY = "test-key";
  static final String BASE_MODEL = "models/gemini-1.5-flash-001-tuning";

  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("1", "2"),
          Map.entry("3", "4"),
          Map.entry("-3", "-2"),
          Map.entry("twenty two", "twenty three"),
          Map.entry("two hundred", "two hundred one"),
          Map.entry("ninety nine", "one hundred"),
          Map.entry("8", "9"),
          Map.entry("-98", "-97"),
          Map.entry("1,000", "1,001"),
          Map.entry("10,100,000", "10,100,001"),
          Map.entry("thirteen", "fourteen"),
          Map.entry("eighty", "eighty one"),
          Map.entry("one", "two"),
          Map.entry("three", "four"),
          Map.entry("seven", "eight"));

  private final RestWire rest;

  GeminiWire(int port) {
    this.rest = new RestWire(port, "v1beta");
  }

  GeminiWire(RunningEmulator running) {
    this(running.emulator().httpPort());
  }

  /** The tutorial's model; each call a new object. */
  static ObjectNode request(String displayName) {
    return request(displayName, NUMBERS);
  }

  static ObjectNode request(String displayName, Map<String, String> examples) {
    ObjectNode model = Json.object();
    model.put("displayName", displayName).put("baseModel", BASE_MODEL);
    ObjectNode task = model.putObject("tuningTask");
    task.putObject("hyperparameters")
        .put("batchSize", 4)
        .put("learningRate", 0.001)
        .put("epochCount", 5);
    examples.forEach(
        (input, output) ->
            task.withArray("/trainingData/examples/examples")
                .addObject()
                .put("textInput", input)
                .put("output", output));
    return model;
  }

  Result create(String id, ObjectNode model) {
    String query = id.isEmpty() ? "" : "?tunedModelId=" + URLEncoder.encode(id, UTF_8);
    return call("POST", "/v1beta/tunedModels" + query, model.toString());
  }

  /** Creates a model and waits until it is ACTIVE; its name. */
  String active(RunningEmulator running, ObjectNode model) {
    String name = create("", model).body().at("/metadata/tunedModel").asText();
    running.clock().advance(RunningEmulator.ALL_OVER);
    return name;
  }

  Result get(String name) {
    return call("GET", "/v1beta/" + name, "");
  }

  Result list(String query) {
    return call("GET", "/v1beta/tunedModels" + query, "");
  }

  Result filtered(String filter) {
    return list("?filter=" + URLEncoder.encode(filter, UTF_8));
  }

  static List<String> names(Result page) {
    return StreamSupport.stream(page.body().path("tunedModels").spliterator(), false)
        .map(model -> model.path("name").asText())
        .toList();
  }

  /** The text that a model answers with. */
  String ask(String name, String question) {
    return call("POST", "/v1beta/" + name + ":generateContent", question(question).toString())
        .body()
        .at("/candidates/0/content/parts/0/text")
        .asText();
  }

  static ObjectNode question(String text) {
    ObjectNode body = Json.object();
    body.putArray("contents").addObject().putArray("parts").addObject().put("text", text);
    return body;
  }

  /** With a valid key. */
  Result call(String method, String path, String body) {
    return rest.call(method, path, body, Wire.PATIENCE, "x-goog-api-key", KEY);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException {
    return rest.send(method, path, body, Wire.PATIENCE, headers);
  }
}
