package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RpcMethod.CANCEL_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.GET_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;
import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_RUNNING;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Effect.CancelEndsAs;
import dev.tunesmith.emulator.Effect.CancelIgnored;
import dev.tunesmith.emulator.Effect.Delay;
import dev.tunesmith.emulator.Effect.Drop;
import dev.tunesmith.emulator.Effect.EndsAs;
import dev.tunesmith.emulator.Effect.Fail;
import dev.tunesmith.emulator.Effect.FilterIgnored;
import dev.tunesmith.emulator.Effect.Follows;
import dev.tunesmith.emulator.Effect.JobError;
import dev.tunesmith.emulator.Effect.LabelsNotKept;
import dev.tunesmith.emulator.Effect.LabelsNotShown;
import dev.tunesmith.emulator.Effect.ListLag;
import dev.tunesmith.emulator.Effect.NeverEnds;
import dev.tunesmith.emulator.Effect.NoReply;
import dev.tunesmith.emulator.Effect.Step;
import dev.tunesmith.emulator.RunningEmulator.Protocol;
import dev.tunesmith.emulator.Wire.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Protocol.class)
@DisplayName("A fault, over both protocols")
class FaultsTest {
  private static final Duration IMPATIENT = Duration.ofMillis(300);

  @RegisterExtension final RunningEmulator running = new RunningEmulator();
  @Parameter Protocol protocol = Protocol.REST;

  @ParameterizedTest
  @EnumSource(value = CanonicalCode.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("fail: every code, nothing is created, the next call goes through")
  void fail(CanonicalCode code) {
    Wire wire = running.wire(protocol);
    running
        .emulator()
        .faults()
        .add(Fault.on(CREATE_TUNING_JOB, new Fail(code, "by the fault plan", false)).once());

    Result failed = wire.create(PARENT, request("demo"));
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).contains("by the fault plan");
    assertThat(running.emulator().jobs()).isEmpty();

    assertThat(wire.create(PARENT, request("demo")).code()).isEqualTo(CanonicalCode.OK);
    assertThat(running.emulator().calls().of(CREATE_TUNING_JOB, code)).isEqualTo(1);
    assertThat(running.emulator().calls().of(CREATE_TUNING_JOB, CanonicalCode.OK)).isEqualTo(1);
  }

  @Test
  @DisplayName("fail, accepted: the job exists although the caller got an error")
  void failAccepted() {
    Wire wire = running.wire(protocol);
    running.add(CREATE_TUNING_JOB, new Fail(CanonicalCode.INTERNAL, null, true));

    assertThat(wire.create(PARENT, request("demo")).code()).isEqualTo(CanonicalCode.INTERNAL);
    assertThat(wire.list(PARENT).names()).hasSize(1);
  }

  @Test
  @DisplayName("fail without a message: what the service is known to say")
  void failAsRecorded() {
    Wire wire = running.wire(protocol);
    running.add(LIST_TUNING_JOBS, new Fail(CanonicalCode.PERMISSION_DENIED, null, false));
    running.add(GET_TUNING_JOB, new Fail(CanonicalCode.RESOURCE_EXHAUSTED, null, false));

    assertThat(wire.list(PARENT).message())
        .contains(
            "Permission 'aiplatform.tuningJobs.list' denied on resource"
                + " '//aiplatform.googleapis.com/"
                + PARENT
                + "' (or it may not exist).");
    assertThat(wire.get(PARENT + "/tuningJobs/1").message())
        .contains("The following quota metrics exceed quota limits: aiplatform.googleapis.com/");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("drop: the connection ends, with the work done or not")
  void drop(boolean accepted) {
    Wire wire = running.wire(protocol);
    running.emulator().faults().add(Fault.on(CREATE_TUNING_JOB, new Drop(accepted)).once());

    assertThat(wire.create(PARENT, request("demo")).code()).isEqualTo(CanonicalCode.UNAVAILABLE);
    assertThat(running.emulator().jobs()).hasSize(accepted ? 1 : 0);
    assertThat(running.emulator().calls().of(CREATE_TUNING_JOB)).isEqualTo(1);
    assertThat(wire.list(PARENT).names()).as("the next call").hasSize(accepted ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @DisplayName("noReply: no answer comes, with the work done or not")
  void noReply(boolean accepted) {
    Wire wire = running.wire(protocol);
    running.add(CREATE_TUNING_JOB, new NoReply(accepted));

    Result none = wire.create(PARENT, request("demo"), IMPATIENT);
    assertThat(none.code()).isEqualTo(CanonicalCode.DEADLINE_EXCEEDED);
    assertThat(running.emulator().jobs()).hasSize(accepted ? 1 : 0);
    assertThat(wire.list(PARENT).code()).as("other calls").isEqualTo(CanonicalCode.OK);
  }

  @Test
  @DisplayName("delay, accepted: too late for the caller, yet done")
  void delayAccepted() {
    Wire wire = running.wire(protocol);
    running.add(CREATE_TUNING_JOB, new Delay(Duration.ofMinutes(10), true));

    Result late = wire.create(PARENT, request("demo"), IMPATIENT);
    assertThat(late.code()).isEqualTo(CanonicalCode.DEADLINE_EXCEEDED);
    assertThat(running.emulator().jobs()).hasSize(1);
  }

  @Test
  @DisplayName("delay: the answer is late but right")
  void delay() {
    Wire wire = running.wire(protocol);
    String name = wire.create(PARENT, request("demo")).name();
    running.add(GET_TUNING_JOB, new Delay(Duration.ofMillis(200), false));

    long before = System.nanoTime();
    assertThat(wire.get(name).name()).isEqualTo(name);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(200));
  }

  @Test
  @DisplayName("listLag: a new job can be read at once and is listed later")
  void listLag() {
    Wire wire = running.wire(protocol);
    running.add(CREATE_TUNING_JOB, new ListLag(Duration.ofSeconds(30)));
    String name = wire.create(PARENT, request("demo")).name();

    assertThat(wire.get(name).name()).isEqualTo(name);
    assertThat(wire.list(PARENT).body()).isEmpty();
    assertThat(running.emulator().jobs()).hasSize(1);
    running.clock().advance(Duration.ofSeconds(29));
    assertThat(wire.list(PARENT).names()).isEmpty();
    running.clock().advance(Duration.ofSeconds(1));
    assertThat(wire.list(PARENT).names()).containsExactly(name);
  }

  @Test
  @DisplayName("labelsNotKept: neither the reply nor any later read has them")
  void labelsNotKept() {
    Wire wire = running.wire(protocol);
    running.add(CREATE_TUNING_JOB, new LabelsNotKept());
    Result created = wire.create(PARENT, request("demo"));

    assertThat(created.code()).isEqualTo(CanonicalCode.OK);
    assertThat(created.body().has("labels")).isFalse();
    assertThat(wire.get(created.name()).body().has("labels")).isFalse();
  }

  @Test
  @DisplayName("labelsNotShown: one answer has none, though the job keeps them")
  void labelsNotShown() {
    Wire wire = running.wire(protocol);
    String name = wire.create(PARENT, request("demo")).name();
    for (RpcMethod method : List.of(GET_TUNING_JOB, LIST_TUNING_JOBS)) {
      running.emulator().faults().add(Fault.on(method, new LabelsNotShown()).once());
    }

    assertThat(wire.get(name).body().has("labels")).isFalse();
    assertThat(wire.list(PARENT).body().at("/tuningJobs/0").has("labels")).isFalse();
    assertThat(wire.get(name).body().has("labels")).isTrue();
    assertThat(wire.list(PARENT).body().at("/tuningJobs/0").has("labels")).isTrue();
  }

  @Test
  @DisplayName("neverEnds: running for as long as anyone looks")
  void neverEnds() {
    Wire wire = running.wire(protocol);
    running.add(CREATE_TUNING_JOB, new NeverEnds());
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(Duration.ofDays(1000));

    assertThat(wire.get(name).state()).isEqualTo("JOB_STATE_RUNNING");
  }

  @ParameterizedTest
  @CsvSource({
    "JOB_STATE_QUEUED, false, false",
    "JOB_STATE_PENDING, false, false",
    "JOB_STATE_RUNNING, false, false",
    "JOB_STATE_SUCCEEDED, true, false",
    "JOB_STATE_FAILED, false, true",
    "JOB_STATE_CANCELLING, false, false",
    "JOB_STATE_CANCELLED, false, true",
    "JOB_STATE_PAUSED, false, false",
    "JOB_STATE_EXPIRED, false, false",
    "JOB_STATE_UPDATING, false, false",
    "JOB_STATE_PARTIALLY_SUCCEEDED, true, false",
  })
  @DisplayName("endsAs: any state, with what goes with it")
  void endsAs(String state, boolean model, boolean error) {
    Wire wire = running.wire(protocol);
    running.add(CREATE_TUNING_JOB, new EndsAs(state));
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(ALL_OVER);

    ObjectNode job = wire.get(name).body();
    assertThat(job.path("state").asText()).isEqualTo(state);
    assertThat(job.at("/tunedModel/endpoint").isTextual()).isEqualTo(model);
    assertThat(job.has("error")).isEqualTo(error);
  }

  @Test
  @DisplayName("endsAs: partial success without an endpoint, and an error of one's own")
  void endsAsInDetail() {
    Wire wire = running.wire(protocol);
    running.add(
        CREATE_TUNING_JOB,
        new EndsAs("JOB_STATE_PARTIALLY_SUCCEEDED", true, false, new JobError(8, "out of quota")));
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(ALL_OVER);

    ObjectNode job = wire.get(name).body();
    assertThat(job.at("/tunedModel/model").isTextual()).isTrue();
    assertThat(job.path("tunedModel").has("endpoint")).isFalse();
    assertThat(job.at("/error/code").asInt()).isEqualTo(8);
    assertThat(job.has("endTime")).as("not documented for this state").isFalse();
  }

  @Test
  @DisplayName("a state that no client knows: by name over REST, by number over gRPC")
  void unknownState() {
    Wire wire = running.wire(protocol);
    running.add(CREATE_TUNING_JOB, new EndsAs("JOB_STATE_HIBERNATING"));
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(ALL_OVER);

    String expected = protocol == Protocol.REST ? "JOB_STATE_HIBERNATING" : "99";
    assertThat(wire.get(name).state()).isEqualTo(expected);
    assertThat(wire.list(PARENT).body().at("/tuningJobs/0/state").asText()).isEqualTo(expected);
  }

  @Test
  @DisplayName("follows: exactly these states, each for its time")
  void follows() {
    Wire wire = running.wire(protocol);
    running.add(
        CREATE_TUNING_JOB,
        new Follows(
            List.of(
                new Step("JOB_STATE_QUEUED", Duration.ofSeconds(10)),
                new Step("JOB_STATE_RUNNING", Duration.ofSeconds(10)),
                new Step("JOB_STATE_PAUSED", Duration.ofSeconds(10)),
                new Step("JOB_STATE_RUNNING", Duration.ofSeconds(10)),
                new Step("JOB_STATE_EXPIRED", Duration.ZERO))));
    String name = wire.create(PARENT, request("demo")).name();

    for (String state :
        List.of(
            "JOB_STATE_QUEUED",
            "JOB_STATE_RUNNING",
            "JOB_STATE_PAUSED",
            "JOB_STATE_RUNNING",
            "JOB_STATE_EXPIRED",
            "JOB_STATE_EXPIRED")) {
      assertThat(wire.get(name).state()).isEqualTo(state);
      running.clock().advance(Duration.ofSeconds(10));
    }
    ObjectNode job = wire.get(name).body();
    assertThat(job.path("startTime").asText()).isEqualTo("2026-01-01T10:00:10.123456Z");
    assertThat(job.path("endTime").asText()).isEqualTo("2026-01-01T10:00:40.123456Z");
  }

  @Test
  @DisplayName("cancelEndsAs: a cancelled job may succeed all the same")
  void cancelEndsAs() {
    Wire wire = running.wire(protocol);
    running.add(CANCEL_TUNING_JOB, new CancelEndsAs("JOB_STATE_SUCCEEDED"));
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(UNTIL_RUNNING);

    assertThat(wire.cancel(name).code()).isEqualTo(CanonicalCode.OK);
    assertThat(wire.get(name).state()).isEqualTo("JOB_STATE_CANCELLING");
    running.clock().advance(ALL_OVER);
    Result ended = wire.get(name);
    assertThat(ended.state()).isEqualTo("JOB_STATE_SUCCEEDED");
    assertThat(ended.body().at("/tunedModel/endpoint").isTextual()).isTrue();
  }

  @Test
  @DisplayName("cancelIgnored: answered with success, running or ended, and nothing happens")
  void cancelIgnored() {
    Wire wire = running.wire(protocol);
    running.add(CANCEL_TUNING_JOB, new CancelIgnored());
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(UNTIL_RUNNING);

    assertThat(wire.cancel(name).code()).isEqualTo(CanonicalCode.OK);
    assertThat(wire.get(name).state()).isEqualTo("JOB_STATE_RUNNING");
    running.clock().advance(ALL_OVER);
    assertThat(wire.cancel(name).code()).isEqualTo(CanonicalCode.OK);
    assertThat(wire.get(name).state()).isEqualTo("JOB_STATE_SUCCEEDED");
  }

  @Test
  @DisplayName("filterIgnored: the listing shows what the filter would hide")
  void filterIgnored() {
    Wire wire = running.wire(protocol);
    wire.create(PARENT, request("demo"));
    assertThat(wire.list(PARENT, 0, "", "labels.team=other").names()).isEmpty();

    running.add(LIST_TUNING_JOBS, new FilterIgnored());
    assertThat(wire.list(PARENT, 0, "", "labels.team=other").names()).hasSize(1);
  }

  @Test
  @DisplayName("a listing can fail in the middle, and go on from there")
  void listFailsInTheMiddle() {
    Wire wire = running.wire(protocol);
    for (int i = 0; i < 5; i++) {
      wire.create(PARENT, request("demo-" + i));
    }
    running
        .emulator()
        .faults()
        .add(
            Fault.on(LIST_TUNING_JOBS, new Fail(CanonicalCode.UNAVAILABLE, null, false))
                .onPage(2)
                .once());

    Result first = wire.list(PARENT, 2, "", "");
    assertThat(first.names()).hasSize(2);
    Result failed = wire.list(PARENT, 2, first.nextPageToken(), "");
    assertThat(failed.code()).isEqualTo(CanonicalCode.UNAVAILABLE);
    Result second = wire.list(PARENT, 2, first.nextPageToken(), "");
    assertThat(second.names()).hasSize(2).doesNotContainAnyElementsOf(first.names());
  }

  @Test
  @DisplayName("a fault can be narrowed to a display name, on create as on get and cancel")
  void narrowed() {
    Wire wire = running.wire(protocol);
    running
        .emulator()
        .faults()
        .add(
            Fault.on(GET_TUNING_JOB, new Fail(CanonicalCode.UNAVAILABLE, null, false))
                .forDisplayName("sick")
                .inLocation("us-central1"));
    String sick = wire.create(PARENT, request("sick")).name();
    String well = wire.create(PARENT, request("well")).name();

    assertThat(wire.get(sick).code()).isEqualTo(CanonicalCode.UNAVAILABLE);
    assertThat(wire.get(well).code()).isEqualTo(CanonicalCode.OK);
  }
}
