package dev.tunesmith.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.sim.Failures;
import dev.tunesmith.sim.SimTunedModels;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calls to the Gemini API that are listened to")
class InstrumentedTunedModelsTest {
  @Test
  @DisplayName("are told once each, by call and code, and no answer changes")
  void told() {
    SimTunedModels fake =
        new SimTunedModels(Clock.fixed(Instant.parse("2026-01-01T10:00:00Z"), ZoneOffset.UTC));
    List<String> heard = new ArrayList<>();
    TunedModels models =
        new InstrumentedTunedModels(
            fake, (verb, code, took) -> heard.add(verb.label() + " " + code), () -> 0);
    ObjectNode body = TunedModelsContractTest.request();

    models.create("my-model", body);
    assertThat(models.create("my-model", body)).isInstanceOf(TunedModels.AlreadyExists.class);
    fake.failNext(ModelVerb.CREATE, Failures.quota());
    models.create("another", body);
    assertThat(models.get("tunedModels/nobody")).isInstanceOf(TunedModels.Absent.class);
    models.list(null, "");
    models.operations("tunedModels/my-model");
    fake.failNext(ModelVerb.PATCH, Failures.unavailable());
    models.patch("tunedModels/my-model", Set.of("displayName"), body);
    models.delete("tunedModels/my-model");

    assertThat(heard)
        .containsExactly(
            "create OK",
            "create ALREADY_EXISTS",
            "create RESOURCE_EXHAUSTED",
            "get NOT_FOUND",
            "list OK",
            "operations OK",
            "patch UNAVAILABLE",
            "delete OK");
  }
}
