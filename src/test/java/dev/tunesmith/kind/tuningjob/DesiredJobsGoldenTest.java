package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.gate.Gate;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.gate.ValidityGate;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.JobRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder each: a manifest, and either the request that it asks for or the reason and the words
 * of its refusal. A file that no test reads fails.
 */
@DisplayName("A manifest")
class DesiredJobsGoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "desired");
  private static final String MANIFEST = "in-tuningjob.yaml";
  private static final String REQUEST = "out-request.json";
  private static final String REFUSAL = "out-refusal.txt";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Not the defaults of any flag: a default project, and a few allowances. */
  private static final DesiredJobs DESIRED = new DesiredJobs("my-project", "us-central1");

  private static final Gate GATE =
      Gate.all(
          List.of(
              new PolicyGate(
                  "my-project",
                  Set.of("team-*"),
                  Set.of("*@team-a-prod.iam.gserviceaccount.com"),
                  Set.of("projects/keys/*")),
              new ValidityGate()));

  @ParameterizedTest
  @MethodSource("folders")
  @DisplayName("becomes the request, or the refusal, that its golden folder holds")
  void golden(String folder) {
    Path path = FOLDER.resolve(folder);
    DesiredJob job = DESIRED.read(Manifest.spec(read(path.resolve(MANIFEST))));
    Verdict verdict = GATE.check(job, new Gate.Facts(Instant.EPOCH));
    if (!(verdict instanceof Verdict.Refuse refusal)) {
      assertThat(verdict).isEqualTo(new Verdict.Pass());
      assertThat(files(path)).containsExactly(MANIFEST, REQUEST);
      assertThat(tree(read(path.resolve(REQUEST)))).isEqualTo(request(job));
    } else {
      assertThat(files(path)).containsExactly(MANIFEST, REFUSAL);
      assertThat(refusal.reason().value() + "\n" + refusal.message().replace("; ", "\n") + "\n")
          .isEqualTo(read(path.resolve(REFUSAL)));
    }
  }

  @Test
  @DisplayName("has a golden folder that says how it is refused, and one that says how it is not")
  void bothEnds() {
    assertThat(folders().filter(folder -> folder.startsWith("refused-"))).isNotEmpty();
    assertThat(folders().filter(folder -> !folder.startsWith("refused-"))).isNotEmpty();
    for (String folder : folders().toList()) {
      assertThat(Files.exists(FOLDER.resolve(folder).resolve(REFUSAL)))
          .as(folder)
          .isEqualTo(folder.startsWith("refused-"));
    }
  }

  static Stream<String> folders() {
    return files(FOLDER).stream();
  }

  /** The request in full, its body as JSON to compare. */
  private static JsonNode request(DesiredJob job) {
    JobRequest request = Objects.requireNonNull(job.request());
    ObjectNode all = JSON.createObjectNode();
    all.put("parent", Objects.requireNonNull(job.scope()).parent());
    all.put("method", request.method().name());
    all.set("body", tree(request.json()));
    assertThat(tree(Objects.requireNonNull(job.inputs())).path("tuning"))
        .isEqualTo(tree(request.json()));
    // As text and back: a number's Java type is not what is compared.
    return tree(all.toString());
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
