package dev.tunesmith.vertex.grpc;

import com.google.cloud.aiplatform.v1.CancelTuningJobRequest;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceGrpc;
import com.google.cloud.aiplatform.v1.GetTuningJobRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsResponse;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import dev.tunesmith.vertex.Verb;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A real gRPC server on a socket that counts what arrives and answers as told: the wire under the
 * adapter, where the contract suite sees only the port.
 */
final class ScriptedServer implements AutoCloseable {

  /**
   * One request as it arrived.
   *
   * @param deadline the caller's, as sent
   */
  record Request(Verb verb, Message message, Optional<Deadline> deadline) {}

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final BiConsumer<Request, StreamObserver<Message>> script;
  private final Server server;

  private ScriptedServer(BiConsumer<Request, StreamObserver<Message>> script) throws IOException {
    this.script = script;
    this.server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Service())
            .build()
            .start();
  }

  /** Starts a server that answers every request by the script. */
  static ScriptedServer answering(BiConsumer<Request, StreamObserver<Message>> script) {
    try {
      return new ScriptedServer(script);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Starts a server that answers every request with one message. */
  static ScriptedServer replying(Message reply) {
    return answering(
        (request, observer) -> {
          observer.onNext(reply);
          observer.onCompleted();
        });
  }

  /** Starts a server that ends every request with an error. */
  static ScriptedServer failing(Throwable error) {
    return answering((request, observer) -> observer.onError(error));
  }

  String endpoint() {
    return "localhost:" + server.getPort();
  }

  List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(Verb verb, Message message, StreamObserver<? extends Message> observer) {
    Request request =
        new Request(verb, message, Optional.ofNullable(Context.current().getDeadline()));
    requests.add(request);
    @SuppressWarnings("unchecked") // the script knows which message the verb takes
    StreamObserver<Message> any = (StreamObserver<Message>) observer;
    script.accept(request, any);
  }

  private final class Service extends GenAiTuningServiceGrpc.GenAiTuningServiceImplBase {
    @Override
    public void createTuningJob(
        CreateTuningJobRequest request, StreamObserver<TuningJob> observer) {
      handle(Verb.CREATE, request, observer);
    }

    @Override
    public void getTuningJob(GetTuningJobRequest request, StreamObserver<TuningJob> observer) {
      handle(Verb.GET, request, observer);
    }

    @Override
    public void listTuningJobs(
        ListTuningJobsRequest request, StreamObserver<ListTuningJobsResponse> observer) {
      handle(Verb.LIST, request, observer);
    }

    @Override
    public void cancelTuningJob(CancelTuningJobRequest request, StreamObserver<Empty> observer) {
      handle(Verb.CANCEL, request, observer);
    }
  }
}
