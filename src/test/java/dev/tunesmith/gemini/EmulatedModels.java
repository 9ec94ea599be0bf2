package dev.tunesmith.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.support.ManualClock;
import dev.tunesmith.vertex.Failure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The emulator, behind the adapter, as the service of {@link TunedModelsContractTest}. */
record EmulatedModels(Emulator emulator, TunedModels tunedModels, ManualClock clock)
    implements TunedModelsContractTest.Service {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final String KEY = "a-valid-key";

  static EmulatedModels start(int pageSize) {
    ManualClock clock = new ManualClock();
    try {
      Emulator emulator =
          Emulator.start(
              EmulatorOptions.defaults().withPageSize(pageSize).withApiKeys(Set.of(KEY)), clock);
      Access access =
          new Access(
              URI.create("http://127.0.0.1:" + emulator.httpPort()),
              new Access.ApiKey(() -> KEY, "this test"),
              true);
      return new EmulatedModels(
          emulator,
          new RestTunedModels(access, new Deadlines(DEADLINE, DEADLINE, DEADLINE)),
          clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void answerNext(ModelVerb verb, String code, Kind kind) {
    order(verb, new Effect.Fail(CanonicalCode.valueOf(code), null, false));
  }

  @Override
  public void loseNextCreateReply() {
    order(ModelVerb.CREATE, new Effect.Drop(true));
  }

  @Override
  public void staySilentOnce(ModelVerb verb) {
    order(verb, new Effect.NoReply(false));
  }

  @Override
  public void createHalfway(String id, ObjectNode model) {
    tunedModels.create(id, model);
    clock.advance(Duration.ofSeconds(20));
  }

  @Override
  public void createIn(String state, String id, ObjectNode model) {
    switch (state) {
      case "ACTIVE" -> {}
      case "FAILED" ->
          order(
              ModelVerb.CREATE,
              new Effect.EndsAs(
                  state, null, null, new Effect.JobError(3, "these examples cannot be tuned on")));
      default ->
          order(
              ModelVerb.CREATE, new Effect.Follows(List.of(new Effect.Step(state, Duration.ZERO))));
    }
    tunedModels.create(id, model);
    clock.advance(Duration.ofMinutes(1));
  }

  @Override
  public int modelsCreated() {
    return emulator.tunedModels().size();
  }

  @Override
  public int requests(ModelVerb verb) {
    return Math.toIntExact(emulator.calls().of(method(verb)));
  }

  @Override
  public void close() {
    emulator.close();
  }

  private void order(ModelVerb verb, Effect effect) {
    emulator.faults().add(Fault.on(method(verb), effect).once());
  }

  private static RpcMethod method(ModelVerb verb) {
    return switch (verb) {
      case CREATE -> RpcMethod.CREATE_TUNED_MODEL;
      case GET -> RpcMethod.GET_TUNED_MODEL;
      case LIST -> RpcMethod.LIST_TUNED_MODELS;
      case PATCH -> RpcMethod.UPDATE_TUNED_MODEL;
      case DELETE -> RpcMethod.DELETE_TUNED_MODEL;
      case OPERATION -> RpcMethod.GET_TUNING_OPERATION;
      case OPERATIONS -> RpcMethod.LIST_TUNING_OPERATIONS;
      case GENERATE, STREAM -> RpcMethod.ASK_TUNED_MODEL;
    };
  }
}
