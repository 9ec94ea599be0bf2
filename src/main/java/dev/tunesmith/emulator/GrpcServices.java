package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import com.google.protobuf.Message;
import dev.tunesmith.emulator.Call.Paging;
import dev.tunesmith.emulator.Call.Via;
import dev.tunesmith.emulator.Reply.Answer;
import dev.tunesmith.emulator.Reply.Dropped;
import dev.tunesmith.emulator.Reply.Foreign;
import dev.tunesmith.emulator.Reply.Refusal;
import dev.tunesmith.emulator.Reply.Silence;
import dev.tunesmith.emulator.Reply.Truncated;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The four services that gRPC clients see. A method that is not overridden here answers {@code
 * UNIMPLEMENTED}, as gRPC does by itself.
 */
final class GrpcServices {
  private GrpcServices() {}

  /** The services, each keeping the authority that its clients called. */
  static List<ServerServiceDefinition> all(Dispatcher dispatcher) {
    Bridge bridge = new Bridge(dispatcher);
    return Stream.of(
            new Tuning(bridge), new Models(bridge), new Endpoints(bridge), new Prediction(bridge))
        .map(service -> ServerInterceptors.intercept(service, bridge))
        .toList();
  }

  /** How a request and a reply look over gRPC. */
  private static final class Bridge implements ServerInterceptor {
    private final Context.Key<String> authority = Context.keyWithDefault("authority", "");
    private final Dispatcher dispatcher;

    Bridge(Dispatcher dispatcher) {
      this.dispatcher = dispatcher;
    }

    <T extends Message> void serve(
        RpcMethod method,
        Supplier<Call> call,
        Function<ObjectNode, T> message,
        StreamObserver<T> observer) {
      switch (dispatcher.handle(method, call)) {
        case Answer answer -> {
          observer.onNext(message.apply(answer.body()));
          observer.onCompleted();
        }
        case Refusal refusal -> observer.onError(GrpcJson.exception(refusal.error()));
        case Dropped dropped -> reset(observer);
        case Foreign page -> reset(observer);
        case Truncated truncated -> reset(observer);
        case Silence silence -> {
          // Left open: it ends with the caller's deadline, or with the emulator.
        }
      }
    }

    private static void reset(StreamObserver<?> observer) {
      observer.onError(Status.UNAVAILABLE.withDescription("Connection reset").asRuntimeException());
    }

    @Override
    public <Q, P> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
      @Nullable String called = call.getAuthority();
      Context context = Context.current().withValue(authority, called == null ? "" : called);
      return Contexts.interceptCall(context, call, headers, next);
    }

    /** The way by which the current call came. */
    Via via() {
      return new Via(ApiVersion.GRPC_V1, authority.get());
    }

    /** A get: nothing but a name. */
    <T extends Message> void get(
        RpcMethod method,
        String name,
        Function<ObjectNode, T> message,
        StreamObserver<T> observer) {
      Via via = via();
      serve(method, () -> Call.of(via, method, name), message, observer);
    }

    /** A list. */
    <T extends Message> void list(
        RpcMethod method,
        String parent,
        Paging paging,
        Function<ObjectNode, T> message,
        StreamObserver<T> observer) {
      Via via = via();
      serve(method, () -> new Call(via, method, parent, Json.object(), paging), message, observer);
    }
  }

  private static final class Tuning extends GenAiTuningServiceImplBase {
    private final Bridge bridge;

    Tuning(Bridge bridge) {
      this.bridge = bridge;
    }

    @Override
    public void createTuningJob(CreateTuningJobRequest request, StreamObserver<TuningJob> out) {
      Via via = bridge.via();
      bridge.serve(
          RpcMethod.CREATE_TUNING_JOB,
          () ->
              Call.of(
                  via,
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
    private final Bridge bridge;

    Models(Bridge bridge) {
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
    private final Bridge bridge;

    Endpoints(Bridge bridge) {
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
    private final Bridge bridge;

    Prediction(Bridge bridge) {
      this.bridge = bridge;
    }

    @Override
    public void generateContent(
        GenerateContentRequest request, StreamObserver<GenerateContentResponse> out) {
      Via via = bridge.via();
      bridge.serve(
          RpcMethod.GENERATE_CONTENT,
          () ->
              Call.of(via, RpcMethod.GENERATE_CONTENT, request.getModel(), GrpcJson.json(request)),
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
