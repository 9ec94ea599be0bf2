package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_TRAINING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Wire.Result;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Cloud Storage, which jobs of open models write to")
class ObjectsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String BUCKET = "/storage/v1/b/my-bucket/o";

  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  private HttpResponse<String> send(String method, String path, String body) throws IOException {
    try (RestWire wire = new RestWire(running.emulator().httpPort(), "v1beta1")) {
      return wire.send(method, path, body, PATIENCE);
    }
  }

  private JsonNode json(HttpResponse<String> response) throws IOException {
    return Json.MAPPER.readTree(response.body());
  }

  @Test
  @DisplayName("has what a job wrote when the job has succeeded, with its end as their time")
  void written() throws IOException {
    ObjectNode job = Json.object();
    job.put("baseModel", "google/gemma3@gemma-3-27b-it").put("outputUri", "gs://my-bucket/tuned");
    job.putObject("supervisedTuningSpec").put("trainingDatasetUri", "gs://my-bucket/train.jsonl");
    try (RestWire wire = new RestWire(running.emulator().httpPort(), "v1beta1")) {
      Result created = wire.create(PARENT, job);
      assertThat(created.code()).as(created.message()).isEqualTo(CanonicalCode.OK);
      running.clock().advance(UNTIL_TRAINING);
      assertThat(json(send("GET", BUCKET, "")).has("items")).isFalse();

      running.clock().advance(ALL_OVER);
      Instant end = Instant.parse(wire.get(created.name()).body().path("endTime").asText());
      List<String> names = new ArrayList<>();
      for (JsonNode item : json(send("GET", BUCKET + "?prefix=tuned/", "")).path("items")) {
        names.add(item.path("name").asText());
        assertThat(Instant.parse(item.path("timeCreated").asText()))
            .isBetween(end.minusMillis(1), end);
      }
      assertThat(names)
          .contains("tuned/postprocess/node-0/checkpoints/final/adapter_model.safetensors");
    }
  }

  @Test
  @DisplayName("shows, keeps and deletes what clients put there, with the JSON API's own errors")
  void clients() throws IOException {
    String upload = "/upload" + BUCKET + "?uploadType=media&name=";
    JsonNode first = json(send("POST", upload + "notes%2Fa.txt", "{text"));
    assertThat(first.path("size").asText()).isEqualTo("5");
    String object = BUCKET + "/notes%2Fa.txt";
    assertThat(json(send("GET", object, ""))).isEqualTo(first);
    assertThat(send("POST", upload + "notes%2Fa.txt", "again").statusCode()).isEqualTo(200);

    HttpResponse<String> written =
        send("DELETE", object + "?ifGenerationMatch=" + first.path("generation").asText(), "");
    assertThat(written.statusCode()).isEqualTo(412);
    assertThat(json(written).at("/error/errors/0/reason").asText()).isEqualTo("conditionNotMet");

    HttpResponse<String> deleted = send("DELETE", object, "");
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(deleted.body()).isEmpty();

    HttpResponse<String> absent = send("GET", object, "");
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(json(absent).at("/error/errors/0/reason").asText()).isEqualTo("notFound");
    assertThat(json(absent).at("/error").has("status")).isFalse();
    assertThat(send("POST", "/upload" + BUCKET, "x").statusCode()).isEqualTo(400);
  }
}
