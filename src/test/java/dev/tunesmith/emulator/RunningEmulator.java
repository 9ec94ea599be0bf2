package dev.tunesmith.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.support.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An emulator of its own for each test, on a clock that the test moves. */
final class RunningEmulator implements BeforeEachCallback, AfterEachCallback {
  static final String PARENT = "projects/my-project/locations/us-central1";

  /** Where the models and endpoints of Gemini 3 jobs in {@link #PARENT} are. */
  static final String SERVED = "projects/my-project/locations/us";

  /** Long enough for any job to end at speed 1, and any cancel to be over. */
  static final Duration ALL_OVER = Duration.ofMinutes(2);

  /** Long enough for any job to run, and too short for any to end. */
  static final Duration UNTIL_RUNNING = Duration.ofSeconds(4);

  /** Long enough for any job to train, its dataset processed, and too short for any to end. */
  static final Duration UNTIL_TRAINING = Duration.ofSeconds(20);

  enum Protocol {
    REST,
    GRPC
  }

  private final EmulatorOptions options;
  private final List<Wire> wires = new ArrayList<>();
  private ManualClock clock = new ManualClock();
  private @Nullable Emulator emulator;

  RunningEmulator(EmulatorOptions options) {
    this.options = options;
  }

  RunningEmulator() {
    this(EmulatorOptions.defaults());
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    clock = new ManualClock();
    emulator = Emulator.start(options, clock);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    wires.forEach(Wire::close);
    wires.clear();
    emulator().close();
  }

  Emulator emulator() {
    if (emulator == null) {
      throw new IllegalStateException("not started");
    }
    return emulator;
  }

  ManualClock clock() {
    return clock;
  }

  Wire wire(Protocol protocol) {
    return switch (protocol) {
      case REST -> rest();
      case GRPC -> grpc();
    };
  }

  RestWire rest() {
    return keep(new RestWire(emulator().httpPort(), "v1"));
  }

  GrpcWire grpc() {
    return keep(new GrpcWire(emulator().grpcPort()));
  }

  private <T extends Wire> T keep(T wire) {
    wires.add(wire);
    return wire;
  }

  String add(RpcMethod method, Effect effect) {
    return emulator().faults().add(Fault.on(method, effect));
  }

  /** A request that the service takes; each call a new object. */
  static ObjectNode request(String displayName) {
    ObjectNode job = Json.object();
    job.put("baseModel", "gemini-3.5-flash");
    job.putObject("supervisedTuningSpec")
        .put("trainingDatasetUri", "gs://my-bucket/train.jsonl")
        .putObject("hyperParameters")
        .put("epochCount", 4);
    job.put("tunedModelDisplayName", displayName);
    job.putObject("labels").put("team", "support");
    return job;
  }

  static ObjectNode requestOn(String trainingDatasetUri) {
    ObjectNode job = request("demo");
    job.withObjectProperty("supervisedTuningSpec").put("trainingDatasetUri", trainingDatasetUri);
    return job;
  }
}
