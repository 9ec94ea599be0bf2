package dev.tunesmith.sim;

import static dev.tunesmith.sim.ModelWorld.ENDS;
import static dev.tunesmith.sim.ModelWorld.MINUTE;
import static dev.tunesmith.sim.ModelWorld.spec;
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

/** How one TunedModel is made, found again and deleted, on virtual time. */
@DisplayName("One run of a TunedModel is one tuned model")
class TunedModelTest {
  private final ModelWorld world = new ModelWorld();

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

    world.ends();

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

    world.ends();

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
    world.ends();
    assertThat(world.conditions()).isEqualTo(ENDS);
  }

  @Test
  @DisplayName("also with other inputs: a person is told, and nothing is created")
  void otherInputs() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    String model = world.only();
    world.ends();
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
    world.ends();

    world.apply(spec("2"));
    world.pass(MINUTE);

    assertThat(world.service.created()).hasSize(2).doesNotHaveDuplicates();
    assertThat(world.status().run()).isEqualTo("2");
    world.ends();
    assertThat(world.conditions()).isEqualTo(ENDS);
  }

  @Test
  @DisplayName("which is not made again when another client deletes it")
  void modelGone() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    String model = world.only();
    world.ends();
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
    world.ends();
    assertThat(world.conditions()).isEqualTo(ENDS);
  }

  @Test
  @DisplayName("whose end stays shown while the service cannot be read, and is announced once")
  void endStays() {
    world.apply(spec("1"));
    world.pass(MINUTE);
    world.ends();
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
      world.ends();
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
      world.ends();
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
      world.ends();
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
      world.ends();
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
      assertThat(world.events)
          .as("it goes on, and nothing in the cluster shows it any more")
          .anyMatch(event -> event.startsWith("JobLeft: ") && event.contains(world.only()));
    }

    @Test
    @DisplayName("that leaves the model needs no key, once the model is listed for sure")
    void orphanWithoutKey() {
      world.apply(spec("1"));
      world.pass(MINUTE);
      world.ends();
      world.pass(Duration.ofMinutes(10));
      world.restart();
      world.secrets.clear();

      world.delete();
      world.pass(MINUTE);

      assertThat(world.exists()).isFalse();
      assertThat(world.service.models()).hasSize(1);
      assertThat(world.events).noneMatch(event -> event.startsWith("JobLeft: "));
    }

    @Test
    @DisplayName("deletes the model of its resource, and no other")
    void deletes() {
      world.apply(spec("1", "deletionPolicy: Delete"));
      world.pass(MINUTE);
      assertThat(world.finalizers()).containsExactly(TunedModelKind.FINALIZER);
      world.service.create("another", world.service.request(world.only()));
      world.ends();
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
      world.ends();
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
}
