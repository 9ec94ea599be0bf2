package dev.tunesmith.vertex.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.util.JsonFormat;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.TuningMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What is sent for a request")
class RequestMapperTest {
  private static final Path FOLDER = Path.of("src/test/resources/vertex/requests");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  record Input(Scope scope, Map<String, String> ownerLabels, Asked request) {}

  record Asked(TuningMethod method, JsonNode body) {
    JobRequest request() {
      return new JobRequest(method, body.toString());
    }
  }

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(FOLDER::relativize).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @DisplayName("is the body of tuningJobs.create, as the golden file has it")
  void golden(Path name) throws IOException {
    Path folder = FOLDER.resolve(name);
    Input input = JSON.readValue(folder.resolve("request.json").toFile(), Input.class);

    String message =
        JsonFormat.printer()
            .print(
                RequestMapper.toMessage(input.scope, input.request.request(), input.ownerLabels));

    JsonNode expected = JSON.readTree(folder.resolve("message.json").toFile());
    assertThat(JSON.readTree(message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  @DisplayName("every golden folder has the two files and nothing that no test reads")
  void noUnusedFixture(Path name) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(name))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("request.json", "message.json");
    }
  }

  @Test
  @DisplayName("a field or an enum value that the API does not have is refused before it is sent")
  void unknown() {
    for (String parameters :
        List.of(
            "{\"adapterSize\": \"ADAPTER_SIZE_SIXTY_FOUR\"}",
            "{\"adapterSize\": \"UNRECOGNIZED\"}",
            "{\"adapterSize\": \"\"}",
            "{\"epochCount\": \"many\"}",
            "{\"epochCount\": 1.5}",
            "{\"beta\": 0.1}")) {
      JobRequest request =
          Jobs.request("{\"supervisedTuningSpec\": {\"hyperParameters\": " + parameters + "}}");

      assertThatThrownBy(() -> RequestMapper.toMessage(Requests.SCOPE, request, Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("spec.tuning cannot be expressed in v1 of the gRPC API: ");
    }
  }
}
