package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.gemini.ModelVerb;
import dev.tunesmith.gitops.ArgoCd;
import dev.tunesmith.gitops.Written;
import dev.tunesmith.vertex.Failure;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The TunedModels that Argo CD's health is tested with")
class TunedModelFilesTest {
  private static final String SPEC =
      """
      model:
        displayName: %s
        baseModel: models/gemini-1.5-flash-001-tuning
        tuningTask:
          trainingData: {examples: {examples: [{textInput: "1", output: "%s"}]}}
      apiKeySecretRef: {name: gemini, key: api-key}
      deletionPolicy: Orphan
      run: "1"
      """;

  private final ModelWorld world = new ModelWorld();

  /** The names of the files. */
  enum Situation {
    NOT_SEEN,
    PERMISSION_DENIED,
    CREATING,
    ACTIVE,
    EDITED_NOT_SEEN,
    FAILED,
    INPUTS_CHANGED
  }

  private void bringAbout(Situation situation) {
    if (situation == Situation.PERMISSION_DENIED) {
      world.service.failAlways(
          ModelVerb.LIST,
          new Failure(Failure.Kind.PERMISSION_DENIED, "PERMISSION_DENIED", "API key not valid."));
    }
    world.apply(SPEC.formatted("next number", "2"));
    if (situation == Situation.NOT_SEEN) {
      return;
    }
    world.pass(Duration.ofMinutes(1));
    switch (situation) {
      case NOT_SEEN, PERMISSION_DENIED, CREATING -> {}
      case FAILED -> end(false);
      case ACTIVE -> end(true);
      case EDITED_NOT_SEEN -> {
        end(true);
        world.apply(SPEC.formatted("successor", "2"));
      }
      case INPUTS_CHANGED -> {
        end(true);
        world.delete();
        world.pass(Duration.ofMinutes(1));
        world.apply(SPEC.formatted("next number", "3"));
        world.pass(Duration.ofMinutes(1));
      }
    }
  }

  private void end(boolean succeeds) {
    new ModelStep.End(succeeds).in(world);
    world.pass(Duration.ofMinutes(1));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("are as the operator writes them:")
  void asWritten(Situation situation) throws IOException {
    bringAbout(situation);
    JsonNode resource =
        Written.withoutChance(new ObjectMapper().readTree(Serialization.asJson(world.resource())));
    String name = situation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Path file = ArgoCd.MODELS.resolve("testdata").resolve(name + ".yaml");
    if (System.getProperty("update") != null) {
      Files.writeString(file, Written.text(resource));
    }
    assertThat(file)
        .as("after a change of the status: ./mvnw -q test -Dtest=TunedModelFilesTest -Dupdate")
        .content()
        .isEqualTo(Written.text(resource));
  }
}
