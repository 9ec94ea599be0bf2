package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.tunesmith.emulator.Call.Paging;
import dev.tunesmith.emulator.Reply.Answer;
import dev.tunesmith.emulator.Reply.Dropped;
import dev.tunesmith.emulator.Reply.Refusal;
import dev.tunesmith.emulator.Reply.Silence;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a reply looks over gRPC. */
final class GrpcBridge {
  private final Dispatcher dispatcher;

  GrpcBridge(Dispatcher dispatcher) {
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
      case Dropped dropped ->
          observer.onError(
              Status.UNAVAILABLE.withDescription("Connection reset").asRuntimeException());
      case Silence silence -> {
        // Left open: it ends with the caller's deadline, or with the emulator.
      }
    }
  }

  /** A get: nothing but a name. */
  <T extends Message> void get(
      RpcMethod method, String name, Function<ObjectNode, T> message, StreamObserver<T> observer) {
    serve(method, () -> Call.of(method, name), message, observer);
  }

  /** A list. */
  <T extends Message> void list(
      RpcMethod method,
      String parent,
      Paging paging,
      Function<ObjectNode, T> message,
      StreamObserver<T> observer) {
    serve(method, () -> new Call(method, parent, Json.object(), paging), message, observer);
  }
}
