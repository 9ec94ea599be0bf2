package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunesmith.support.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("An emulator as a whole")
class EmulatorTest {
  private static final EmulatorOptions OPTIONS = EmulatorOptions.defaults();

  @Test
  @DisplayName("a port that is taken is an exception, and leaves nothing behind")
  void portTaken() throws IOException {
    try (Emulator first = Emulator.start(OPTIONS, new ManualClock())) {
      EmulatorOptions sameGrpc = OPTIONS.withGrpcPort(first.grpcPort());
      EmulatorOptions sameHttp = OPTIONS.withHttpPort(first.httpPort());
      int freeHttp;
      try (Emulator other = Emulator.start(OPTIONS, new ManualClock())) {
        freeHttp = other.httpPort();
      }
      assertThatThrownBy(() -> Emulator.start(sameGrpc.withHttpPort(freeHttp), new ManualClock()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> Emulator.start(sameHttp, new ManualClock()))
          .isInstanceOf(IOException.class);
      Emulator.start(OPTIONS.withHttpPort(freeHttp), new ManualClock()).close();
    }
  }

  @Test
  @Timeout(20)
  @DisplayName("closing ends the calls in flight, and can be done twice")
  void close() throws Exception {
    Emulator emulator = Emulator.start(OPTIONS, new ManualClock());
    emulator
        .faults()
        .add(Fault.on(RpcMethod.LIST_TUNING_JOBS, new Effect.Delay(Duration.ofHours(1), false)));
    emulator.faults().add(Fault.on(RpcMethod.CANCEL_TUNING_JOB, new Effect.NoReply(false)));
    String name = PARENT + "/tuningJobs/1";
    Map<String, CanonicalCode> ended = new ConcurrentHashMap<>();
    try (GrpcWire grpc = new GrpcWire(emulator.grpcPort());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      RestWire rest = new RestWire(emulator.httpPort(), "v1");
      Map.of("REST", rest, "gRPC", grpc)
          .forEach(
              (protocol, wire) -> {
                callers.execute(() -> ended.put(protocol + ", delayed", wire.list(PARENT).code()));
                callers.execute(() -> ended.put(protocol + ", no reply", wire.cancel(name).code()));
              });
      while (emulator.faults().list().stream().mapToInt(FaultPlan.Ordered::applied).sum() < 4) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      emulator.close();
      emulator.close();
    }
    // No caller had to wait for its timeout. gRPC cancels the calls that are still open.
    assertThat(ended)
        .hasSize(4)
        .allSatisfy(
            (call, code) ->
                assertThat(code).as(call).isIn(CanonicalCode.UNAVAILABLE, CanonicalCode.CANCELLED));
  }

  @Test
  @DisplayName("latency is there for every call")
  void latency() throws IOException {
    Duration latency = Duration.ofMillis(150);
    try (Emulator emulator = Emulator.start(OPTIONS.withLatency(latency), new ManualClock());
        GrpcWire grpc = new GrpcWire(emulator.grpcPort())) {
      for (Wire wire : new Wire[] {grpc, new RestWire(emulator.httpPort(), "v1")}) {
        long before = System.nanoTime();
        assertThat(wire.list(PARENT).code()).isEqualTo(CanonicalCode.OK);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(latency);
      }
    }
  }

  @Test
  @DisplayName("many callers at once: every job once, every name once")
  void manyCallers() throws Exception {
    int callers = 8;
    int each = 10;
    int all = callers * each;
    Set<String> names = ConcurrentHashMap.newKeySet();
    try (Emulator emulator = Emulator.start(OPTIONS, new ManualClock());
        GrpcWire grpc = new GrpcWire(emulator.grpcPort())) {
      RestWire rest = new RestWire(emulator.httpPort(), "v1");
      try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
        for (int caller = 0; caller < callers; caller++) {
          Wire wire = caller % 2 == 0 ? grpc : rest;
          threads.execute(
              () -> {
                for (int i = 0; i < each; i++) {
                  names.add(wire.create(PARENT, request("demo")).name());
                  wire.list(PARENT);
                }
              });
        }
      }
      assertThat(names).hasSize(all).doesNotContain("");
      assertThat(emulator.jobs()).hasSize(all);
      assertThat(emulator.calls().of(RpcMethod.CREATE_TUNING_JOB, CanonicalCode.OK)).isEqualTo(all);
      assertThat(emulator.calls().of(RpcMethod.LIST_TUNING_JOBS, CanonicalCode.OK)).isEqualTo(all);
    }
  }

  @Test
  @DisplayName("options that no emulator can run with are refused")
  void options() {
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withSpeed(0));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withSpeed(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withHttpPort(65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withGrpcPort(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withPageSize(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withLatency(Duration.ofMillis(-1)));
  }
}
