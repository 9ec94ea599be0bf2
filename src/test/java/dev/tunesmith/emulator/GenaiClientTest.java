package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.genai.Client;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.CancelTuningJobConfig;
import com.google.genai.types.CreateTuningJobConfig;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GetModelConfig;
import com.google.genai.types.GetTuningJobConfig;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.JobState;
import com.google.genai.types.ListTuningJobsConfig;
import com.google.genai.types.Model;
import com.google.genai.types.TunedModelCheckpoint;
import com.google.genai.types.TuningDataset;
import com.google.genai.types.TuningJob;
import com.google.genai.types.TuningValidationDataset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"v1", "v1beta1"})
@DisplayName("Google's own REST client, google-genai, works on the emulator as it is")
class GenaiClientTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();
  @Parameter String version = "v1";

  @SuppressWarnings("NullAway.Init")
  private Client client;

  @BeforeEach
  void connect() {
    client =
        Client.builder()
            .vertexAI(true)
            .project("my-project")
            .location("us-central1")
            .credentials(
                GoogleCredentials.create(
                    new AccessToken("token", Date.from(Instant.parse("2999-01-01T00:00:00Z")))))
            .httpOptions(
                HttpOptions.builder()
                    .baseUrl("http://127.0.0.1:" + running.emulator().httpPort())
                    .apiVersion(version)
                    .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                    .build())
            .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  @DisplayName("tune, follow, find the model, ask the endpoint")
  void wholeStory() {
    TuningJob created = tune("demo");
    assertThat(created.state().orElseThrow().knownEnum())
        .isEqualTo(JobState.Known.JOB_STATE_PENDING);
    String name = created.name().orElseThrow();

    running.clock().advance(UNTIL_RUNNING);
    assertThat(get(name).state().orElseThrow().knownEnum())
        .isEqualTo(JobState.Known.JOB_STATE_RUNNING);

    running.clock().advance(ALL_OVER);
    TuningJob ended = get(name);
    assertThat(ended.state().orElseThrow().knownEnum())
        .isEqualTo(JobState.Known.JOB_STATE_SUCCEEDED);
    assertThat(ended.supervisedTuningSpec().orElseThrow().hyperParameters().orElseThrow())
        .satisfies(parameters -> assertThat(parameters.epochCount()).hasValue(3L));
    assertThat(ended.endTime()).isPresent();
    List<TunedModelCheckpoint> checkpoints =
        ended.tunedModel().orElseThrow().checkpoints().orElseThrow();
    assertThat(checkpoints).hasSize(3);
    assertThat(
            ended
                .tuningDataStats()
                .orElseThrow()
                .supervisedTuningDataStats()
                .orElseThrow()
                .tuningDatasetExampleCount()
                .orElseThrow())
        .isPositive();

    Model model =
        client.models.get(
            ended.tunedModel().orElseThrow().model().orElseThrow(),
            GetModelConfig.builder().build());
    assertThat(model.displayName()).hasValue("demo");
    assertThat(model.tunedModelInfo().orElseThrow().baseModel()).hasValue("gemini-3_5-flash");
    assertThat(
            client
                .models
                .generateContent(
                    ended.tunedModel().orElseThrow().endpoint().orElseThrow(),
                    "Hello?",
                    GenerateContentConfig.builder().build())
                .text())
        .contains("Hello?");
  }

  @Test
  @DisplayName("lists over pages, in order")
  void list() {
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      created.add(tune("demo-" + i).name().orElseThrow());
    }
    List<String> listed = new ArrayList<>();
    client
        .tunings
        .list(ListTuningJobsConfig.builder().pageSize(2).build())
        .forEach(job -> listed.add(job.name().orElseThrow()));
    assertThat(listed).containsExactlyElementsOf(created.reversed());
    assertThat(running.emulator().calls().of(RpcMethod.LIST_TUNING_JOBS)).isEqualTo(3);
  }

  @Test
  @DisplayName("cancels, and reads the end of a cancelled job")
  void cancel() {
    String name = tune("demo").name().orElseThrow();
    client.tunings.cancel(name, CancelTuningJobConfig.builder().build());
    running.clock().advance(ALL_OVER);

    TuningJob ended = get(name);
    assertThat(ended.state().orElseThrow().knownEnum())
        .isEqualTo(JobState.Known.JOB_STATE_CANCELLED);
    assertThat(ended.error().orElseThrow().code()).hasValue(1);
  }

  @Test
  @DisplayName("continues from a tuned model, with a checkpoint")
  void continuous() {
    String name = tune("demo").name().orElseThrow();
    running.clock().advance(ALL_OVER);
    String model = get(name).tunedModel().orElseThrow().model().orElseThrow();
    TuningJob next =
        client.tunings.tune(
            model,
            TuningDataset.builder().gcsUri("gs://my-bucket/more.jsonl").build(),
            CreateTuningJobConfig.builder().preTunedModelCheckpointId("2").build());
    running.clock().advance(ALL_OVER);

    assertThat(get(next.name().orElseThrow()).tunedModel().orElseThrow().model())
        .hasValue(model.replace("@1", "@2"));
  }

  @Test
  @DisplayName("reports a refusal with the service's status and message")
  void refusal() {
    assertThatThrownBy(
            () ->
                client.tunings.tune(
                    "not-a-model",
                    TuningDataset.builder().gcsUri("gs://my-bucket/t.jsonl").build(),
                    CreateTuningJobConfig.builder().build()))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> {
              assertThat(e.code()).isEqualTo(404);
              assertThat(e.status()).isEqualTo("NOT_FOUND");
              assertThat(e.message()).contains("Publisher Model").contains("not found");
            });
    running.add(RpcMethod.GET_TUNING_JOB, new Effect.Fail(CanonicalCode.UNAVAILABLE, null, false));
    assertThatThrownBy(() -> get(PARENT + "/tuningJobs/1"))
        .isInstanceOfSatisfying(
            ServerException.class, e -> assertThat(e.status()).isEqualTo("UNAVAILABLE"));
    assertThat(running.emulator().calls().of(RpcMethod.GET_TUNING_JOB)).isEqualTo(1);
  }

  @Test
  @DisplayName("reads a state that it does not know")
  void unknownState() {
    running.add(RpcMethod.CREATE_TUNING_JOB, new Effect.EndsAs("JOB_STATE_HIBERNATING"));
    String name = tune("demo").name().orElseThrow();
    running.clock().advance(ALL_OVER);
    assertThat(get(name).state().orElseThrow().toString()).isEqualTo("JOB_STATE_HIBERNATING");
  }

  private TuningJob tune(String displayName) {
    return client.tunings.tune(
        "gemini-3.5-flash",
        TuningDataset.builder().gcsUri("gs://my-bucket/train.jsonl").build(),
        CreateTuningJobConfig.builder()
            .tunedModelDisplayName(displayName)
            .epochCount(3)
            .learningRateMultiplier(1.0f)
            .adapterSize("ADAPTER_SIZE_FOUR")
            .validationDataset(
                TuningValidationDataset.builder().gcsUri("gs://my-bucket/v.jsonl").build())
            .labels(Map.of("team", "support"))
            .build());
  }

  private TuningJob get(String name) {
    return client.tunings.get(name, GetTuningJobConfig.builder().build());
  }
}
