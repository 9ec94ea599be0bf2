package dev.tunesmith.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaError;

/** The one action, which costs money. */
@DisplayName("Argo CD's action rerun")
class ArgoCdActionsTest {
  private static final Path ACTIONS = ArgoCd.FOLDER.resolve("actions");
  private static final Path CASES = ACTIONS.resolve("action_test.yaml");

  static Stream<JsonNode> discoveries() {
    return StreamSupport.stream(Written.read(CASES).path("discoveryTests").spliterator(), false);
  }

  static Stream<JsonNode> actions() {
    return StreamSupport.stream(Written.read(CASES).path("actionTests").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("discoveries")
  @DisplayName("is offered as action_test.yaml says")
  void discovered(JsonNode test) {
    JsonNode offered = new ArgoCd().actions(input(test));
    assertThat(test.path("result")).hasSize(1);
    ObjectNode expected = test.path("result").path(0).deepCopy();
    String name = expected.remove("name").asText();
    assertThat(offered.size()).isEqualTo(1);
    assertThat(offered.path(name)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("is offered where the current run is known to be over, and refuses everywhere else")
  void offeredWhereItWorks(Situation situation) {
    JsonNode resource = Written.read(situation.file());
    assertThat(new ArgoCd().offersRerun(resource)).isEqualTo(situation.offersRerun());
    if (situation.offersRerun()) {
      assertThat(new ArgoCd().rerun(resource).at("/spec/run").asText()).isEqualTo("2");
    } else {
      assertThatThrownBy(() -> new ArgoCd().rerun(resource))
          .isInstanceOf(LuaError.class)
          .hasMessageContaining("is not known to be over: nothing was changed");
    }
  }

  @ParameterizedTest
  @MethodSource("actions")
  @DisplayName("makes of a resource what action_test.yaml says")
  void done(JsonNode test) throws IOException {
    assertThat(test.path("action").asText()).isEqualTo("rerun");
    Path expected = ACTIONS.resolve(test.path("expectedOutputPath").asText());
    ObjectNode wanted = input(test).deepCopy();
    ((ObjectNode) wanted.get("spec")).put("run", "2");
    if (System.getProperty("update") != null) {
      Files.writeString(expected, Written.text(wanted));
    }
    assertThat(expected).content().isEqualTo(Written.text(wanted));
    assertThat(new ArgoCd().rerun(input(test))).isEqualTo(wanted);
  }

  @Test
  @DisplayName("has no file of expected output that no case uses")
  void complete() throws IOException {
    try (Stream<Path> files = Files.list(ACTIONS.resolve("testdata"))) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              actions()
                  .map(test -> ACTIONS.resolve(test.path("expectedOutputPath").asText()))
                  .toList());
    }
  }

  @ParameterizedTest(name = "after {0}, with {1} used before, comes {2}")
  @CsvSource({
    "1, 1, 2",
    "9, 9, 10",
    "99, 98 99, 100",
    "20261125093000, 1, 20261125093001",
    // Self-heal went back to it: the job of the next number was created before, and would be found
    // again.
    "1, 1 2 3, 4",
    "2026-11-retry, 2026-11-retry, 2",
    "2026-11-retry, 1 2, 3",
    // What reads like a number, and would not come back as it was written.
    "007, 007, 2",
    "1.5, 1.5, 2",
    "2.0, 2.0, 2",
    "1e3, 1e3, 2",
    "0x10, 0x10, 2",
    "inf, inf, 2",
    "nan, nan, 2",
    "-5, -5, 2",
    "0, 0, 2",
    "9999999999999999999, 1, 2",
  })
  @DisplayName(
      "sets a run that the resource has not seen, changes nothing else, and is no lottery:")
  void nextRun(String run, String used, String next) {
    ObjectNode resource = Written.read(Situation.SUCCEEDED.file()).deepCopy();
    ((ObjectNode) resource.get("spec")).put("run", run);
    ArrayNode attempts = ((ObjectNode) resource.get("status")).putArray("attempts");
    for (String earlier : used.split(" ", -1)) {
      attempts.addObject().put("run", earlier);
    }
    JsonNode first = new ArgoCd().rerun(resource);
    ObjectNode expected = resource.deepCopy();
    ((ObjectNode) expected.get("spec")).put("run", next);
    assertThat(first).isEqualTo(expected);
    assertThat(new ArgoCd().rerun(resource)).as("a second click").isEqualTo(first);
  }

  private static JsonNode input(JsonNode test) {
    return Written.read(ACTIONS.resolve(test.path("inputPath").asText()));
  }
}
