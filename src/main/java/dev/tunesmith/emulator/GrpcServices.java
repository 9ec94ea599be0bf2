package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.cloud.aiplatform.v1.EndpointServiceProto;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceProto;
import com.google.cloud.aiplatform.v1.LlmUtilityServiceProto;
import com.google.cloud.aiplatform.v1.MetadataServiceProto;
import com.google.cloud.aiplatform.v1.ModelGardenServiceProto;
import com.google.cloud.aiplatform.v1.ModelServiceProto;
import com.google.cloud.aiplatform.v1.PredictionServiceProto;
import com.google.cloud.location.LocationsProto;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
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
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services that gRPC clients see, made of the published protobuf files: a request becomes a
 * call by the HTTP rule that its method has there, so that both protocols are one. A method that
 * the emulator does not have answers {@code UNIMPLEMENTED}, as gRPC does by itself.
 */
final class GrpcServices {
  private static final Pattern PATH_FIELD = Pattern.compile("\\{([a-z_.]+)[=}]");

  private GrpcServices() {}

  /** The files whose services are served; where a file has a method of no name here, without it. */
  private static Stream<FileDescriptor> files(ApiVersion version) {
    return switch (version) {
      case GRPC_V1 ->
          Stream.of(
              GenAiTuningServiceProto.getDescriptor(),
              ModelServiceProto.getDescriptor(),
              EndpointServiceProto.getDescriptor(),
              PredictionServiceProto.getDescriptor(),
              LlmUtilityServiceProto.getDescriptor(),
              MetadataServiceProto.getDescriptor(),
              ModelGardenServiceProto.getDescriptor(),
              LocationsProto.getDescriptor(),
              OperationsProto.getDescriptor());
      case GRPC_V1BETA1 ->
          Stream.of(
              com.google.cloud.aiplatform.v1beta1.GenAiTuningServiceProto.getDescriptor(),
              com.google.cloud.aiplatform.v1beta1.ModelServiceProto.getDescriptor(),
              com.google.cloud.aiplatform.v1beta1.EndpointServiceProto.getDescriptor(),
              com.google.cloud.aiplatform.v1beta1.PredictionServiceProto.getDescriptor(),
              com.google.cloud.aiplatform.v1beta1.LlmUtilityServiceProto.getDescriptor(),
              com.google.cloud.aiplatform.v1beta1.MetadataServiceProto.getDescriptor(),
              com.google.cloud.aiplatform.v1beta1.ModelGardenServiceProto.getDescriptor());
      case REST_V1, REST_V1BETA1, GEMINI_V1, GEMINI_V1BETA -> Stream.of();
    };
  }

  /** The services, each keeping the authority that its clients called. */
  static List<ServerServiceDefinition> all(Dispatcher dispatcher) {
    Bridge bridge = new Bridge(dispatcher);
    return Stream.of(ApiVersion.values())
        .flatMap(
            version ->
                files(version)
                    .flatMap(file -> file.getServices().stream())
                    .map(service -> bridge.service(service, version)))
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

    ServerServiceDefinition service(ServiceDescriptor service, ApiVersion version) {
      ServerServiceDefinition.Builder served =
          ServerServiceDefinition.builder(service.getFullName());
      for (MethodDescriptor rpc : service.getMethods()) {
        Optional<RpcMethod> method = RpcMethod.ofVertex(rpc.getName());
        method.ifPresent(found -> add(served, rpc, found, version));
      }
      return served.build();
    }

    private void add(
        ServerServiceDefinition.Builder served,
        MethodDescriptor rpc,
        RpcMethod method,
        ApiVersion version) {
      boolean streamed = rpc.isServerStreaming();
      served.addMethod(
          io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
              .setType(streamed ? MethodType.SERVER_STREAMING : MethodType.UNARY)
              .setFullMethodName(
                  io.grpc.MethodDescriptor.generateFullMethodName(
                      rpc.getService().getFullName(), rpc.getName()))
              .setRequestMarshaller(
                  ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(rpc.getInputType())))
              .setResponseMarshaller(
                  ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(rpc.getOutputType())))
              .build(),
          streamed
              ? ServerCalls.asyncServerStreamingCall(
                  (request, out) -> serve(rpc, method, version, request, out))
              : ServerCalls.asyncUnaryCall(
                  (request, out) -> serve(rpc, method, version, request, out)));
    }

    private void serve(
        MethodDescriptor rpc,
        RpcMethod method,
        ApiVersion version,
        DynamicMessage request,
        StreamObserver<DynamicMessage> out) {
      Via via = new Via(version, authority.get());
      switch (dispatcher.handle(method, () -> call(rpc, method, via, GrpcJson.json(request)))) {
        case Answer answer -> {
          List<ObjectNode> pieces =
              rpc.isServerStreaming() ? ModelAnswer.pieces(answer.body()) : List.of(answer.body());
          pieces.forEach(piece -> out.onNext(GrpcJson.message(piece, rpc.getOutputType())));
          out.onCompleted();
        }
        case Refusal refusal -> out.onError(GrpcJson.exception(refusal.error()));
        case Dropped dropped -> reset(out);
        case Foreign page -> reset(out);
        case Truncated truncated -> reset(out);
        case Silence silence -> {
          // Left open: it ends with the caller's deadline, or with the emulator.
        }
      }
    }

    private static Call call(MethodDescriptor rpc, RpcMethod method, Via via, ObjectNode message) {
      String field = pathField(rpc.getOptions().getExtension(AnnotationsProto.http));
      String resource = message.at("/" + field.replace('.', '/')).asText();
      if (!field.contains(".")) {
        message.remove(field);
      }
      return new Call(via, method, resource, message);
    }

    private static String pathField(HttpRule rule) {
      String path = rule.getGet() + rule.getPost() + rule.getPatch() + rule.getDelete();
      Matcher field = PATH_FIELD.matcher(path);
      return field.find() ? field.group(1) : "name";
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
  }
}
