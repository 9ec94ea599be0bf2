package dev.tunesmith.fuzz;

import com.google.cloud.aiplatform.v1.CancelTuningJobRequest;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceGrpc;
import com.google.cloud.aiplatform.v1.GetTuningJobRequest;
import com.google.cloud.aiplatform.v1.JobState;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsResponse;
import com.google.cloud.aiplatform.v1.ModelServiceGrpc;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.tunesmith.lifecycle.JobLabels;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A service that remembers its jobs, gives their labels back, and is odd in all else: each answer
 * shows a job in another way, now and then it is an error, and now and then no message at all.
 */
public final class OddVertex implements AutoCloseable {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES = new Bytes();

  private final Chance chance;
  private final Server server;
  private final Map<String, TuningJob> jobs = new LinkedHashMap<>();
  private final List<JobLabels> creates = Collections.synchronizedList(new ArrayList<>());
  private int calls;
  private int shown;
  private boolean calm;

  /** Starts the service. */
  public OddVertex(long seed) {
    this.chance = new Chance(seed);
    try {
      this.server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(
                  ServerServiceDefinition.builder(GenAiTuningServiceGrpc.SERVICE_NAME)
                      .addMethod(
                          bytes(GenAiTuningServiceGrpc.getCreateTuningJobMethod()),
                          ServerCalls.asyncUnaryCall(answer(this::create)))
                      .addMethod(
                          bytes(GenAiTuningServiceGrpc.getGetTuningJobMethod()),
                          ServerCalls.asyncUnaryCall(answer(this::get)))
                      .addMethod(
                          bytes(GenAiTuningServiceGrpc.getListTuningJobsMethod()),
                          ServerCalls.asyncUnaryCall(answer(this::list)))
                      .addMethod(
                          bytes(GenAiTuningServiceGrpc.getCancelTuningJobMethod()),
                          ServerCalls.asyncUnaryCall(answer(this::cancel)))
                      .build())
              .addService(
                  ServerServiceDefinition.builder(ModelServiceGrpc.SERVICE_NAME)
                      .addMethod(
                          bytes(ModelServiceGrpc.getGetModelMethod()),
                          ServerCalls.asyncUnaryCall(answer(request -> new byte[0])))
                      .build())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  /** The labels of the creates that were accepted. */
  public List<JobLabels> created() {
    return List.copyOf(creates);
  }

  /** How often it was called. */
  public synchronized int calls() {
    return calls;
  }

  /** How often it has shown a job. */
  public synchronized int shown() {
    return shown;
  }

  /** From now on every answer is a message, and no error. */
  public synchronized void calmDown() {
    calm = true;
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      boolean unused = server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the methods

  private interface Method {
    byte[] of(byte[] request) throws InvalidProtocolBufferException;
  }

  private byte[] create(byte[] request) throws InvalidProtocolBufferException {
    CreateTuningJobRequest create = CreateTuningJobRequest.parseFrom(request);
    String name = create.getParent() + "/tuningJobs/" + (1_000 + jobs.size());
    TuningJob job =
        TuningJob.newBuilder()
            .setName(name)
            .putAllLabels(create.getTuningJob().getLabelsMap())
            .setState(JobState.JOB_STATE_PENDING)
            .build();
    jobs.put(name, job);
    creates.add(JobLabels.read(job.getLabelsMap()).orElseThrow());
    // No message at all, but never other labels: after those nothing more would be jobs.
    return !calm && chance.oneIn(15) ? new byte[] {-1} : shown(job).toByteArray();
  }

  private byte[] get(byte[] request) throws InvalidProtocolBufferException {
    TuningJob job = jobs.get(GetTuningJobRequest.parseFrom(request).getName());
    if (job == null) {
      throw Status.NOT_FOUND.asRuntimeException();
    }
    return odd(shown(job).toByteArray());
  }

  private byte[] list(byte[] request) throws InvalidProtocolBufferException {
    String parent = ListTuningJobsRequest.parseFrom(request).getParent();
    ListTuningJobsResponse.Builder page = ListTuningJobsResponse.newBuilder();
    jobs.values().stream()
        .filter(job -> job.getName().startsWith(parent + "/"))
        .forEach(job -> page.addTuningJobs(shown(job)));
    return odd(page.build().toByteArray());
  }

  private byte[] cancel(byte[] request) throws InvalidProtocolBufferException {
    String name = CancelTuningJobRequest.parseFrom(request).getName();
    jobs.computeIfPresent(
        name, (n, job) -> job.toBuilder().setState(JobState.JOB_STATE_CANCELLED).build());
    return new byte[0];
  }

  /** As random as a reply can be, but for what says whose it is, and that a cancelled job is. */
  private TuningJob shown(TuningJob job) {
    shown++;
    TuningJob.Builder random =
        RandomReply.of(chance).toBuilder().setName(job.getName()).putAllLabels(job.getLabelsMap());
    if (job.getState() == JobState.JOB_STATE_CANCELLED) {
      random.setState(JobState.JOB_STATE_CANCELLED);
    }
    return random.build();
  }

  /** Now and then not what was sent. */
  private byte[] odd(byte[] reply) {
    if (!calm && reply.length > 0 && chance.oneIn(15)) {
      reply[chance.below(reply.length)] = (byte) chance.number();
    }
    return reply;
  }

  private ServerCalls.UnaryMethod<byte[], byte[]> answer(Method method) {
    return (request, observer) -> {
      try {
        observer.onNext(answered(method, request));
        observer.onCompleted();
      } catch (InvalidProtocolBufferException | RuntimeException e) {
        fail(observer, e);
      }
    };
  }

  private synchronized byte[] answered(Method method, byte[] request)
      throws InvalidProtocolBufferException {
    calls++;
    boolean before = !calm && chance.oneIn(20);
    byte[] reply = before ? new byte[0] : method.of(request);
    if (before) {
      throw failure(Status.fromCodeValue(1 + chance.below(16)));
    }
    if (!calm && chance.oneIn(20)) {
      // Something was done: no service says then that it refused.
      throw failure(chance.of(Status.UNAVAILABLE, Status.INTERNAL, Status.UNKNOWN, Status.ABORTED));
    }
    return reply;
  }

  private RuntimeException failure(Status status) {
    return status.withDescription(Texts.any(chance)).asRuntimeException();
  }

  private static void fail(StreamObserver<byte[]> observer, Exception e) {
    observer.onError(Status.fromThrowable(e).asRuntimeException());
  }

  private static MethodDescriptor<byte[], byte[]> bytes(MethodDescriptor<?, ?> method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(method.getFullMethodName())
        .setRequestMarshaller(BYTES)
        .setResponseMarshaller(BYTES)
        .build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
