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
    assertThat(offered.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(ArgoCd.ACTIONS);
    assertThat(test.path("result")).hasSameSizeAs(ArgoCd.ACTIONS);
    for (JsonNode result : test.path("result")) {
      ObjectNode expected = result.deepCopy();
      String name = expected.remove("name").asText();
      assertThat(offered.path(name)).as(name).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("cancels what is not over, and holds what was not submitted; else it refuses")
  void cancelAndSuspend(Situation situation) {
    JsonNode resource = Written.read(situation.file());
    boolean here = situation != Situation.DELETING;
    boolean open = here && !situation.offersRerun();
    boolean submitted = resource.at("/status/submission").isObject();
    boolean suspended = resource.at("/spec/suspend").asBoolean();
    ArgoCd argoCd = new ArgoCd();
    assertThat(argoCd.offers("cancel", resource)).isEqualTo(open);
    assertThat(argoCd.offers("suspend", resource)).isEqualTo(open && !submitted && !suspended);
    assertThat(argoCd.offers("resume", resource)).isEqualTo(here && suspended);
    if (!suspended) {
      assertThatThrownBy(() -> argoCd.act("resume", resource))
          .hasMessageContaining("not suspended");
    }
    if (submitted || !here) {
      assertThatThrownBy(() -> argoCd.act("suspend", resource))
          .hasMessageContaining("nothing was changed");
    }
    if (!here) {
      assertThatThrownBy(() -> argoCd.act("cancel", resource))
          .hasMessageContaining("nothing was changed");
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @DisplayName("is offered where the current run is known to be over, and refuses everywhere else")
  void offeredWhereItWorks(Situation situation) {
    JsonNode resource = Written.read(situation.file());
    assertThat(new ArgoCd().offers("rerun", resource)).isEqualTo(situation.offersRerun());
    if (situation.offersRerun()) {
      assertThat(new ArgoCd().act("rerun", resource).at("/spec/run").asText()).isEqualTo("2");
    } else {
      assertThatThrownBy(() -> new ArgoCd().act("rerun", resource))
          .isInstanceOf(LuaError.class)
          .hasMessageContaining("is not known to be over: nothing was changed");
    }
  }

  @ParameterizedTest
  @MethodSource("actions")
  @DisplayName("makes of a resource what action_test.yaml says")
  void done(JsonNode test) throws IOException {
    String action = test.path("action").asText();
    Path expected = ACTIONS.resolve(test.path("expectedOutputPath").asText());
    ObjectNode wanted = input(test).deepCopy();
    ObjectNode spec = (ObjectNode) wanted.get("spec");
    switch (action) {
      case "rerun" -> spec.put("run", "2");
      case "cancel" -> spec.put("cancelRun", spec.path("run").asText());
      default -> spec.put("suspend", action.equals("suspend"));
    }
    if (System.getProperty("update") != null) {
      Files.writeString(expected, Written.text(wanted));
    }
    assertThat(expected).content().isEqualTo(Written.text(wanted));
    assertThat(new ArgoCd().act(action, input(test))).isEqualTo(wanted);
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
    JsonNode first = new ArgoCd().act("rerun", resource);
    ObjectNode expected = resource.deepCopy();
    ((ObjectNode) expected.get("spec")).put("run", next);
    assertThat(first).isEqualTo(expected);
    assertThat(new ArgoCd().act("rerun", resource)).as("a second click").isEqualTo(first);
  }

  private static JsonNode input(JsonNode test) {
    return Written.read(ACTIONS.resolve(test.path("inputPath").asText()));
  }
}
