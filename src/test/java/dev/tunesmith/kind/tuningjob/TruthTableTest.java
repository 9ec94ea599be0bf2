package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.api.v1alpha1.Conditions;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.gitops.ArgoCd;
import dev.tunesmith.gitops.FluxHealth;
import dev.tunesmith.gitops.Kstatus;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.sim.SimTime;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The truth table (design, section 3): for every situation what kubectl's columns, kstatus, Argo CD
 * and Flux show, by the scripts and expressions that are shipped. {@code seen.yaml} is written by
 * hand and never generated; {@code -Dupdate} rewrites {@code out.yaml} only.
 */
@DisplayName("The truth table")
class TruthTableTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of("src/test/resources/status");

  private static final Set<String> REASONS =
      Arrays.stream(ConditionReason.values())
          .map(ConditionReason::value)
          .collect(Collectors.toSet());

  static Stream<String> folders() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("folders")
  @DisplayName("holds, row by row")
  void row(String folder) throws IOException {
    Path path = ROOT.resolve(folder);
    GoldenCase golden = GoldenCase.read(path);
    TuningJobStatus status = Objects.requireNonNull(golden.project(new SimTime()));

    Map<?, ?> seen =
        Serialization.unmarshal(Files.readString(path.resolve("seen.yaml")), Map.class);
    assertThat(new HashMap<Object, Object>(columns(golden, status)))
        .isEqualTo(new HashMap<Object, Object>(seen));
    String out = Serialization.asYaml(status);
    if (System.getProperty("update") != null) {
      Files.writeString(path.resolve("out.yaml"), out);
    }
    assertThat(path.resolve("out.yaml"))
        .as("after a change of the projection: ./mvnw -q test -Dtest=TruthTableTest -Dupdate")
        .content()
        .isEqualTo(out);
    try (Stream<Path> files = Files.list(path)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("a fixture that no test uses")
          .containsExactlyInAnyOrder("in.yaml", "out.yaml", "seen.yaml");
    }
    holdsAlways(golden, status);
  }

  /** What no row may break. */
  private static void holdsAlways(GoldenCase golden, TuningJobStatus status) {
    if (golden.steps().isEmpty()) {
      return;
    }
    List<String> types = status.conditions().stream().map(Condition::getType).toList();
    assertThat(types).contains(Conditions.READY).doesNotHaveDuplicates();
    assertThat(types.containsAll(List.of(Conditions.RECONCILING, Conditions.STALLED)))
        .as("both Reconciling and Stalled")
        .isFalse();
    assertThat(types.contains(Conditions.FINISHED))
        .as("Finished with Complete, Failed or Stalled, and with nothing else")
        .isEqualTo(
            types.contains(Conditions.COMPLETE)
                || types.contains(Conditions.FAILED)
                || types.contains(Conditions.STALLED));
    for (Condition condition : status.conditions()) {
      assertThat(condition.getObservedGeneration()).isEqualTo(status.observedGeneration());
      assertThat(REASONS).contains(condition.getReason());
      assertThat(condition.getMessage()).isNotBlank();
      assertThat(condition.getLastTransitionTime()).matches("[0-9T:-]{19}Z");
      if (!Set.of(Conditions.READY, Conditions.ACCEPTED).contains(condition.getType())) {
        assertThat(condition.getStatus()).as("present only while True").isEqualTo("True");
      }
    }
  }

  /** As much of a resource as tools look at. */
  private static JsonNode resource(GoldenCase golden, TuningJobStatus status) {
    ObjectNode resource = JSON.createObjectNode();
    ObjectNode metadata = resource.putObject("metadata");
    metadata.put("generation", golden.lastGeneration());
    if (Boolean.TRUE.equals(golden.deleting())) {
      metadata.put("deletionTimestamp", "2026-01-01T10:00:00Z");
    }
    return resource.set("status", JSON.valueToTree(status));
  }

  private static Map<String, String> columns(GoldenCase golden, TuningJobStatus status) {
    JsonNode resource = resource(golden, status);
    Map<String, String> columns = new LinkedHashMap<>();
    for (String type :
        List.of(
            Conditions.READY,
            Conditions.FINISHED,
            Conditions.RECONCILING,
            Conditions.STALLED,
            Conditions.COMPLETE,
            Conditions.FAILED,
            Conditions.SUSPENDED,
            Conditions.ACCEPTED)) {
      find(status, type).ifPresent(c -> columns.put(type.toLowerCase(Locale.ROOT), c.getStatus()));
    }
    find(status, Conditions.READY).ifPresent(ready -> columns.put("reason", ready.getReason()));
    column(columns, "stateColumn", status.state());
    column(columns, "reasonColumn", status.reason());
    columns.put("kstatus", Kstatus.of(resource));
    columns.put("argo", new ArgoCd().health(resource).status());
    columns.put("flux", FluxHealth.shipped().of(resource));
    return columns;
  }

  private static void column(Map<String, String> columns, String name, @Nullable String value) {
    if (value != null) {
      columns.put(name, value);
    }
  }

  private static Optional<Condition> find(TuningJobStatus status, String type) {
    return status.conditions().stream().filter(c -> c.getType().equals(type)).findFirst();
  }

  @Test
  @DisplayName("has a row for every state that the service can report, and one that it cannot yet")
  void everyState() throws IOException {
    TreeSet<String> missing = new TreeSet<>();
    List<String> rows = folders().toList();
    for (JobState.Known state : JobState.Known.values()) {
      String name =
          "state-"
              + state.name().replace("JOB_STATE_", "").toLowerCase(Locale.ROOT).replace('_', '-');
      if (rows.stream().noneMatch(row -> row.equals(name) || row.startsWith(name + "-"))) {
        missing.add(name);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(rows).contains("state-unheard-of");
  }
}
