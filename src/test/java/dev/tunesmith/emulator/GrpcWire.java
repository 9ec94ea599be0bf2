package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.aiplatform.v1.CancelTuningJobRequest;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceClient;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceSettings;
import com.google.cloud.aiplatform.v1.GetTuningJobRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.MessageOrBuilder;
import com.google.rpc.BadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;

/** Google's gRPC client, set up as for the real service but for TLS and credentials. */
final class GrpcWire implements Wire {
  private final GenAiTuningServiceClient client;

  GrpcWire(int port) {
    try {
      client =
          GenAiTuningServiceClient.create(
              GenAiTuningServiceSettings.newBuilder()
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .setTransportChannelProvider(
                      GenAiTuningServiceSettings.defaultGrpcTransportProviderBuilder()
                          .setEndpoint("127.0.0.1:" + port)
                          .setChannelConfigurator(channel -> channel.usePlaintext())
                          .build())
                  .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  GenAiTuningServiceClient client() {
    return client;
  }

  @Override
  public Result create(String parent, ObjectNode job, Duration patience) {
    CreateTuningJobRequest request =
        CreateTuningJobRequest.newBuilder()
            .setParent(parent)
            .setTuningJob(GrpcJson.message(job, TuningJob.newBuilder()))
            .build();
    return result(() -> client.createTuningJobCallable().call(request, within(patience)));
  }

  @Override
  public Result get(String name, Duration patience) {
    GetTuningJobRequest request = GetTuningJobRequest.newBuilder().setName(name).build();
    return result(() -> client.getTuningJobCallable().call(request, within(patience)));
  }

  @Override
  public Result list(String parent, int pageSize, String pageToken, String filter) {
    ListTuningJobsRequest request =
        ListTuningJobsRequest.newBuilder()
            .setParent(parent)
            .setPageSize(pageSize)
            .setPageToken(pageToken)
            .setFilter(filter)
            .build();
    return result(() -> client.listTuningJobsCallable().call(request, within(PATIENCE)));
  }

  @Override
  public Result cancel(String name) {
    CancelTuningJobRequest request = CancelTuningJobRequest.newBuilder().setName(name).build();
    return result(() -> client.cancelTuningJobCallable().call(request, within(PATIENCE)));
  }

  private static ApiCallContext within(Duration patience) {
    return GrpcCallContext.createDefault().withTimeoutDuration(patience);
  }

  static Result result(Supplier<? extends MessageOrBuilder> call) {
    try {
      return new Result(CanonicalCode.OK, "", GrpcJson.json(call.get()));
    } catch (ApiException e) {
      ObjectNode error = Json.object();
      BadRequest badRequest =
          e.getErrorDetails() == null ? null : e.getErrorDetails().getBadRequest();
      if (badRequest != null) {
        ArrayNode details = error.putArray("details");
        details.add(GrpcJson.json(badRequest));
      }
      return new Result(
          CanonicalCode.valueOf(e.getStatusCode().getCode().name()), "" + e.getMessage(), error);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
