package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobRequest;
import dev.tunesmith.lifecycle.Situation.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
class WishesGoldenTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "desired");
  private static final String MANIFEST = "in-tuningjob.yaml";
  private static final String REQUEST = "out-request.json";
  private static final String REFUSAL = "out-refusal.txt";
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  /** Not the defaults of any flag: a default project, and a few allowances. */
  private static final Wishes WISHES =
      new Wishes(
          new Policy(
              "my-project",
              Set.of("team-*"),
              Set.of("*@team-a-prod.iam.gserviceaccount.com"),
              Set.of("projects/keys/*")),
          "us-central1");

  @ParameterizedTest
  @MethodSource("folders")
  @DisplayName("becomes the request, or the refusal, that its golden folder holds")
  void golden(String folder) {
    Path path = FOLDER.resolve(folder);
    Wish wish = WISHES.read(Manifest.spec(read(path.resolve(MANIFEST))), null);
    Refusal refusal = wish.refusal();
    if (refusal == null) {
      assertThat(files(path)).containsExactly(MANIFEST, REQUEST);
      assertThat(tree(read(path.resolve(REQUEST)))).isEqualTo(told(wish));
    } else {
      assertThat(files(path)).containsExactly(MANIFEST, REFUSAL);
      assertThat(wish.request()).as("nothing to send").isNull();
      assertThat(refusal.reason() + "\n" + refusal.message().replace("; ", "\n") + "\n")
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

  /** The request in full, with what the marker is made of as JSON to compare. */
  private static JsonNode told(Wish wish) {
    JobRequest request = Objects.requireNonNull(wish.request());
    ObjectNode told = JSON.createObjectNode();
    told.put("parent", Objects.requireNonNull(wish.scope()).parent());
    told.set(request.source().getClass().getSimpleName(), JSON.valueToTree(request.source()));
    told.set(request.tuning().getClass().getSimpleName(), JSON.valueToTree(request.tuning()));
    ObjectNode rest = JSON.valueToTree(request);
    rest.remove("source");
    rest.remove("tuning");
    rest.remove("canonicalJson");
    told.setAll(rest);
    told.set("canonicalJson", tree(request.canonicalJson()));
    assertThat(wish.canonicalJson()).isEqualTo(request.canonicalJson());
    // As text and back: a number's Java type is not what is compared.
    return tree(told.toString());
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
