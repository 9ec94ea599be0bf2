package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.GeminiWire.BASE_MODEL;
import static dev.tunesmith.emulator.GeminiWire.KEY;
import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.types.CreateTuningJobConfig;
import com.google.genai.types.DeleteModelConfig;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GetModelConfig;
import com.google.genai.types.GetTuningJobConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.JobState;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Model;
import com.google.genai.types.TuningDataset;
import com.google.genai.types.TuningJob;
import com.google.genai.types.UpdateModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Google's own client, google-genai, works on the emulator's Gemini API as it is")
class GeminiGenaiClientTest {
  @RegisterExtension
  final RunningEmulator running =
      new RunningEmulator(EmulatorOptions.defaults().withApiKeys(Set.of(KEY)));

  @SuppressWarnings("NullAway.Init")
  private Client client;

  @BeforeEach
  void connect() {
    client = client(KEY);
  }

  private Client client(String key) {
    return Client.builder()
        .apiKey(key)
        .httpOptions(
            HttpOptions.builder()
                .baseUrl("http://127.0.0.1:" + running.emulator().httpPort())
                .apiVersion("v1beta")
                .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                .build())
        .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  @DisplayName("the tutorial: create, follow, ask")
  void tutorial() {
    TuningJob created = tune("test tuned model");
    String name = created.name().orElseThrow();
    assertThat(name).startsWith("tunedModels/test-tuned-model-");
    assertThat(state(name)).isEqualTo(JobState.Known.JOB_STATE_RUNNING);
    running.clock().advance(ALL_OVER);
    assertThat(state(name)).isEqualTo(JobState.Known.JOB_STATE_SUCCEEDED);

    String model = get(name).tunedModel().orElseThrow().model().orElseThrow();
    assertThat(model).isEqualTo(name);
    GenerateContentConfig config = GenerateContentConfig.builder().temperature(0.5f).build();
    assertThat(client.models.generateContent(model, "III", config).text()).isEqualTo("IV");
    StringBuilder streamed = new StringBuilder();
    for (GenerateContentResponse piece :
        client.models.generateContentStream(model, "nine hundred ninety eight", config)) {
      streamed.append(piece.text());
    }
    assertThat(streamed).hasToString("nine hundred ninety nine");
  }

  @Test
  @DisplayName("models: list of tuned and of base models, get, update, delete")
  void models() {
    String first = tune("first").name().orElseThrow();
    String second = tune("second").name().orElseThrow();
    assertThat(names(ListModelsConfig.builder().queryBase(false).pageSize(1).build()))
        .containsExactly(second, first);
    assertThat(names(ListModelsConfig.builder().queryBase(true).build()))
        .containsExactly(BASE_MODEL);

    Model updated =
        client.models.update(
            first, UpdateModelConfig.builder().displayName("renamed").description("d").build());
    assertThat(updated.displayName()).hasValue("renamed");
    Model model = client.models.get(first, GetModelConfig.builder().build());
    assertThat(model.displayName()).hasValue("renamed");
    assertThat(model.description()).hasValue("d");
    assertThat(model.tunedModelInfo().orElseThrow().baseModel()).hasValue(BASE_MODEL);

    client.models.delete(first, DeleteModelConfig.builder().build());
    assertThatThrownBy(() -> client.models.get(first, GetModelConfig.builder().build()))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.status()).isEqualTo("NOT_FOUND"));
  }

  @Test
  @DisplayName("reports a wrong key and a refused request with the service's status")
  void refusals() {
    try (Client stranger = client("wrong")) {
      assertThatThrownBy(
              () -> stranger.models.get("tunedModels/a", GetModelConfig.builder().build()))
          .isInstanceOfSatisfying(
              ClientException.class,
              e -> {
                assertThat(e.code()).isEqualTo(400);
                assertThat(e.status()).isEqualTo("INVALID_ARGUMENT");
                assertThat(e.message()).contains("API key");
              });
    }
    // The client leaves out the examples; the service says so.
    assertThatThrownBy(
            () ->
                client.tunings.tune(
                    BASE_MODEL,
                    TuningDataset.builder().build(),
                    CreateTuningJobConfig.builder().build()))
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.message()).contains("tuning_task"));
  }

  private TuningJob tune(String displayName) {
    // The client drops a dataset's examples, so they are given as they are on the wire.
    Map<String, Object> body =
        Json.MAPPER.convertValue(
            Json.object()
                .set(
                    "tuningTask",
                    GeminiWire.request("").withObjectProperty("tuningTask").retain("trainingData")),
            new TypeReference<>() {});
    return client.tunings.tune(
        BASE_MODEL,
        TuningDataset.builder().build(),
        CreateTuningJobConfig.builder()
            .epochCount(5)
            .batchSize(4)
            .learningRate(0.001f)
            .tunedModelDisplayName(displayName)
            .httpOptions(HttpOptions.builder().extraBody(body).build())
            .build());
  }

  private TuningJob get(String name) {
    return client.tunings.get(name, GetTuningJobConfig.builder().build());
  }

  private JobState.Known state(String name) {
    return get(name).state().orElseThrow().knownEnum();
  }

  private List<String> names(ListModelsConfig config) {
    List<String> names = new ArrayList<>();
    client.models.list(config).forEach(model -> names.add(model.name().orElseThrow()));
    return names;
  }
}
