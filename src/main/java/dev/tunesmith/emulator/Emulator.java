package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An emulator of Vertex AI's tuning service, gRPC and REST over one store, and beside it of the
 * Gemini API's tuned models and of the Cloud Storage that jobs of open models write to, REST only.
 * Nothing leaves the process, nothing is billed, and its jobs and models end with it.
 *
 * <p>How long a job takes and how it ends follows from its training dataset's URI: {@code /never/}
 * runs until it is cancelled, {@code fail} fails, {@code fail-endpoint} fails late and leaves a
 * model; everything else succeeds within a minute or so at speed 1. With a tuned model the words
 * {@code never} and {@code fail} in the display name do the same. Other behaviour is set through
 * the {@link FaultPlan}.
 */
public final class Emulator implements AutoCloseable {
  private static final int KEEP_ALIVE_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(Emulator.class);
  private static final int SECONDS_TO_CLOSE = 5;

  private final JobStore store;
  private final TunedModelStore tunedModels;
  private final FaultPlan faults;
  private final CallCounts calls;
  private final Clock clock;
  private final ExecutorService executor;
  private final HttpServer http;
  private final Server grpc;

  private Emulator(EmulatorOptions options, Clock clock) throws IOException {
    this.clock = clock;
    this.store = new JobStore();
    this.tunedModels = new TunedModelStore();
    this.faults = new FaultPlan();
    this.calls = new CallCounts();
    Dispatcher dispatcher = dispatcher(options);
    // A virtual thread per call: a delayed call costs nothing while it waits.
    this.executor = Executors.newVirtualThreadPerTaskExecutor();
    InetSocketAddress address = new InetSocketAddress(options.bindAddress(), options.httpPort());
    try {
      this.http = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw unusable("--http-port", address, e);
    }
    http.createContext("/", new RestServer(dispatcher, new ApiKeys(options.apiKeys())));
    http.createContext(
        ControlServer.PATH,
        new ControlServer(
            faults,
            calls,
            () -> Json.array().addAll(jobs()),
            () -> Json.array().addAll(tunedModels())));
    http.setExecutor(executor);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(options.bindAddress(), options.grpcPort()))
            .executor(executor)
            // The shortest interval that clients may choose: their pings must not be refused.
            .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    GrpcServices.all(dispatcher).forEach(builder::addService);
    this.grpc = builder.build();
  }

  private Dispatcher dispatcher(EmulatorOptions options) {
    Seeded seeded = new Seeded(options.seed());
    Pager pager = new Pager(options.pageSize(), options.pageSize());
    TuningJobCalls jobs =
        new TuningJobCalls(
            store,
            pager,
            new Lineage(store, seeded, options.anyBaseModel()),
            new JobPaths(options.speed(), seeded),
            seeded,
            clock);
    Operations operations = new Operations(seeded, pager, clock);
    ArtifactLists lists = new ArtifactLists(pager);
    EndpointCalls endpoints = new EndpointCalls(store, operations, lists, options.speed(), clock);
    return new Dispatcher(
        new Dispatcher.Services(
            jobs,
            new ModelCalls(store, operations, lists, clock),
            endpoints,
            new PredictionCalls(endpoints, seeded, clock),
            new ServiceCalls(store, pager, clock),
            operations,
            new TunedModelCalls(tunedModels, options, seeded, clock),
            new ObjectCalls(store, options.pageSize(), clock)),
        faults,
        calls,
        options.latency());
  }

  /**
   * Starts an emulator. It is ready when this returns.
   *
   * @param options the settings
   * @param clock measures the age of its jobs; delays are real time all the same
   * @return the running emulator, to be closed
   * @throws IOException when it cannot listen on an address; then nothing is left running
   */
  public static Emulator start(EmulatorOptions options, Clock clock) throws IOException {
    Emulator emulator = new Emulator(options, clock);
    try {
      // REST first: a JDK server that was never started would keep its port when it is stopped.
      emulator.http.start();
      emulator.grpc.start();
      return emulator;
    } catch (IOException e) {
      emulator.close();
      throw unusable(
          "--grpc-port", new InetSocketAddress(options.bindAddress(), options.grpcPort()), e);
    } catch (RuntimeException e) {
      emulator.close();
      throw e;
    }
  }

  private static IOException unusable(String option, InetSocketAddress address, IOException e) {
    String host = address.getHostString();
    if (address.isUnresolved()) {
      return new IOException(
          "--bind-address: '%s' cannot be resolved; give an address of this machine, such as"
                  .formatted(host)
              + " 127.0.0.1",
          e);
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new IOException(
        "%s: %s:%d cannot be listened on (%s); end the process that uses it, or give another port"
                .formatted(
                    option,
                    host,
                    address.getPort(),
                    String.valueOf(cause.getMessage()).replaceFirst("^bind.*: ", ""))
            + " (0 for any free one) or another --bind-address",
        e);
  }

  /**
   * The port of the REST API and of {@code /emulator/v1}.
   *
   * @return the port in use, never 0
   */
  public int httpPort() {
    return http.getAddress().getPort();
  }

  /**
   * The port of the gRPC API, without TLS.
   *
   * @return the port in use, never 0
   */
  public int grpcPort() {
    return grpc.getPort();
  }

  /**
   * The faults.
   *
   * @return the plan, live
   */
  public FaultPlan faults() {
    return faults;
  }

  /**
   * The calls so far.
   *
   * @return the counts, live
   */
  public CallCounts calls() {
    return calls;
  }

  /**
   * Every job, in every project and location, also those that listings do not show yet.
   *
   * @return copies as REST v1beta1 shows them, newest first, as of now
   */
  public List<ObjectNode> jobs() {
    Instant now = clock.instant();
    return store.all().stream().map(job -> JobView.of(job, now, ApiVersion.REST_V1BETA1)).toList();
  }

  /**
   * Every tuned model of the Gemini API that was not deleted, also those that listings do not show
   * yet.
   *
   * @return copies as v1beta shows them, newest first, as of now
   */
  public List<ObjectNode> tunedModels() {
    Instant now = clock.instant();
    return tunedModels.all().stream().map(model -> TunedModelView.of(model, now)).toList();
  }

  /** Ends all connections, calls in flight included. May be called twice. */
  @Override
  public void close() {
    http.stop(0);
    grpc.shutdownNow();
    try {
      // The executor must outlive the connections: gRPC ends its calls on it.
      if (!grpc.awaitTermination(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        LOG.warn("The gRPC server did not end within {} s", SECONDS_TO_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      executor.shutdownNow();
    }
  }
}
