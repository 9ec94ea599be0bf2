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
 * Vertex AI's tuning service on this machine: gRPC and REST over one store. Nothing leaves the
 * process, nobody pays, and what it holds ends with it.
 *
 * <p>How long a job takes and how it ends follows from its training data's URI: {@code /never/}
 * runs until it is cancelled, {@code fail} fails, {@code fail-endpoint} fails late and leaves a
 * model; everything else succeeds within a minute or so at speed 1. Anything beyond is ordered
 * through the {@link FaultPlan}.
 */
public final class Emulator implements AutoCloseable {
  private static final int KEEP_ALIVE_SECONDS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(Emulator.class);
  private static final int SECONDS_TO_CLOSE = 5;

  private final JobStore store;
  private final FaultPlan faults;
  private final CallCounts calls;
  private final Clock clock;
  private final ExecutorService executor;
  private final HttpServer http;
  private final Server grpc;

  private Emulator(EmulatorOptions options, Clock clock) throws IOException {
    this.clock = clock;
    this.store = new JobStore();
    this.faults = new FaultPlan();
    this.calls = new CallCounts();
    Dispatcher dispatcher = new Dispatcher(services(options), faults, calls, options.latency());
    // A virtual thread per call: a delayed call costs nothing while it waits.
    this.executor = Executors.newVirtualThreadPerTaskExecutor();
    this.http =
        HttpServer.create(new InetSocketAddress(options.bindAddress(), options.httpPort()), 0);
    http.createContext("/", new RestServer(dispatcher));
    http.createContext(
        ControlServer.PATH, new ControlServer(faults, calls, () -> Json.array().addAll(jobs())));
    http.setExecutor(executor);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(options.bindAddress(), options.grpcPort()))
            .executor(executor)
            // As often as clients may ask for: a ping of a waiting call must not end its
            // connection.
            .permitKeepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    GrpcServices.all(new GrpcBridge(dispatcher)).forEach(builder::addService);
    this.grpc = builder.build();
  }

  private Services services(EmulatorOptions options) {
    Seeded seeded = new Seeded(options.seed());
    Pager pager = new Pager(store, options.pageSize());
    TuningJobCalls jobs =
        new TuningJobCalls(
            store,
            pager,
            new Lineage(store, seeded),
            new JobPaths(options.speed(), seeded),
            seeded,
            clock);
    return new Services(jobs, new ArtifactCalls(store, pager, clock));
  }

  /**
   * Starts an emulator. It is ready when this returns.
   *
   * @param options how it is set up
   * @param clock what the age of its jobs is measured with; delays are real time all the same
   * @return the running emulator, to be closed
   * @throws IOException when an address cannot be listened on; then nothing is left running
   */
  public static Emulator start(EmulatorOptions options, Clock clock) throws IOException {
    Emulator emulator = new Emulator(options, clock);
    try {
      // REST first: a JDK server that was never started would keep its port when it is stopped.
      emulator.http.start();
      emulator.grpc.start();
      return emulator;
    } catch (IOException | RuntimeException e) {
      emulator.close();
      throw e;
    }
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
   * What goes wrong.
   *
   * @return the plan, live
   */
  public FaultPlan faults() {
    return faults;
  }

  /**
   * What was called.
   *
   * @return the counts, live
   */
  public CallCounts calls() {
    return calls;
  }

  /**
   * Every job that was ever created, in every project and location, also those that listings do not
   * show yet.
   *
   * @return copies in the REST spelling, newest first, as of now
   */
  public List<ObjectNode> jobs() {
    Instant now = clock.instant();
    return store.all().stream().map(job -> JobView.of(job, now)).toList();
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
