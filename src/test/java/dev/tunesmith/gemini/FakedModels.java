package dev.tunesmith.gemini;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.sim.Failures;
import dev.tunesmith.sim.SimTunedModels;
import dev.tunesmith.vertex.Failure.Kind;
import java.time.Instant;
import java.time.InstantSource;

/** The fake as the service of {@link TunedModelsContractTest}. */
record FakedModels(SimTunedModels tunedModels) implements TunedModelsContractTest.Service {
  static FakedModels start(int pageSize) {
    SimTunedModels fake =
        new SimTunedModels(InstantSource.fixed(Instant.parse("2026-01-01T10:00:00Z")));
    fake.pageSize(pageSize);
    return new FakedModels(fake);
  }

  @Override
  public void answerNext(ModelVerb verb, String code, Kind kind) {
    tunedModels.failNext(verb, Failures.of(kind, code));
  }

  @Override
  public void loseNextCreateReply() {
    tunedModels.dropNextCreateReply();
  }

  @Override
  public void staySilentOnce(ModelVerb verb) {
    // A silent service and a port with a deadline are, together, this answer.
    tunedModels.failNext(
        verb,
        verb == ModelVerb.CREATE
            ? Failures.outcomeUnknown("DEADLINE_EXCEEDED")
            : Failures.of(Kind.SERVICE_UNAVAILABLE, "DEADLINE_EXCEEDED"));
  }

  @Override
  public void createHalfway(String id, ObjectNode model) {
    tunedModels.create(id, model);
    tunedModels.advance("tunedModels/" + id, 4);
  }

  @Override
  public void createIn(String state, String id, ObjectNode model) {
    tunedModels.create(id, model);
    String name = "tunedModels/" + id;
    switch (ModelState.of(state)) {
      case ModelState.Known.ACTIVE -> tunedModels.succeed(name);
      case ModelState.Known.FAILED -> tunedModels.fail(name, "INVALID_ARGUMENT", "cannot be tuned");
      default -> tunedModels.setState(name, state);
    }
  }

  @Override
  public int modelsCreated() {
    return tunedModels.created().size();
  }

  @Override
  public int requests(ModelVerb verb) {
    return tunedModels.calls(verb);
  }

  @Override
  public void close() {}
}
