package dev.tunesmith.emulator;

import com.google.cloud.aiplatform.v1.CancelTuningJobRequest;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.Endpoint;
import com.google.cloud.aiplatform.v1.EndpointServiceGrpc.EndpointServiceImplBase;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceGrpc.GenAiTuningServiceImplBase;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.GetEndpointRequest;
import com.google.cloud.aiplatform.v1.GetModelRequest;
import com.google.cloud.aiplatform.v1.GetTuningJobRequest;
import com.google.cloud.aiplatform.v1.ListEndpointsRequest;
import com.google.cloud.aiplatform.v1.ListEndpointsResponse;
import com.google.cloud.aiplatform.v1.ListModelsRequest;
import com.google.cloud.aiplatform.v1.ListModelsResponse;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsResponse;
import com.google.cloud.aiplatform.v1.Model;
import com.google.cloud.aiplatform.v1.ModelServiceGrpc.ModelServiceImplBase;
import com.google.cloud.aiplatform.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Empty;
import dev.tunesmith.emulator.Call.Paging;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import java.util.List;

/**
 * The four services that gRPC clients see. What is not overridden here answers {@code
 * UNIMPLEMENTED}, as gRPC does by itself.
 */
final class GrpcServices {
  private GrpcServices() {}

  static List<BindableService> all(GrpcBridge bridge) {
    return List.of(
        new Tuning(bridge), new Models(bridge), new Endpoints(bridge), new Prediction(bridge));
  }

  private static final class Tuning extends GenAiTuningServiceImplBase {
    private final GrpcBridge bridge;

    Tuning(GrpcBridge bridge) {
      this.bridge = bridge;
    }

    @Override
    public void createTuningJob(CreateTuningJobRequest request, StreamObserver<TuningJob> out) {
      bridge.serve(
          RpcMethod.CREATE_TUNING_JOB,
          () ->
              Call.of(
                  RpcMethod.CREATE_TUNING_JOB,
                  request.getParent(),
                  GrpcJson.json(request.getTuningJob())),
          GrpcJson::job,
          out);
    }

    @Override
    public void getTuningJob(GetTuningJobRequest request, StreamObserver<TuningJob> out) {
      bridge.get(RpcMethod.GET_TUNING_JOB, request.getName(), GrpcJson::job, out);
    }

    @Override
    public void listTuningJobs(
        ListTuningJobsRequest request, StreamObserver<ListTuningJobsResponse> out) {
      bridge.list(
          RpcMethod.LIST_TUNING_JOBS,
          request.getParent(),
          new Paging(request.getPageSize(), request.getPageToken(), request.getFilter()),
          GrpcJson::jobs,
          out);
    }

    @Override
    public void cancelTuningJob(CancelTuningJobRequest request, StreamObserver<Empty> out) {
      bridge.get(
          RpcMethod.CANCEL_TUNING_JOB,
          request.getName(),
          nothing -> Empty.getDefaultInstance(),
          out);
    }
  }

  private static final class Models extends ModelServiceImplBase {
    private final GrpcBridge bridge;

    Models(GrpcBridge bridge) {
      this.bridge = bridge;
    }

    @Override
    public void getModel(GetModelRequest request, StreamObserver<Model> out) {
      bridge.get(
          RpcMethod.GET_MODEL,
          request.getName(),
          json -> GrpcJson.message(json, Model.newBuilder()).build(),
          out);
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> out) {
      bridge.list(
          RpcMethod.LIST_MODELS,
          request.getParent(),
          new Paging(request.getPageSize(), request.getPageToken(), request.getFilter()),
          json -> GrpcJson.message(json, ListModelsResponse.newBuilder()).build(),
          out);
    }
  }

  private static final class Endpoints extends EndpointServiceImplBase {
    private final GrpcBridge bridge;

    Endpoints(GrpcBridge bridge) {
      this.bridge = bridge;
    }

    @Override
    public void getEndpoint(GetEndpointRequest request, StreamObserver<Endpoint> out) {
      bridge.get(
          RpcMethod.GET_ENDPOINT,
          request.getName(),
          json -> GrpcJson.message(json, Endpoint.newBuilder()).build(),
          out);
    }

    @Override
    public void listEndpoints(
        ListEndpointsRequest request, StreamObserver<ListEndpointsResponse> out) {
      bridge.list(
          RpcMethod.LIST_ENDPOINTS,
          request.getParent(),
          new Paging(request.getPageSize(), request.getPageToken(), request.getFilter()),
          json -> GrpcJson.message(json, ListEndpointsResponse.newBuilder()).build(),
          out);
    }
  }

  private static final class Prediction extends PredictionServiceImplBase {
    private final GrpcBridge bridge;

    Prediction(GrpcBridge bridge) {
      this.bridge = bridge;
    }

    @Override
    public void generateContent(
        GenerateContentRequest request, StreamObserver<GenerateContentResponse> out) {
      bridge.serve(
          RpcMethod.GENERATE_CONTENT,
          () -> Call.of(RpcMethod.GENERATE_CONTENT, request.getModel(), GrpcJson.json(request)),
          json -> GrpcJson.message(json, GenerateContentResponse.newBuilder()).build(),
          out);
    }

    /** The whole answer in one piece. */
    @Override
    public void streamGenerateContent(
        GenerateContentRequest request, StreamObserver<GenerateContentResponse> out) {
      generateContent(request, out);
    }
  }
}
