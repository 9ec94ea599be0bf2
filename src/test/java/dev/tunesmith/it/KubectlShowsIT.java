package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What kubectl shows of the statuses and events that the operator writes. */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("kubectl shows")
class KubectlShowsIT {
  private static final int LINES_OF_SIX_CHECKPOINTS = 79;
  private static final Pattern ENDPOINT =
      Pattern.compile("projects/[^/\\s]+/locations/[^/\\s]+/endpoints/[0-9]+");

  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;
  private Process watching;
  private Path seen;

  @BeforeAll
  void live(ApiServer server, TestNamespace namespace, @TempDir Path folder) {
    seen = folder.resolve("seen");
    user = new KubectlUser(namespace);
    watching = namespace.kubectl().start(seen, "get", "tj", "-w");
    emulator = OperatorUnderTest.emulator();
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
    user.apply(
        Manifest.of("good"),
        Manifest.ofFailing("bad"),
        Manifest.of("six").withSupervised("hyperParameters: {epochCount: 6}"));
    user.awaitCondition("good", "Complete");
    user.awaitCondition("bad", "Failed");
    user.awaitCondition("six", "Complete");
  }

  @AfterAll
  void stop() {
    operator.close();
    emulator.close();
    watching.destroy();
  }

  @Test
  @DisplayName("each state in turn in get -w, under columns that say why")
  void watch() {
    KubectlUser.awaitThat(
        "all states",
        () -> {
          assertThat(seenOf("good"))
              .containsSubsequence(
                  "gemini-3.5-flash False Submitting 1",
                  // The reason is shown only where it differs from the state.
                  "gemini-3.5-flash Running False 1",
                  "gemini-3.5-flash Succeeded 100 True 1");
          assertThat(seenOf("bad")).endsWith("gemini-3.5-flash Failed False 1");
        });
    assertThat(lines().getFirst().split(" {2,}", -1))
        .containsExactly("NAME", "MODEL", "STATE", "PERCENT", "READY", "REASON", "RUN", "AGE");
  }

  private List<String> seenOf(String name) {
    return lines().stream()
        .filter(line -> line.startsWith(name + " "))
        .map(KubectlShowsIT::withoutNameAndAge)
        .toList();
  }

  private List<String> lines() {
    try {
      return Files.readString(seen).lines().map(String::strip).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without name and age. */
  private static String withoutNameAndAge(String line) {
    return line.replaceAll("^\\S+\\s+|\\s+\\S+$", "").replaceAll(" +", " ");
  }

  @Test
  @DisplayName("project, location, job and endpoint in get -o wide")
  void wide() {
    String line = user.tryToRun("get", "tj/good", "-o", "wide", "--no-headers").output().strip();

    assertThat(line.split(" +", -1))
        .containsSubsequence("good", "gemini-3.5-flash", "Succeeded", "True", "1")
        .endsWith(
            "local-project",
            "us-central1",
            user.job("good").orElseThrow(),
            user.field("good", ".status.job.tunedModel.endpoint"));
  }

  @Test
  @DisplayName("what happened, in describe and in events --for")
  void events() {
    KubectlUser.awaitThat(
        "events",
        () -> {
          String described = user.tryToRun("describe", "tj/good").output();
          assertThat(described.substring(described.indexOf("\nEvents:")))
              .containsPattern("Normal +TuningJobCreated")
              .containsPattern("Normal +TuningJobSucceeded");
          String failed = user.tryToRun("events", "--for=tuningjob/bad").output();
          assertThat(failed)
              .contains("TuningJobCreated", "TuningJob/bad")
              .containsPattern("Warning +TuningJobFailed")
              .doesNotContain("TuningJob/good");
        });
  }

  @Test
  @DisplayName("no endpoint twice, and a job of six checkpoints within 79 lines, in describe")
  void sixCheckpoints() {
    String described = user.tryToRun("describe", "tj/six").output();

    assertThat(described.substring(0, described.indexOf("\nEvents:")).lines())
        .hasSizeLessThanOrEqualTo(LINES_OF_SIX_CHECKPOINTS);
    assertThat(ENDPOINT.matcher(described).results().map(MatchResult::group))
        .hasSize(6)
        .doesNotHaveDuplicates()
        .contains(
            user.field("six", ".status.job.tunedModel.endpoint"),
            user.field("six", ".status.job.tunedModel.checkpointEndpoints.1"));
    assertThat(user.field("six", ".status.job.tunedModel.defaultCheckpointId")).isEqualTo("6");
  }

  @Test
  @DisplayName("conditions, state and the service's message in describe")
  void describe() {
    String described = user.tryToRun("describe", "tj/bad").output();

    assertThat(described)
        .contains("JOB_STATE_FAILED", "The job failed: ")
        .containsPattern("Type: +Failed")
        .containsPattern("Type: +Stalled")
        .contains(
            Objects.requireNonNull(user.condition("bad", "Failed").orElseThrow().getMessage()));
  }
}
