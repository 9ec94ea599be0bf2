package dev.tunesmith.sim;

import static dev.tunesmith.sim.ModelWorld.ENDS;
import static dev.tunesmith.sim.ModelWorld.MINUTE;
import static dev.tunesmith.sim.ModelWorld.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.gemini.ModelVerb;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each part of a spec, on virtual time. */
@DisplayName("The spec of a TunedModel")
class TunedModelSpecTest {
  private final ModelWorld world = new ModelWorld();

  private static String fromConfigMap(String format) {
    return """
    model:
      baseModel: models/gemini-1.5-flash-001-tuning
      tuningTask: {hyperparameters: {epochCount: 5}}
    trainingDataFrom:
      configMapKeyRef: {name: numbers, key: train}
      format: %s
    """
        .formatted(format);
  }

  @Nested
  @DisplayName("What cannot be created")
  class Refused {
    @Test
    @DisplayName("is not sent again as it is, and is once it was corrected")
    void rejected() {
      world.service.failNext(
          ModelVerb.CREATE, Failures.of(Kind.REQUEST_REJECTED, "epochCount is too large"));
      world.apply(spec("1"));
      world.pass(Duration.ofHours(1));
      assertThat(world.ready().getReason()).isEqualTo("RequestRejected");
      assertThat(world.service.calls(ModelVerb.CREATE)).isOne();

      world.apply(spec("1").replace("\"2\"", "\"two\""));
      world.pass(MINUTE);
      world.ends();

      assertThat(world.conditions()).isEqualTo(ENDS);
    }

    @Test
    @DisplayName("is sent again when the refused field was corrected, also one that may be patched")
    void corrected() {
      world.service.failNext(
          ModelVerb.CREATE,
          new Failure(Kind.REQUEST_REJECTED, "INVALID_ARGUMENT", "temperature is too high"));
      world.apply(spec("1").replace("temperature: 0.7", "temperature: 0.9"));
      world.pass(Duration.ofHours(1));
      assertThat(world.service.created()).isEmpty();

      world.apply(spec("1"));
      world.pass(MINUTE);

      assertThat(world.service.created()).hasSize(1);
    }

    @Test
    @DisplayName("for now is tried again, with pauses")
    void quota() {
      world.service.failAlways(ModelVerb.CREATE, Failures.of(Kind.QUOTA_EXCEEDED, "no quota"));
      world.apply(spec("1"));
      world.pass(Duration.ofHours(1));
      assertThat(world.ready().getReason()).isEqualTo("QuotaExceeded");
      assertThat(world.service.calls(ModelVerb.CREATE)).isLessThan(20);

      world.service.heal();
      world.pass(Duration.ofMinutes(11));
      world.ends();

      assertThat(world.conditions()).isEqualTo(ENDS);
    }

    @Test
    @DisplayName("waits for a listing where the service cannot be asked")
    void unlisted() {
      Failure away = Failures.of(Kind.SERVICE_UNAVAILABLE, "away");
      world.service.failAlways(ModelVerb.LIST, away);
      world.apply(spec("1"));
      world.pass(MINUTE);
      assertThat(world.ready().getReason()).isEqualTo("ServiceUnavailable");
      assertThat(world.service.calls(ModelVerb.CREATE)).isZero();

      world.service.heal();
      world.pass(MINUTE.multipliedBy(2));
      assertThat(world.service.created()).hasSize(1);
    }

    @Test
    @DisplayName("for a missing key says which Secret, and calls nothing")
    void noKey() {
      world.secrets.clear();
      world.apply(spec("1"));
      world.pass(MINUTE);
      assertThat(world.ready().getReason()).isEqualTo("NotFound");
      assertThat(world.accesses).isEmpty();

      world.secrets.put("gemini/api-key", "another");
      world.pass(MINUTE);
      assertThat(world.service.created()).hasSize(1);
    }

    @Test
    @DisplayName("at a host that is not allowed is not called")
    void host() {
      world.apply(spec("1", "endpoint: https://evil.example.com"));
      world.pass(MINUTE);
      assertThat(world.ready().getReason()).isEqualTo("PolicyViolation");
      assertThat(world.ready().getMessage()).contains("--allow-gemini-host=evil.example.com");
      assertThat(world.accesses).isEmpty();

      world.apply(spec("1", "endpoint: https://gateway.example.com"));
      world.pass(MINUTE);
      assertThat(world.service.created()).hasSize(1);
    }

    @Test
    @DisplayName("at another host without a key: the operator's own token is not sent there")
    void noTokenForOthers() {
      world.apply(
          spec("1", "endpoint: https://gateway.example.com")
              .replace("apiKeySecretRef: {name: gemini, key: api-key}\n", ""));
      world.pass(MINUTE);

      assertThat(world.ready().getReason()).isEqualTo("PermissionDenied");
      assertThat(world.ready().getMessage()).contains("set spec.apiKeySecretRef");
      assertThat(world.accesses).isEmpty();
    }

    @Test
    @DisplayName("for a misspelt field says which")
    void unknownField() {
      world.apply(spec("1").replace("temperature", "temperatur"));
      world.pass(MINUTE);
      assertThat(world.ready().getReason()).isEqualTo("RequestRejected");
      assertThat(world.ready().getMessage()).contains("did you mean temperature?");
      assertThat(world.service.created()).isEmpty();
    }
  }

  @Nested
  @DisplayName("Training data in a ConfigMap")
  class FromConfigMap {
    @Test
    @DisplayName("is waited for, read as JSON Lines, and never tuned again by itself")
    void jsonLines() {
      world.apply(fromConfigMap("JSONL"));
      world.pass(MINUTE);
      assertThat(world.ready().getReason()).isEqualTo("NotFound");

      world.configMaps.put("numbers/train", "{\"textInput\": \"1\", \"output\": \"2\"}\n\n");
      world.pass(MINUTE);
      String model = world.only();
      assertThat(
              world
                  .service
                  .request(model)
                  .at("/tuningTask/trainingData/examples/examples/0/output"))
          .hasToString("\"2\"");
      world.ends();
      world.configMaps.put("numbers/train", "{\"textInput\": \"1\", \"output\": \"3\"}");
      world.pass(Duration.ofMinutes(15));

      assertThat(world.conditions()).isEqualTo(ENDS);
      assertThat(world.ready().getMessage())
          .contains("The training data in the ConfigMap changed", "set a new spec.run");
      assertThat(world.service.created()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '`',
        delimiter = '|',
        value = {
          "CSV | `textInput,output\n\"1,000\",\"1,001\"\n8,9\n`",
          "CSV | `\uFEFFtextInput,output\n\"1,000\",2\n`",
          "JSONL | `\uFEFF{\"textInput\": \"1,000\", \"output\": \"2\"}\n`",
        })
    @DisplayName("may be CSV with named columns, and begin with a byte-order mark")
    void formats(String format, String data) {
      world.configMaps.put("numbers/train", data);
      world.apply(fromConfigMap(format));
      world.pass(MINUTE);

      assertThat(
              world
                  .service
                  .request(world.only())
                  .at("/tuningTask/trainingData/examples/examples/0/textInput"))
          .hasToString("\"1,000\"");
    }

    @Test
    @DisplayName("that is gone hides no model that exists")
    void goneLater() {
      world.configMaps.put("numbers/train", "{\"textInput\": \"1\", \"output\": \"2\"}");
      world.apply(fromConfigMap("JSONL"));
      world.pass(MINUTE);
      world.ends();
      world.configMaps.clear();
      world.loseStatus();
      world.restart();
      world.pass(MINUTE);

      assertThat(world.conditions()).isEqualTo(ENDS);
      assertThat(world.ready().getMessage()).contains("cannot be read any more");
      assertThat(world.status().submission())
          .as("a digest without the data would freeze inputs that nothing was made of")
          .isNull();
    }

    @Test
    @DisplayName("is refused with the line, and without a word of it")
    void broken() {
      world.configMaps.put(
          "numbers/train", "{\"textInput\": \"1\", \"output\": \"2\"}\n{\"textInput\": 7}");
      world.apply(fromConfigMap("JSONL"));
      world.pass(MINUTE);

      assertThat(world.ready().getReason()).isEqualTo("RequestRejected");
      assertThat(world.ready().getMessage()).contains("line 2").doesNotContain("7");
      assertThat(world.service.created()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "'textInput;output\n7;8\n'"
              + " | separated by commas, not by ;; of the one column that it names none is",
          "'textInput,outputs\n7,8\n'"
              + " | separated by commas; of the 2 columns that it names only one is",
          "'7,8\n9,10\n' | separated by commas; of the 2 columns that it names none is",
        })
    @DisplayName("as CSV without the columns is refused with what the first line must be")
    void columns(String data, String why) {
      world.configMaps.put("numbers/train", data);
      world.apply(fromConfigMap("CSV"));
      world.pass(MINUTE);

      assertThat(world.ready().getReason()).isEqualTo("RequestRejected");
      assertThat(world.ready().getMessage())
          .contains("line 1: must name the columns textInput and output, " + why)
          .doesNotContain("7");
      assertThat(world.service.created()).isEmpty();
    }
  }

  @Nested
  @DisplayName("What may be patched")
  class Patched {
    @Test
    @DisplayName("is, when the spec changes and when another client changed it, and nothing else")
    void patched() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      String model = world.only();
      world.ends();
      world.apply(spec("1").replace("0.7", "0.2"));
      world.pass(Duration.ofMinutes(10));
      assertThat(world.service.models().getFirst().body().path("temperature").asDouble())
          .isEqualTo(0.2);
      assertThat(world.service.calls(ModelVerb.PATCH)).isOne();

      world.service.edit(model, body -> body.put("displayName", "renamed"));
      world.pass(Duration.ofMinutes(20));

      assertThat(world.service.models().getFirst().body().path("displayName").asText())
          .isEqualTo("next number");
      assertThat(world.events)
          .anyMatch(event -> event.startsWith("TunedModelPatched: Changed displayName of "));
      assertThat(world.service.created()).hasSize(1);
    }

    @Test
    @DisplayName("is not patched again and again where the service keeps another value")
    void kept() {
      world.apply(spec("1").replace("  displayName: next number\n", "  description: \"\"\n"));
      world.pass(MINUTE);
      world.ends();
      world.pass(Duration.ofHours(1));
      assertThat(world.service.calls(ModelVerb.PATCH)).as("nothing is nothing").isZero();
    }

    @Test
    @DisplayName("and says so where it cannot be")
    void refused() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      world.ends();
      world.service.failAlways(ModelVerb.PATCH, Failures.of(Kind.PERMISSION_DENIED, "no"));
      world.apply(spec("1").replace("0.7", "0.2"));
      world.pass(Duration.ofMinutes(10));

      assertThat(world.conditions()).isEqualTo(ENDS);
      assertThat(world.ready().getMessage()).contains("temperature differs from the spec", "no.");
    }
  }

  @Nested
  @DisplayName("Acceptance checks")
  final class Checks {
    private static final String CHECKS =
        """
        acceptance:
          checks:
            - {name: next, request: {contents: [{parts: [{text: "1"}]}]}, expect: {equals: "2"}}
            - {name: short, request: {contents: [{parts: [{text: "1"}]}]}, expect: {maxCharacters: 9}}
        """;

    @Test
    @DisplayName("are asked once, whenever the operator dies; each death costs one request more")
    void deaths() {
      ModelWorld quiet = accepted(0);
      assertThat(quiet.service.calls(ModelVerb.GENERATE)).isEqualTo(2);
      assertThat(quiet.events).anyMatch(event -> event.startsWith("Accepted: "));
      for (int death = 1; death <= quiet.effects; death++) {
        ModelWorld each = accepted(death);
        assertThat(each.service.calls(ModelVerb.GENERATE))
            .as("death at effect %d", death)
            .isBetween(2, 3);
      }
    }

    private static ModelWorld accepted(int death) {
      ModelWorld each = new ModelWorld();
      each.service.answers(request -> "2");
      each.deathAt = death;
      each.apply(spec("1", CHECKS));
      each.pass(MINUTE.multipliedBy(3));
      each.service.succeed(each.only());
      each.pass(MINUTE.multipliedBy(3));
      assertThat(each.conditions())
          .as("death at effect %d", death)
          .isEqualTo("Accepted Complete Finished Ready");
      return each;
    }

    @Test
    @DisplayName("fail by an answer, and by no outage")
    void failures() {
      world.service.answers(request -> "three, a secret");
      world.service.failNext(
          ModelVerb.GENERATE, new Failure(Kind.QUOTA_EXCEEDED, "RESOURCE_EXHAUSTED", "later"));
      world.apply(spec("1", CHECKS));
      world.pass(MINUTE);
      world.service.succeed(world.only());
      world.pass(Duration.ofSeconds(20));
      assertThat(world.ready().getReason()).isEqualTo("Accepting");
      world.pass(MINUTE.multipliedBy(5));

      assertThat(world.conditions()).isEqualTo("Finished Stalled");
      assertThat(world.ready().getReason()).isEqualTo("NotAccepted");
      assertThat(world.ready().getMessage())
          .contains("next (the answer is not the expected text), short (the answer has 15")
          .doesNotContain("secret");
      assertThat(world.events)
          .anyMatch(event -> event.startsWith("NotAccepted: "))
          .noneMatch(event -> event.contains("secret"));
      assertThat(world.service.calls(ModelVerb.GENERATE)).isEqualTo(3);

      world.apply(spec("1"));
      world.pass(MINUTE);
      assertThat(world.conditions()).isEqualTo(ENDS);
      assertThat(world.status().acceptance()).isNull();
    }
  }

  @Test
  @DisplayName("has its Secret and its ConfigMap read once in a reconciliation")
  void readsOnce() {
    world.configMaps.put("numbers/train", "{\"textInput\": \"1\", \"output\": \"2\"}\n");
    world.apply(fromConfigMap("JSONL") + "apiKeySecretRef: {name: gemini, key: api-key}\n");
    world.pass(MINUTE.multipliedBy(2));

    assertThat(world.service.created()).hasSize(1);
    assertThat(world.reads).isEqualTo(2 * world.reconciliations);
  }

  @Test
  @DisplayName("brings no key into any status, event or message")
  void keyStaysSecret() {
    world.service.failNext(ModelVerb.CREATE, Failures.of(Kind.PERMISSION_DENIED, "bad key"));
    world.apply(spec("1"));
    world.pass(MINUTE.multipliedBy(2));
    world.ends();

    assertThat(world.status().toString()).doesNotContain("secret-key");
    assertThat(world.events.toString()).doesNotContain("secret-key");
    assertThat(world.accesses.toString()).doesNotContain("secret-key");
  }
}
