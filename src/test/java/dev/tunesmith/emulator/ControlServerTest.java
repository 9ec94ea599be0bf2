package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Fault.Match;
import dev.tunesmith.emulator.Wire.Result;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The emulator's own API over HTTP")
class ControlServerTest {
  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  record EffectCase(String method, String json, Effect expected) {}

  static Stream<EffectCase> effects() {
    return Stream.of(
        new EffectCase(
            "create",
            "{'type':'fail','code':'UNAVAILABLE','message':'m','accepted':true}",
            new Effect.Fail(CanonicalCode.UNAVAILABLE, "m", true)),
        new EffectCase(
            "GetModel",
            "{'type':'fail','code':'NOT_FOUND'}",
            new Effect.Fail(CanonicalCode.NOT_FOUND, null, false)),
        new EffectCase("get", "{'type':'drop'}", new Effect.Drop(false)),
        new EffectCase(
            "create",
            "{'type':'httpReply','status':502,'accepted':true}",
            new Effect.HttpReply(502, null, null, true)),
        new EffectCase("list", "{'type':'cutShort','bytes':20}", new Effect.CutShort(20)),
        new EffectCase("list", "{'type':'noReply','accepted':true}", new Effect.NoReply(true)),
        new EffectCase(
            "cancel",
            "{'type':'delay','duration':'1.5s','accepted':true}",
            new Effect.Delay(Duration.ofMillis(1500), true)),
        new EffectCase(
            "create",
            "{'type':'listLag','duration':'30s'}",
            new Effect.ListLag(Duration.ofSeconds(30))),
        new EffectCase("create", "{'type':'labelsNotKept'}", new Effect.LabelsNotKept()),
        new EffectCase("list", "{'type':'labelsNotShown'}", new Effect.LabelsNotShown()),
        new EffectCase("create", "{'type':'neverEnds'}", new Effect.NeverEnds()),
        new EffectCase(
            "create",
            "{'type':'endsAs','state':'JOB_STATE_EXPIRED'}",
            new Effect.EndsAs("JOB_STATE_EXPIRED")),
        new EffectCase(
            "create",
            "{'type':'endsAs','state':'X','model':true,'endpoint':false,'error':{'code':13,'message':'m'}}",
            new Effect.EndsAs("X", true, false, new Effect.JobError(13, "m"))),
        new EffectCase(
            "create",
            "{'type':'follows','steps':[{'state':'A','for':'2s'},{'state':'B'}]}",
            new Effect.Follows(
                List.of(
                    new Effect.Step("A", Duration.ofSeconds(2)),
                    new Effect.Step("B", Duration.ZERO)))),
        new EffectCase(
            "cancel",
            "{'type':'cancelEndsAs','state':'JOB_STATE_SUCCEEDED'}",
            new Effect.CancelEndsAs("JOB_STATE_SUCCEEDED")),
        new EffectCase("cancel", "{'type':'cancelIgnored'}", new Effect.CancelIgnored()),
        new EffectCase(
            "undeployModel",
            "{'type':'undeployLag','duration':'60s'}",
            new Effect.UndeployLag(Duration.ofMinutes(1))),
        new EffectCase("list", "{'type':'filterIgnored'}", new Effect.FilterIgnored()));
  }

  @ParameterizedTest
  @MethodSource("effects")
  @DisplayName("adds a fault with every effect, and shows it as it was added")
  void add(EffectCase effect) {
    String body =
        json("{'match':{'method':'" + effect.method() + "'},'effect':" + effect.json() + "}");
    Result added = call("POST", "faults", body);
    assertThat(added.code()).as(added.message()).isEqualTo(CanonicalCode.OK);

    assertThat(running.emulator().faults().list())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.fault().effect()).isEqualTo(effect.expected());
              assertThat(fault.fault().match().method())
                  .isEqualTo(RpcMethod.named(effect.method()));
              assertThat(fault.fault().times()).isNull();
            });
    JsonNode shown = call("GET", "faults", "").body().at("/faults/0/fault");
    assertThat(call("POST", "faults", shown.toString()).code()).isEqualTo(CanonicalCode.OK);
    assertThat(running.emulator().faults().list().getLast().fault().effect())
        .isEqualTo(effect.expected());
  }

  @Test
  @DisplayName("there is a case above for every effect")
  void everyEffect() {
    assertThat(effects().map(effect -> effect.expected().getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(leaves(Effect.class).map(Class::getName).toList());
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(ControlServerTest::leaves)
        : Stream.of(type);
  }

  @Test
  @DisplayName("adds a fault on some calls, a number of times")
  void match() {
    call(
        "POST",
        "faults",
        json(
            "{'match':{'method':'list','location':'us-central1','page':2},'skip':1,'times':3,"
                + "'effect':{'type':'drop'}}"));
    Fault fault = running.emulator().faults().list().getFirst().fault();
    assertThat(fault.match())
        .isEqualTo(new Match(RpcMethod.LIST_TUNING_JOBS, "us-central1", null, null, 2));
    assertThat(fault.skip()).isEqualTo(1);
    assertThat(fault.times()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "{} | effect is missing",
        "{'effekt':{'type':'drop'}} | Unknown field 'effekt' at 'fault.effekt'; there are [effect,",
        "{'effect':{'type':'delay','durashun':'1s'}} | 'fault.effect.durashun'; there are"
            + " [accepted,",
        "{'effect':{'type':'explode'}} | explode",
        "{'effect':{'type':'drop'},'match':{'method':'destroy'}} | no method 'destroy'",
        "{'effect':{'type':'drop'},'colour':'red'} | colour",
        "{'effect':{'type':'drop','why':'fun'}} | why",
        "{'effect':{'type':'neverEnds'}} | CreateTuningJob or CreateTunedModel only",
        "{'effect':{'type':'delay','duration':'soon'}} | like 1.5s",
        "{'effect':{'type':'delay'}} | duration is missing",
        "{'effect':{'type':'drop'},'times':0} | times",
        "{'effect':{'type':'fail','code':'OK'}} | OK is no failure",
        "{'effect':{'type':'fail','code':'BROKEN'}} | there are [OK, CANCELLED,",
        "{'effect':{'type':'httpReply','status':99}} | status must be 200 to 599",
        "{'effect':{'kind':'drop'}} | has no type; there are [fail, drop,",
        "{'effect':{'type':'drop','accepted':'x'}} | fault.effect.accepted",
        "{'match':{'page':'first'},'effect':{'type':'drop'}} | fault.match.page",
        "{'match':7,'effect':{'type':'drop'}} | fault.match",
        "{'times':[],'effect':{'type':'drop'}} | fault.times",
      })
  @DisplayName("refuses an invalid fault, and says why")
  void refused(String body, String message) {
    Result refused = call("POST", "faults", json(body));
    assertThat(refused.code()).isEqualTo(CanonicalCode.INVALID_ARGUMENT);
    assertThat(refused.message())
        .contains(message)
        .as("no Java in it")
        .doesNotContain("dev.tunesmith", "java.", "jackson", "class ");
    assertThat(refused.badFields())
        .singleElement()
        .satisfies(field -> assertThat(field).matches("fault[A-Za-z.]*"));
    assertThat(running.emulator().faults().list()).isEmpty();
  }

  @Test
  @DisplayName("removes faults, one or all")
  void remove() {
    running.add(RpcMethod.GET_TUNING_JOB, new Effect.Drop(false));
    String second = running.add(RpcMethod.GET_MODEL, new Effect.Drop(false));
    assertThat(call("DELETE", "faults/" + second, "").code()).isEqualTo(CanonicalCode.OK);
    assertThat(call("DELETE", "faults/" + second, "").code()).isEqualTo(CanonicalCode.NOT_FOUND);
    assertThat(running.emulator().faults().list()).hasSize(1);
    assertThat(call("DELETE", "faults", "").code()).isEqualTo(CanonicalCode.OK);
    assertThat(running.emulator().faults().list()).isEmpty();
  }

  @Test
  @DisplayName("shows the counts of calls by method and code, of both protocols together")
  void calls() {
    running.rest().create(PARENT, request("demo"));
    running.grpc().create(PARENT, request("demo"));
    running.grpc().get(PARENT + "/tuningJobs/1");
    running.add(RpcMethod.CANCEL_TUNING_JOB, new Effect.Drop(false));
    running.rest().cancel(PARENT + "/tuningJobs/1");

    ObjectNode calls = (ObjectNode) call("GET", "calls", "").body().path("calls");
    assertThat(calls.toString())
        .isEqualTo(
            json(
                "{'CancelTuningJob':{'UNAVAILABLE':1},'CreateTuningJob':{'OK':2},"
                    + "'GetTuningJob':{'NOT_FOUND':1}}"));
    assertThat(running.emulator().calls().of(RpcMethod.CREATE_TUNING_JOB)).isEqualTo(2);
  }

  @Test
  @DisplayName("shows every job of every place, whatever listings show")
  void jobs() {
    running.add(RpcMethod.CREATE_TUNING_JOB, new Effect.ListLag(Duration.ofHours(1)));
    running.rest().create(PARENT, request("one"));
    running.rest().create("projects/other/locations/europe-west4", request("two"));

    JsonNode jobs = call("GET", "jobs", "").body().path("tuningJobs");
    assertThat(jobs)
        .extracting(job -> job.path("tunedModelDisplayName").asText())
        .containsExactly("two", "one");
    assertThat(running.emulator().jobs()).hasSize(2);
  }

  @Test
  @DisplayName("jobs() gives copies: changing them changes nothing")
  void copies() {
    running.rest().create(PARENT, request("demo"));
    running.emulator().jobs().getFirst().withObjectProperty("labels").put("team", "other");
    assertThat(running.emulator().jobs().getFirst().at("/labels/team").asText())
        .isEqualTo("support");
  }

  @Test
  @DisplayName("says what there is where there is nothing")
  void nothingThere() {
    Result refused = call("GET", "fault", "");
    assertThat(refused.code()).isEqualTo(CanonicalCode.NOT_FOUND);
    assertThat(refused.message()).contains("POST /emulator/v1/faults");
  }

  private Result call(String method, String path, String body) {
    return running.rest().call(method, "/emulator/v1/" + path, body, Wire.PATIENCE);
  }

  private static String json(String withSingleQuotes) {
    return withSingleQuotes.replace('\'', '"');
  }
}
