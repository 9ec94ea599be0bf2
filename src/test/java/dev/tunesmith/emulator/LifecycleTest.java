package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_RUNNING;
import static dev.tunesmith.emulator.RunningEmulator.UNTIL_TRAINING;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static dev.tunesmith.emulator.RunningEmulator.requestOn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.RunningEmulator.Protocol;
import dev.tunesmith.emulator.Wire.Result;
import dev.tunesmith.support.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A job's state follows from its age")
class LifecycleTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @ParameterizedTest
  @EnumSource(Protocol.class)
  @DisplayName("pending, running, succeeded, with times that fit together")
  void usualPath(Protocol protocol) {
    Wire wire = running.wire(protocol);

    Result created = wire.create(PARENT, request("demo"));
    assertThat(created.state()).isEqualTo("JOB_STATE_PENDING");
    assertThat(created.body().path("createTime").asText()).isEqualTo("2026-01-01T10:00:00.123456Z");
    assertThat(created.body().path("updateTime")).isEqualTo(created.body().path("createTime"));
    assertThat(created.body().has("startTime")).isFalse();
    assertThat(created.body().has("experiment")).isFalse();
    assertThat(created.body().has("tuningDataStats")).isFalse();

    running.clock().advance(UNTIL_RUNNING);
    Result started = wire.get(created.name());
    assertThat(started.state()).isEqualTo("JOB_STATE_RUNNING");
    assertThat(started.body().has("endTime")).isFalse();
    assertThat(started.body().has("tunedModel")).isFalse();
    assertThat(started.body().path("updateTime")).isEqualTo(started.body().path("startTime"));
    assertThat(time(started, "startTime")).isAfter(time(started, "createTime"));
    assertThat(started.body().path("experiment").asText())
        .contains("/metadataStores/default/contexts/tuning-experiment-20260101100");
    assertThat(started.body().has("tuningDataStats")).as("not processed yet").isFalse();

    running.clock().advance(UNTIL_TRAINING);
    Result training = wire.get(created.name());
    assertThat(training.state()).isEqualTo("JOB_STATE_RUNNING");
    assertThat(training.body().at("/tuningDataStats/supervisedTuningDataStats").isObject())
        .isTrue();

    running.clock().advance(ALL_OVER);
    Result ended = wire.get(created.name());
    assertThat(ended.state()).isEqualTo("JOB_STATE_SUCCEEDED");
    assertThat(ended.body().path("startTime")).isEqualTo(started.body().path("startTime"));
    assertThat(ended.body().path("updateTime")).isEqualTo(ended.body().path("endTime"));
    assertThat(time(ended, "endTime"))
        .isBetween(
            time(ended, "startTime").plusSeconds(30), time(ended, "startTime").plusSeconds(60));
    assertThat(ended.body().has("error")).isFalse();
    assertThat(ended.body().at("/tunedModel/model").asText()).endsWith("@1");
    assertThat(ended.body().at("/tunedModel/endpoint").asText()).contains("/endpoints/");
  }

  @ParameterizedTest
  @CsvSource({
    "gs://b1x/fail.jsonl, JOB_STATE_FAILED, 3, false",
    "gs://b1x/fail-endpoint.jsonl, JOB_STATE_FAILED, 13, true",
    "gs://b1x/never/t.jsonl, JOB_STATE_RUNNING, , false",
    "gs://b1x/t.jsonl, JOB_STATE_SUCCEEDED, , true",
  })
  @DisplayName("the training data's URI decides how it ends")
  void endsByUri(String uri, String state, Integer errorCode, boolean model) {
    Result created = running.rest().create(PARENT, requestOn(uri));
    running.clock().advance(ALL_OVER);
    ObjectNode ended = running.rest().get(created.name()).body();

    assertThat(ended.path("state").asText()).isEqualTo(state);
    assertThat(ended.at("/tunedModel/model").isTextual()).isEqualTo(model);
    if (errorCode != null) {
      assertThat(ended.at("/error/code").asInt()).isEqualTo(errorCode);
      assertThat(ended.at("/error/message").asText()).isNotEmpty();
      assertThat(ended.at("/tunedModel/endpoint").isMissingNode()).isTrue();
      assertThat(ended.has("tuningDataStats"))
          .as("none where the dataset could not be processed")
          .isEqualTo(model);
      assertThat(ended.path("updateTime")).isEqualTo(ended.path("endTime"));
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  @DisplayName("a cancelled job is cancelling for a while, then cancelled with error code 1")
  void cancel(Protocol protocol) {
    Wire wire = running.wire(protocol);
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(UNTIL_RUNNING);

    Result cancel = wire.cancel(name);
    assertThat(cancel.code()).isEqualTo(CanonicalCode.OK);
    assertThat(cancel.body()).isEmpty();
    assertThat(wire.get(name).state()).isEqualTo("JOB_STATE_CANCELLING");
    assertThat(wire.cancel(name).code()).as("again").isEqualTo(CanonicalCode.OK);

    running.clock().advance(ALL_OVER);
    ObjectNode cancelled = wire.get(name).body();
    assertThat(cancelled.path("state").asText()).isEqualTo("JOB_STATE_CANCELLED");
    assertThat(cancelled.at("/error/code").asInt()).isEqualTo(1);
    assertThat(cancelled.has("tunedModel")).isFalse();
    assertThat(cancelled.has("startTime")).isTrue();
    assertThat(cancelled.path("updateTime")).isEqualTo(cancelled.path("endTime"));
  }

  @Test
  @DisplayName("a job cancelled before it ran has no start time")
  void cancelBeforeStart() {
    String name = running.rest().create(PARENT, request("demo")).name();
    running.rest().cancel(name);
    running.clock().advance(ALL_OVER);

    JsonNode cancelled = running.rest().get(name).body();
    assertThat(cancelled.path("state").asText()).isEqualTo("JOB_STATE_CANCELLED");
    assertThat(cancelled.has("startTime")).isFalse();
    assertThat(cancelled.has("tuningDataStats")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  @DisplayName("a job that has ended cannot be cancelled, and stays as it ended")
  void cancelEnded(Protocol protocol) {
    Wire wire = running.wire(protocol);
    String name = wire.create(PARENT, request("demo")).name();
    running.clock().advance(ALL_OVER);

    assertThat(wire.cancel(name).code()).isEqualTo(CanonicalCode.FAILED_PRECONDITION);
    assertThat(wire.get(name).state()).isEqualTo("JOB_STATE_SUCCEEDED");
  }

  @Test
  @DisplayName("tenfold speed takes a tenth of the time")
  void speed() throws Exception {
    ManualClock clock = new ManualClock();
    try (Emulator fast = Emulator.start(EmulatorOptions.defaults().withSpeed(10), clock)) {
      Wire wire = new RestWire(fast.httpPort(), "v1");
      String slow = running.rest().create(PARENT, request("demo")).name();
      String quick = wire.create(PARENT, request("demo")).name();
      running.clock().advance(ALL_OVER);
      clock.advance(ALL_OVER);

      Duration slowAge = age(running.rest().get(slow));
      assertThat(age(wire.get(quick))).isCloseTo(slowAge.dividedBy(10), Duration.ofNanos(1_000));
    }
  }

  @Test
  @DisplayName("the same calls on the same seed give the same names and times; another seed others")
  void seeded() throws Exception {
    String name = running.rest().create(PARENT, request("demo")).name();
    try (Emulator same = Emulator.start(EmulatorOptions.defaults(), new ManualClock());
        Emulator other =
            Emulator.start(EmulatorOptions.defaults().withSeed(2), new ManualClock())) {
      Wire sameWire = new RestWire(same.httpPort(), "v1");
      Wire otherWire = new RestWire(other.httpPort(), "v1");
      assertThat(sameWire.create(PARENT, request("demo")).name()).isEqualTo(name);
      assertThat(otherWire.create(PARENT, request("demo")).name()).isNotEqualTo(name);
    }
  }

  private static Duration age(Result job) {
    return Duration.between(time(job, "createTime"), time(job, "endTime"));
  }

  private static Instant time(Result job, String field) {
    return Instant.parse(job.body().path(field).asText());
  }
}
