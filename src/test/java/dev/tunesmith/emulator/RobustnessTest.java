package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Whatever is sent")
class RobustnessTest {
  private static final long SEED = 20260101;
  private static final int REQUESTS = 1500;
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "3",
          "1e400",
          "1e-999999999",
          "9223372036854775807",
          "9223372036854775808",
          "0.5",
          "\"\"",
          "\"4\"",
          "\"NaN\"",
          "\"\\ud800\"",
          "\"gs://bucket/x.jsonl\"",
          "\"gemini-3.5-flash\"",
          "\"ADAPTER_SIZE_TWO\"",
          "\"projects/p/locations/us-central1/models/7@2\"",
          "\"projects/p/locations/us-central1/models/7@99999999999999999999\"",
          "[]",
          "[1]",
          "{}",
          "{\"a\": \"b\"}");
  private static final List<String> NAMES =
      List.of("baseModel", "pre_tuned_model", "tunedModelName", "checkpointId", "labels", "x");

  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @Test
  @DisplayName("the emulator takes it or refuses it, never fails on it, and can show what it took")
  void mutations() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    URI uri =
        URI.create(
            "http://127.0.0.1:" + running.emulator().httpPort() + "/v1/" + PARENT + "/tuningJobs");
    int taken = 0;
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < REQUESTS; i++) {
        String body = mutated(random).toString();
        var response =
            client.send(
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode())
            .as("seed %d, request %d: %s%n%s", SEED, i, body, response.body())
            .isIn(200, 400, 404);
        taken += response.statusCode() == 200 ? 1 : 0;
      }
    }
    assertThat(taken).as("some of both").isBetween(REQUESTS / 50, REQUESTS * 49 / 50);

    running.clock().advance(ALL_OVER);
    for (Wire wire : new Wire[] {running.rest(), running.grpc()}) {
      int shown = 0;
      String token = "";
      do {
        Wire.Result page = wire.list(PARENT, 0, token, "");
        assertThat(page.code()).as(page.message()).isEqualTo(CanonicalCode.OK);
        shown += page.names().size();
        token = page.nextPageToken();
      } while (!token.isEmpty());
      assertThat(shown).isEqualTo(taken);
    }
  }

  /** A good request with one or two values replaced or added anywhere. */
  private static ObjectNode mutated(SplittableRandom random) throws Exception {
    ObjectNode job = request("demo");
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      List<ObjectNode> objects = new ArrayList<>();
      collect(job, objects);
      ObjectNode target = objects.get(random.nextInt(objects.size()));
      List<String> names = new ArrayList<>(NAMES);
      target.properties().stream().map(Map.Entry::getKey).forEach(names::add);
      String name = names.get(random.nextInt(names.size()));
      target.set(name, Json.MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size()))));
    }
    return job;
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
      object.forEach(child -> collect(child, objects));
    }
  }
}
