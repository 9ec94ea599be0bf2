package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.SERVED;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.api.gax.rpc.UnimplementedException;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.EndpointServiceClient;
import com.google.cloud.aiplatform.v1.EndpointServiceSettings;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceClient;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceSettings;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelServiceClient;
import com.google.cloud.aiplatform.v1.ModelServiceSettings;
import com.google.cloud.aiplatform.v1.ModelSourceInfo.ModelSourceType;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.PredictionServiceClient;
import com.google.cloud.aiplatform.v1.PredictionServiceSettings;
import com.google.cloud.aiplatform.v1.RebaseTunedModelRequest;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.cloud.aiplatform.v1.UndeployModelOperationMetadata;
import com.google.cloud.aiplatform.v1.UndeployModelRequest;
import com.google.cloud.aiplatform.v1.UndeployModelResponse;
import com.google.longrunning.Operation;
import com.google.rpc.BadRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Google's gRPC clients work on the emulator as they are")
class GrpcApiTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @Test
  @DisplayName("create, get and the end of a job as messages")
  void messages() {
    GenAiTuningServiceClient client = running.grpc().client();
    TuningJob created =
        client.createTuningJob(
            PARENT, GrpcJson.message(request("demo"), TuningJob.newBuilder()).build());
    assertThat(created.getState()).isEqualTo(JobState.JOB_STATE_PENDING);
    assertThat(created.getLabelsMap()).containsEntry("team", "support");
    running.clock().advance(ALL_OVER);

    TuningJob ended = client.getTuningJob(created.getName());
    assertThat(ended.getState()).isEqualTo(JobState.JOB_STATE_SUCCEEDED);
    assertThat(ended.getCreateTime()).isEqualTo(created.getCreateTime());
    assertThat(ended.getEndTime().getSeconds()).isGreaterThan(ended.getStartTime().getSeconds());
    assertThat(ended.getTunedModel().getCheckpointsList()).hasSize(4);
    assertThat(ended.hasError()).isFalse();
    assertThat(ended.getTuningDataStats().getSupervisedTuningDataStats().getTuningStepCount())
        .isPositive();
  }

  @Test
  @DisplayName("the client's own paging sees every job once, newest first")
  void paging() {
    GrpcWire wire = running.grpc();
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      created.add(wire.create(PARENT, request("demo-" + i)).name());
    }
    List<String> listed = new ArrayList<>();
    wire.client()
        .listTuningJobs(ListTuningJobsRequest.newBuilder().setParent(PARENT).setPageSize(3).build())
        .iterateAll()
        .forEach(job -> listed.add(job.getName()));
    assertThat(listed).containsExactlyElementsOf(created.reversed());
  }

  @Test
  @DisplayName("an unknown state is the enumeration's UNRECOGNIZED")
  void unknownState() {
    running.add(RpcMethod.CREATE_TUNING_JOB, new Effect.EndsAs("JOB_STATE_HIBERNATING"));
    GrpcWire wire = running.grpc();
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(ALL_OVER);

    TuningJob job = wire.client().getTuningJob(name);
    assertThat(job.getState()).isEqualTo(JobState.UNRECOGNIZED);
    assertThat(job.getStateValue()).isEqualTo(GrpcJson.UNRECOGNISED_STATE);
    assertThat(job.getName()).isEqualTo(name);
  }

  @Test
  @DisplayName("errors carry their details where the client reads them")
  void errorDetails() {
    GenAiTuningServiceClient client = running.grpc().client();
    assertThatThrownBy(() -> client.createTuningJob(PARENT, TuningJob.getDefaultInstance()))
        .isInstanceOfSatisfying(
            InvalidArgumentException.class,
            e ->
                assertThat(e.getErrorDetails().getBadRequest())
                    .isNotNull()
                    .extracting(
                        badRequest -> badRequest.getFieldViolationsList(),
                        InstanceOfAssertFactories.list(BadRequest.FieldViolation.class))
                    .extracting(BadRequest.FieldViolation::getField)
                    .containsExactly("tuning_job.source_model", "tuning_job.tuning_spec"));

    running.add(
        RpcMethod.GET_TUNING_JOB, new Effect.Fail(CanonicalCode.PERMISSION_DENIED, null, false));
    assertThatThrownBy(() -> client.getTuningJob(PARENT + "/tuningJobs/1"))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.getReason()).isEqualTo("IAM_PERMISSION_DENIED");
              assertThat(e.getDomain()).isEqualTo("aiplatform.googleapis.com");
              assertThat(e.getMetadata()).containsEntry("permission", "aiplatform.tuningJobs.get");
            });
  }

  @Test
  @DisplayName("models, endpoints and predictions through their own clients")
  void artifacts() throws IOException {
    GrpcWire wire = running.grpc();
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(ALL_OVER);
    TuningJob job = wire.client().getTuningJob(name);
    Content question =
        Content.newBuilder().setRole("user").addParts(Part.newBuilder().setText("Hello?")).build();

    try (ModelServiceClient models = models();
        EndpointServiceClient endpoints = endpoints();
        PredictionServiceClient predictions = predictions()) {
      Model model = models.getModel(job.getTunedModel().getModel());
      assertThat(model.getVersionId()).isEqualTo("1");
      assertThat(model.getModelSourceInfo().getSourceType()).isEqualTo(ModelSourceType.GENIE);
      assertThat(models.listModels(SERVED).iterateAll()).containsExactly(model);

      Endpoint endpoint = endpoints.getEndpoint(job.getTunedModel().getEndpoint());
      assertThat(endpoint.getDeployedModels(0).getModel()).isEqualTo(model.getName());
      assertThat(endpoints.listEndpoints(SERVED).iterateAll()).hasSize(4).contains(endpoint);
      assertThatThrownBy(() -> endpoints.getEndpoint(SERVED + "/endpoints/1"))
          .isInstanceOf(NotFoundException.class);

      GenerateContentResponse answer =
          predictions.generateContent(endpoint.getName(), List.of(question));
      assertThat(answer.getCandidates(0).getContent().getParts(0).getText()).contains("Hello?");
    }
  }

  @Test
  @DisplayName("v1beta1 is served beside v1, over the same jobs and artefacts")
  void beta() throws IOException {
    try (var tuning =
            com.google.cloud.aiplatform.v1beta1.GenAiTuningServiceClient.create(
                com.google.cloud.aiplatform.v1beta1.GenAiTuningServiceSettings.newBuilder()
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setTransportChannelProvider(channel())
                    .build());
        var endpoints =
            com.google.cloud.aiplatform.v1beta1.EndpointServiceClient.create(
                com.google.cloud.aiplatform.v1beta1.EndpointServiceSettings.newBuilder()
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setTransportChannelProvider(channel())
                    .build())) {
      var created =
          tuning.createTuningJob(
              PARENT,
              GrpcJson.message(
                      request("demo"), com.google.cloud.aiplatform.v1beta1.TuningJob.newBuilder())
                  .build());
      running.clock().advance(ALL_OVER);

      var job = tuning.getTuningJob(created.getName());
      assertThat(job.getState().name()).isEqualTo("JOB_STATE_SUCCEEDED");
      assertThat(running.grpc().client().getTuningJob(created.getName()).getTunedModel().getModel())
          .isEqualTo(job.getTunedModel().getModel());
      assertThat(endpoints.listEndpoints(SERVED).iterateAll()).hasSize(4);
    }
  }

  @Test
  @DisplayName("an endpoint is undeployed and deleted by long-running operations")
  void operations() throws Exception {
    GrpcWire wire = running.grpc();
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(ALL_OVER);
    String endpoint = wire.client().getTuningJob(name).getTunedModel().getEndpoint();

    try (EndpointServiceClient endpoints = endpoints()) {
      String deployed = endpoints.getEndpoint(endpoint).getDeployedModels(0).getId();
      Operation undeployment =
          endpoints
              .undeployModelCallable()
              .call(
                  UndeployModelRequest.newBuilder()
                      .setEndpoint(endpoint)
                      .setDeployedModelId(deployed)
                      .build());
      assertThat(undeployment.getDone()).isFalse();
      assertThat(undeployment.getMetadata().is(UndeployModelOperationMetadata.class)).isTrue();
      running.clock().advance(Duration.ofSeconds(2));

      Operation ended = endpoints.getOperationsClient().getOperation(undeployment.getName());
      assertThat(ended.getResponse().is(UndeployModelResponse.class)).isTrue();
      // Done at once: Google's client waits for nothing.
      endpoints.deleteEndpointAsync(endpoint).get();
      assertThatThrownBy(() -> endpoints.getEndpoint(endpoint))
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  @DisplayName("what is not emulated is UNIMPLEMENTED, not silence")
  void unimplemented() {
    assertThatThrownBy(
            () ->
                running
                    .grpc()
                    .client()
                    .rebaseTunedModelCallable()
                    .call(RebaseTunedModelRequest.newBuilder().setParent(PARENT).build()))
        .isInstanceOf(UnimplementedException.class);
  }

  private TransportChannelProvider channel() {
    return GenAiTuningServiceSettings.defaultGrpcTransportProviderBuilder()
        .setEndpoint("127.0.0.1:" + running.emulator().grpcPort())
        .setChannelConfigurator(channel -> channel.usePlaintext())
        .build();
  }

  private ModelServiceClient models() throws IOException {
    return ModelServiceClient.create(
        ModelServiceSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(channel())
            .build());
  }

  private EndpointServiceClient endpoints() throws IOException {
    return EndpointServiceClient.create(
        EndpointServiceSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(channel())
            .build());
  }

  private PredictionServiceClient predictions() throws IOException {
    return PredictionServiceClient.create(
        PredictionServiceSettings.newBuilder()
            .setCredentialsProvider(NoCredentialsProvider.create())
            .setTransportChannelProvider(channel())
            .build());
  }
}
