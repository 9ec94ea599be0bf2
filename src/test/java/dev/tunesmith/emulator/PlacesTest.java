package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.SERVED;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.aiplatform.v1.GetModelRequest;
import com.google.cloud.aiplatform.v1.ModelServiceGrpc;
import dev.tunesmith.emulator.Wire.Result;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Where a job and its artefacts are")
class PlacesTest {
  private static final String EUROPE = "projects/my-project/locations/europe-west4";

  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @ParameterizedTest
  @CsvSource({
    "gemini-3.5-flash, us-central1, us",
    "gemini-3.1-flash-lite, us-central1, us",
    "gemini-3.5-flash-lite, europe-west4, eu",
    "gemini-2.5-flash, us-central1, us-central1",
    "gemini-2.5-pro, asia-east1, asia-east1",
    "translation-llm-002, us-central1, us-central1",
  })
  @DisplayName("Gemini 3: the job in its region, model and endpoints in us or eu; 2.5: all in one")
  void served(String baseModel, String region, String place) {
    String number = ProjectLocation.number("my-project");
    ObjectNode job =
        finished(
            "projects/my-project/locations/" + region, request("demo").put("baseModel", baseModel));

    String prefix = "projects/" + number + "/locations/";
    assertThat(job.path("name").asText()).startsWith(prefix + region + "/tuningJobs/");
    String model = job.at("/tunedModel/model").asText();
    String endpoint = job.at("/tunedModel/checkpoints/0/endpoint").asText();
    assertThat(model).startsWith(prefix + place + "/models/");
    assertThat(job.at("/tunedModel/endpoint").asText()).startsWith(prefix + place + "/endpoints/");
    assertThat(endpoint).startsWith(prefix + place + "/endpoints/");

    RestWire wire = running.rest();
    assertThat(wire.get(model).body().at("/deployedModels/0/endpoint").asText())
        .isEqualTo(endpoint);
    assertThat(wire.get(endpoint).body().at("/deployedModels/0/model").asText())
        .isEqualTo(model.replace("@1", ""));
    assertThat(wire.page(prefix + place + "/models", 0, "", "").body().path("models")).hasSize(1);
    if (!place.equals(region)) {
      assertThat(wire.get(model.replace("/" + place + "/", "/" + region + "/")).code())
          .isEqualTo(CanonicalCode.NOT_FOUND);
      assertThat(wire.get(endpoint.replace("/" + place + "/", "/" + region + "/")).code())
          .isEqualTo(CanonicalCode.NOT_FOUND);
      assertThat(wire.page(prefix + region + "/models", 0, "", "").body()).isEmpty();
      assertThat(wire.list(prefix + place).names()).as("jobs").isEmpty();
      String elsewhere = job.path("name").asText().replace("/" + region + "/", "/" + place + "/");
      assertThat(wire.get(elsewhere).code()).isEqualTo(CanonicalCode.NOT_FOUND);
    }
  }

  @Test
  @DisplayName("continuous tuning takes a model in us for a job in us-central1, and no other")
  void continuous() {
    String first = finished(PARENT, request("demo")).at("/tunedModel/model").asText();
    ObjectNode second = finished(PARENT, continuing(first));

    assertThat(second.at("/tunedModel/model").asText()).isEqualTo(first.replace("@1", "@2"));
    assertThat(second.at("/preTunedModel/baseModel").asText()).isEqualTo("gemini-3.5-flash");
    assertThat(running.rest().create(EUROPE, continuing(first)).code())
        .isEqualTo(CanonicalCode.FAILED_PRECONDITION);
    assertThat(running.rest().create(PARENT, continuing(first.replace("/us/", "/eu/"))).code())
        .isEqualTo(CanonicalCode.FAILED_PRECONDITION);
  }

  @ParameterizedTest
  @CsvSource({
    "us-central1-aiplatform.googleapis.com, us-central1, 200",
    "us-central1-aiplatform.googleapis.com, europe-west4, 400",
    "aiplatform.us.rep.googleapis.com, us, 200",
    "aiplatform.us.rep.googleapis.com:443, us-central1, 400",
    "aiplatform.googleapis.com, us-central1, 400",
    "localhost:8081, europe-west4, 200",
  })
  @DisplayName("REST: a host of the service serves its location only, in the recorded words")
  void hostOverRest(String host, String location, int status) throws IOException {
    String answer = list(host, location);
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    if (status != 200) {
      assertThat(answer)
          .contains(
              "List of found errors:\\t1.Field: parent; Message: The provided location ID doesn't"
                  + " match the endpoint. The valid location ID is `");
    }
  }

  private String list(String host, String location) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), running.emulator().httpPort())) {
      String request =
          "GET /v1beta1/projects/p/locations/%s/tuningJobs HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(location, host);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  @DisplayName("gRPC: a host of the service serves its location only")
  void hostOverGrpc() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", running.emulator().grpcPort())
            .overrideAuthority("us-central1-aiplatform.googleapis.com")
            .usePlaintext()
            .build();
    try {
      var models = ModelServiceGrpc.newBlockingStub(channel);
      assertThatThrownBy(
              () ->
                  models.getModel(
                      GetModelRequest.newBuilder().setName(SERVED + "/models/1").build()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> {
                assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(e.getStatus().getDescription())
                    .contains("1.Field: name; Message: ", "The valid location ID is `us-central1`");
              });
    } finally {
      channel.shutdownNow();
    }
  }

  private ObjectNode finished(String parent, ObjectNode request) {
    Result created = running.rest().create(parent, request);
    assertThat(created.code()).as(created.message()).isEqualTo(CanonicalCode.OK);
    running.clock().advance(ALL_OVER);
    return running.rest().get(created.name()).body();
  }

  private static ObjectNode continuing(String model) {
    ObjectNode job = request("");
    job.remove("baseModel");
    job.putObject("preTunedModel").put("tunedModelName", model);
    return job;
  }
}
