package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.gemini.ModelVerb;
import dev.tunesmith.kind.tunedmodel.TunedModelKind;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stories of one TunedModel, on virtual time. */
@DisplayName("One run of a TunedModel is one tuned model")
class TunedModelTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ENDS = "Complete Finished Ready";

  private final ModelWorld world = new ModelWorld();

  private static String spec(String run, String... further) {
    return """
    model:
      displayName: next number
      baseModel: models/gemini-1.5-flash-001-tuning
      temperature: 0.7
      tuningTask:
        trainingData: {examples: {examples: [{textInput: "1", output: "2"}]}}
    apiKeySecretRef: {name: gemini, key: api-key}
    run: "%s"
    """
            .formatted(run)
        + String.join("\n", further);
  }

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

  private void ends() {
    world.service.models().stream()
        .filter(model -> !model.state().ended())
        .forEach(model -> world.service.succeed(model.name()));
    world.pass(MINUTE);
  }

  @Test
  @DisplayName("with its progress, and an end in the status")
  void plain() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    String model = world.only();
    assertThat(world.ready().getReason()).isEqualTo("Creating");
    assertThat(world.status().state()).isEqualTo("Creating");
    assertThat(world.finalizers()).containsExactly(TunedModelKind.FINALIZER);
    world.service.advance(model, 2);
    world.pass(MINUTE);
    assertThat(world.status().percent()).isBetween(1, 99);

    ends();

    assertThat(world.conditions()).isEqualTo(ENDS);
    assertThat(world.status().percent()).isEqualTo(100);
    assertThat(world.status().model()).isNotNull();
    assertThat(world.events)
        .anyMatch(event -> event.startsWith("TunedModelCreated: " + model))
        .anyMatch(event -> event.startsWith("TunedModelReady: "));
    world.pass(Duration.ofHours(1));
    assertThat(world.service.calls(ModelVerb.GET)).as("at rest it is hardly read").isLessThan(20);
  }

  @Test
  @DisplayName("whenever the operator dies")
  void deaths() {
    ModelWorld quiet = new ModelWorld();
    quiet.apply(spec("1", "deletionPolicy: Delete"));
    quiet.pass(MINUTE);
    int effects = quiet.effects;
    assertThat(effects).isGreaterThan(8);
    for (int death = 1; death <= effects; death++) {
      ModelWorld each = new ModelWorld();
      each.deathAt = death;
      each.apply(spec("1", "deletionPolicy: Delete"));
      each.pass(MINUTE.multipliedBy(3));
      String model = each.only();
      each.service.succeed(model);
      each.pass(MINUTE);
      assertThat(each.conditions()).as("death at effect %d", death).isEqualTo(ENDS);
      assertThat(each.service.created()).as("death at effect %d", death).hasSize(1);
      each.delete();
      each.pass(MINUTE);
      assertThat(each.exists()).isFalse();
      assertThat(each.service.models()).isEmpty();
    }
  }

  @Test
  @DisplayName("when the reply of the create is lost")
  void replyLost() {
    world.service.dropNextCreateReply();
    world.apply(spec("1"));
    world.pass(MINUTE.multipliedBy(2));
    assertThat(world.service.created()).hasSize(1);

    ends();

    assertThat(world.conditions()).isEqualTo(ENDS);
  }

  @Test
  @DisplayName("also where every call takes longer than a poll interval, without a hot loop")
  void slowService() {
    world.callsTake = Duration.ofSeconds(15);
    world.apply(spec("1"));
    world.pass(Duration.ofMinutes(5));

    assertThat(world.service.created()).hasSize(1);
    assertThat(world.ready().getReason()).isEqualTo("Creating");
    assertThat(world.accesses).hasSizeLessThan(30);
  }

  @Test
  @DisplayName("when its status is lost, and when it is deleted and applied again")
  void foundAgain() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    world.loseStatus();
    world.restart();
    world.pass(MINUTE);
    world.delete();
    world.pass(MINUTE);
    assertThat(world.exists()).isFalse();

    world.apply(spec("1"));
    world.pass(MINUTE);

    assertThat(world.service.created()).hasSize(1);
    assertThat(world.events).anyMatch(event -> event.startsWith("TunedModelAdopted: "));
    ends();
    assertThat(world.conditions()).isEqualTo(ENDS);
  }

  @Test
  @DisplayName("also with other inputs: a person is told, and nothing is created")
  void otherInputs() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    String model = world.only();
    ends();
    world.delete();
    world.pass(MINUTE);

    world.apply(spec("1").replace("\"2\"", "\"two\""));
    world.pass(MINUTE);

    assertThat(world.ready().getReason()).isEqualTo("InputsChanged");
    assertThat(world.ready().getMessage()).contains(model, "set a new spec.run");
    assertThat(world.conditions()).isEqualTo("Finished Stalled");
    assertThat(world.service.created()).hasSize(1);
  }

  @Test
  @DisplayName("also with other inputs at once, where listings lag")
  void otherInputsAtOnce() {
    world.service.listLag(Duration.ofSeconds(50));
    world.apply(spec("1"));
    world.pass(Duration.ofSeconds(3));
    world.delete();
    world.pass(Duration.ofMinutes(3));
    assertThat(world.exists()).isFalse();
    world.apply(spec("1").replace("\"2\"", "\"two\""));
    world.pass(MINUTE);

    assertThat(world.service.created()).hasSize(1);
    assertThat(world.ready().getReason()).isEqualTo("InputsChanged");
  }

  @Test
  @DisplayName("also where a second create is refused while the first one's outcome is unknown")
  void refusedAfterUnknown() {
    world.service.listLag(Duration.ofSeconds(50));
    world.service.dropNextCreateReply();
    world.service.failAlways(ModelVerb.GET, Failures.of(Kind.PERMISSION_DENIED, "hidden"));
    world.apply(spec("1", "deletionPolicy: Delete"));
    world.pass(Duration.ofSeconds(1));
    world.service.failAlways(ModelVerb.CREATE, Failures.of(Kind.QUOTA_EXCEEDED, "no quota"));
    world.pass(Duration.ofSeconds(15));
    assertThat(world.ready().getReason()).isEqualTo("QuotaExceeded");
    assertThat(world.status().submission()).as("of the first create").isNotNull();
    world.delete();
    world.pass(Duration.ofMinutes(5));

    assertThat(world.exists()).isFalse();
    assertThat(world.service.models()).as("the first one's is deleted, too").isEmpty();
  }

  @Test
  @DisplayName("and a new run is another")
  void newRun() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    ends();

    world.apply(spec("2"));
    world.pass(MINUTE);

    assertThat(world.service.created()).hasSize(2).doesNotHaveDuplicates();
    assertThat(world.status().run()).isEqualTo("2");
    ends();
    assertThat(world.conditions()).isEqualTo(ENDS);
  }

  @Test
  @DisplayName("which is not made again when another client deletes it")
  void modelGone() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    String model = world.only();
    ends();
    world.service.remove(model);
    world.pass(Duration.ofMinutes(25));

    assertThat(world.ready().getReason()).isEqualTo("ModelGone");
    assertThat(world.service.models()).isEmpty();
  }

  @Test
  @DisplayName("and a copy with the status of another cluster creates nothing")
  void copied() {
    world.apply(spec("1"));
    world.forge(
        """
        run: "1"
        state: Active
        submission: {inputs: v1-0123456789abcdef0123456789abcdef}
        model: {name: tunedModels/another, state: ACTIVE}
        """);
    world.pass(Duration.ofMinutes(5));

    assertThat(world.ready().getReason()).isEqualTo("NotOwned");
    assertThat(world.ready().getMessage()).contains("tunedModels/another", "--instance-id");
    assertThat(world.service.created()).isEmpty();
    assertThat(world.status().model()).as("what the status still names").isNotNull();
  }

  @Test
  @DisplayName("and one that could not be made says why")
  void failed() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    world.service.fail(world.only(), "INTERNAL", "out of luck");
    world.pass(MINUTE);

    assertThat(world.conditions()).isEqualTo("Failed Finished Stalled");
    assertThat(world.ready().getMessage()).contains("out of luck.", "set a new spec.run");
  }

  @Test
  @DisplayName("and an id that exists, and is not shown, costs a few calls and no other model")
  void existsUnseen() {
    world.service.listLag(Duration.ofHours(1));
    world.service.dropNextCreateReply();
    world.service.failAlways(
        ModelVerb.GET, Failures.of(Kind.PERMISSION_DENIED, "no such model, or not yours"));
    world.apply(spec("1"));
    world.pass(Duration.ofMinutes(30));

    assertThat(world.service.created()).hasSize(1);
    assertThat(world.service.calls(ModelVerb.CREATE)).isLessThan(20);
    assertThat(world.ready().getReason()).isEqualTo("PermissionDenied");

    world.service.heal();
    world.pass(Duration.ofMinutes(6));
    ends();
    assertThat(world.conditions()).isEqualTo(ENDS);
  }

  @Test
  @DisplayName("whose end stays shown while the service cannot be read, and is announced once")
  void endStays() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    ends();
    world.service.failAlways(ModelVerb.GET, Failures.of(Kind.SERVICE_UNAVAILABLE, "away"));
    world.service.failAlways(ModelVerb.LIST, Failures.of(Kind.SERVICE_UNAVAILABLE, "away"));
    world.restart();
    world.pass(Duration.ofMinutes(20));
    assertThat(world.conditions()).isEqualTo(ENDS);

    world.service.heal();
    world.pass(Duration.ofMinutes(10));

    assertThat(world.conditions()).isEqualTo(ENDS);
    assertThat(world.events).filteredOn(e -> e.startsWith("TunedModelReady: ")).hasSize(1);
    assertThat(world.status().operation()).satisfies(o -> assertThat(o.done()).isTrue());
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
      ends();

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
      ends();

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
  @DisplayName("Unknown is never yes:")
  class Unknown {
    private void denyReads() {
      for (ModelVerb verb : Set.of(ModelVerb.GET, ModelVerb.LIST)) {
        world.service.failAlways(
            verb, new Failure(Kind.SERVICE_UNAVAILABLE, "UNAVAILABLE", "down"));
      }
    }

    @Test
    @DisplayName("a change that could not be made yet is not reported as made")
    void unseenChange() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      ends();
      denyReads();
      world.pass(Duration.ofMinutes(10));
      assertThat(world.conditions()).as("an outage alone").isEqualTo(ENDS);

      world.apply(spec("1").replace("temperature: 0.7", "temperature: 0.1"));
      world.pass(Duration.ofMinutes(20));

      assertThat(world.conditions()).doesNotContain("Ready");
      assertThat(world.ready().getReason()).isEqualTo("ServiceUnavailable");
      assertThat(world.status().model()).as("what is known of it stays").isNotNull();
    }

    @Test
    @DisplayName("a change that the service refuses is an event")
    void refusedChange() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      ends();
      world.service.failAlways(
          ModelVerb.PATCH, new Failure(Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "only read"));

      world.apply(spec("1").replace("temperature: 0.7", "temperature: 0.1"));
      world.pass(Duration.ofMinutes(20));

      assertThat(world.events)
          .filteredOn(event -> event.startsWith("TunedModelNotPatched: "))
          .singleElement()
          .asString()
          .contains("temperature", "only read");
    }

    @Test
    @DisplayName("a model that the key does not show is not said to be gone")
    void notShown() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      ends();
      world.service.failAlways(
          ModelVerb.GET, new Failure(Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "no"));
      world.service.remove(world.only());

      world.pass(Duration.ofMinutes(30));

      assertThat(world.ready().getReason()).isEqualTo("ModelGone");
      assertThat(world.ready().getMessage())
          .contains("does not show", "another account", "Check the API key first");
    }

    @Test
    @DisplayName("no other run begins beside a model that is being made and cannot be read")
    void runBeside() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      world.secrets.clear();
      world.pass(MINUTE);
      assertThat(world.conditions()).contains("Stalled");

      assertThat(world.mayRun("2")).isFalse();
    }

    @Test
    @DisplayName("a gateway that never showed an id of ours is sent no second create")
    void gateway() {
      world.service.failAlways(
          ModelVerb.CREATE, new Failure(Kind.CREATE_OUTCOME_UNKNOWN, "UNAVAILABLE", "proxy"));
      world.apply(spec("1", "endpoint: https://gateway.example.com"));
      world.pass(MINUTE);
      assertThat(world.conditions()).as("it may be listed yet").doesNotContain("Stalled");

      world.pass(Duration.ofHours(1));
      world.restart();
      world.pass(Duration.ofHours(1));

      assertThat(world.service.calls(ModelVerb.CREATE)).isOne();
      assertThat(world.conditions()).contains("Stalled");
      assertThat(world.ready().getReason()).isEqualTo("CreateOutcomeUnknown");
    }

    @Test
    @DisplayName("a model that is used again after a while is not asked its checks again")
    void askedOnce() {
      world.apply(
          spec(
              "1",
              """
              acceptance:
                checks:
                - name: a
                  request: {contents: [{parts: [{text: one}]}]}
                  expect: {contains: answer}
              """));
      world.pass(MINUTE);
      ends();
      world.pass(MINUTE);
      assertThat(world.events)
          .filteredOn(event -> event.startsWith("TunedModelReady: "))
          .as("not before it is accepted")
          .singleElement()
          .asString()
          .doesNotContain("have a result");
      long asked = world.service.calls(ModelVerb.GENERATE);

      world.service.setState(world.only(), "UPDATING");
      world.pass(Duration.ofMinutes(10));
      world.service.setState(world.only(), "ACTIVE");
      world.pass(Duration.ofMinutes(10));

      assertThat(world.conditions()).contains("Accepted", "Ready");
      assertThat(world.service.calls(ModelVerb.GENERATE)).isEqualTo(asked);
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
      ends();
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
      ends();
      world.configMaps.clear();
      world.loseStatus();
      world.restart();
      world.pass(MINUTE);

      assertThat(world.conditions()).isEqualTo(ENDS);
      assertThat(world.ready().getMessage()).contains("cannot be read any more");
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
      ends();
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
      ends();
      world.pass(Duration.ofHours(1));
      assertThat(world.service.calls(ModelVerb.PATCH)).as("nothing is nothing").isZero();
    }

    @Test
    @DisplayName("and says so where it cannot be")
    void refused() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      ends();
      world.service.failAlways(ModelVerb.PATCH, Failures.of(Kind.PERMISSION_DENIED, "no"));
      world.apply(spec("1").replace("0.7", "0.2"));
      world.pass(Duration.ofMinutes(10));

      assertThat(world.conditions()).isEqualTo(ENDS);
      assertThat(world.ready().getMessage()).contains("temperature differs from the spec", "no.");
    }
  }

  @Nested
  @DisplayName("A deletion")
  class Deletion {
    @Test
    @DisplayName("leaves the model, unless the policy says otherwise")
    void orphan() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      world.delete();
      world.pass(MINUTE);

      assertThat(world.exists()).isFalse();
      assertThat(world.service.models()).hasSize(1);
    }

    @Test
    @DisplayName("that leaves the model needs no key, once the model is listed for sure")
    void orphanWithoutKey() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      ends();
      world.pass(Duration.ofMinutes(10));
      world.restart();
      world.secrets.clear();

      world.delete();
      world.pass(MINUTE);

      assertThat(world.exists()).isFalse();
      assertThat(world.service.models()).hasSize(1);
    }

    @Test
    @DisplayName("deletes the model of its resource, and no other")
    void deletes() {
      world.apply(spec("1", "deletionPolicy: Delete"));
      world.pass(MINUTE);
      assertThat(world.finalizers()).containsExactly(TunedModelKind.FINALIZER);
      world.service.create("another", world.service.request(world.only()));
      ends();
      world.delete();
      world.pass(MINUTE);

      assertThat(world.exists()).isFalse();
      assertThat(world.service.models())
          .extracting(model -> model.name())
          .containsExactly("tunedModels/another");
      assertThat(world.events).anyMatch(event -> event.startsWith("TunedModelDeleted: "));
    }

    @Test
    @DisplayName("waits for it also where the status was lost: the finalizer says enough")
    void statusLost() {
      world.service.listLag(Duration.ofSeconds(50));
      world.apply(spec("1", "deletionPolicy: Delete"));
      world.pass(Duration.ofSeconds(3));
      world.service.failAlways(ModelVerb.GET, Failures.of(Kind.PERMISSION_DENIED, "hidden"));
      world.loseStatus();
      world.restart();
      world.delete();
      world.pass(Duration.ofMinutes(5));

      assertThat(world.exists()).isFalse();
      assertThat(world.service.models()).isEmpty();
    }

    @Test
    @DisplayName("names a model that the status has under another id")
    void foreign() {
      world.apply(spec("1", "deletionPolicy: Delete"));
      world.pass(MINUTE);
      world.service.remove(world.only());
      world.forge(
          """
          run: "1"
          state: Active
          submission: {inputs: v1-0123456789abcdef0123456789abcdef}
          model: {name: tunedModels/another, state: ACTIVE}
          """);
      world.delete();
      world.pass(Duration.ofMinutes(5));

      assertThat(world.exists()).isFalse();
      assertThat(world.events)
          .anyMatch(
              e -> e.startsWith("ReleasedUnconfirmed: ") && e.contains("tunedModels/another"));
    }

    @Test
    @DisplayName("waits for a model that may still be listed, and deletes it")
    void listedLater() {
      world.service.dropNextCreateReply();
      world.service.listLag(Duration.ofSeconds(50));
      world.service.failNext(ModelVerb.GET, Failures.of(Kind.PERMISSION_DENIED, "not shown"));
      world.apply(spec("1", "deletionPolicy: Delete"));
      world.pass(Duration.ofSeconds(2));
      assertThat(world.service.created()).hasSize(1);
      world.delete();
      world.pass(Duration.ofMinutes(5));

      assertThat(world.exists()).isFalse();
      assertThat(world.service.models()).isEmpty();
    }

    @Test
    @DisplayName("never goes to a host that is not allowed any more, and says what may be left")
    void notAllowedAnyMore() {
      world.apply(spec("1", "deletionPolicy: Delete", "endpoint: https://gateway.example.com"));
      world.pass(MINUTE);
      ends();
      world.hosts = Set.of();
      world.restart();
      world.accesses.clear();
      world.delete();
      world.pass(Duration.ofMinutes(9));
      assertThat(world.exists()).isTrue();
      world.pass(Duration.ofMinutes(2));

      assertThat(world.exists()).isFalse();
      assertThat(world.accesses).isEmpty();
      assertThat(world.service.models()).hasSize(1);
      assertThat(world.events).anyMatch(event -> event.startsWith("ReleasedUnconfirmed: "));
    }

    @Test
    @DisplayName("goes on at its deadline, and says what may be left")
    void deadline() {
      world.apply(spec("1", "deletionPolicy: Delete"));
      world.pass(MINUTE);
      world.service.failAlways(ModelVerb.DELETE, Failures.of(Kind.SERVICE_UNAVAILABLE, "away"));
      world.delete();
      world.pass(Duration.ofMinutes(9));
      assertThat(world.exists()).isTrue();
      assertThat(world.ready().getReason()).isEqualTo("ServiceUnavailable");

      world.pass(Duration.ofMinutes(2));

      assertThat(world.exists()).isFalse();
      assertThat(world.events)
          .anyMatch(
              event -> event.startsWith("ReleasedUnconfirmed: ") && event.contains(" delete it"));
    }
  }

  @Test
  @DisplayName(
      "asks a refused finalizer again with growing pauses, says so, and goes on when it may")
  void refusedFinalizer() {
    world.refusesMetadata = true;
    world.apply(spec("1"));
    world.pass(Duration.ofMinutes(30));

    assertThat(world.ready().getReason()).isEqualTo("MetadataWriteRefused");
    assertThat(world.ready().getMessage()).contains("denied by a policy");
    assertThat(world.refusals).as("at most once a minute in the end").isBetween(5, 40);
    assertThat(world.service.created()).isEmpty();

    world.refusesMetadata = false;
    world.pass(Duration.ofMinutes(11));
    assertThat(world.service.created()).hasSize(1);
  }

  @Test
  @DisplayName("reads the Secret and the ConfigMap once in a reconciliation")
  void readsOnce() {
    world.configMaps.put("numbers/train", "{\"textInput\": \"1\", \"output\": \"2\"}\n");
    world.apply(fromConfigMap("JSONL") + "apiKeySecretRef: {name: gemini, key: api-key}\n");
    world.pass(MINUTE.multipliedBy(2));

    assertThat(world.service.created()).hasSize(1);
    assertThat(world.reads).isEqualTo(2 * world.reconciliations);
  }

  @Test
  @DisplayName("and no key is in any status, event or message")
  void keyStaysSecret() {
    world.service.failNext(ModelVerb.CREATE, Failures.of(Kind.PERMISSION_DENIED, "bad key"));
    world.apply(spec("1"));
    world.pass(MINUTE.multipliedBy(2));
    ends();

    assertThat(world.status().toString()).doesNotContain("secret-key");
    assertThat(world.events.toString()).doesNotContain("secret-key");
    assertThat(world.accesses.toString()).doesNotContain("secret-key");
  }

  @Nested
  @DisplayName("whose acceptance checks")
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
}
