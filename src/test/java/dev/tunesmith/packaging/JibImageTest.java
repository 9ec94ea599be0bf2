package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The image that is built without Docker")
class JibImageTest {
  private static final Pattern LABEL = Pattern.compile("(\\S+)=\"([^\"]*)\"");

  private final Dockerfile image = Dockerfile.read().lastStage();
  private final JibImage jib = JibImage.read();

  @Test
  @DisplayName("has the Dockerfile's base, by digest")
  void base() {
    assertThat(jib.text("from/image")).isEqualTo(image.all("FROM").getFirst());
  }

  @Test
  @DisplayName("starts as the Dockerfile's does: program, arguments, user, folder and port")
  void start() {
    assertThat(jib.texts("container/entrypoint/arg")).isEqualTo(image.entrypoint());
    assertThat(jib.texts("container/args/arg")).isEqualTo(image.exec("CMD"));
    assertThat(jib.texts("container/user")).isEqualTo(image.all("USER"));
    assertThat(jib.texts("container/workingDirectory")).isEqualTo(image.all("WORKDIR"));
    assertThat(jib.texts("container/ports/port")).isEqualTo(image.all("EXPOSE"));
  }

  @Test
  @DisplayName("has the Dockerfile's layers, in its order")
  void layers() {
    assertThat(jib.copies()).isEqualTo(image.all("COPY"));
  }

  @Test
  @DisplayName("has the Dockerfile's labels")
  void labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String text : image.all("LABEL")) {
      Matcher label = LABEL.matcher(text);
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    assertThat(labels).isNotEmpty();
    assertThat(jib.children("container/labels")).isEqualTo(labels);
  }

  @Test
  @DisplayName("has nothing that the Dockerfile does not speak of, nor lacks what it speaks of")
  void nothingElse() {
    assertThat(image.instructions().stream().map(Dockerfile.Instruction::keyword))
        .containsExactlyInAnyOrder(
            "FROM",
            "LABEL",
            "COPY",
            "COPY",
            "COPY",
            "USER",
            "WORKDIR",
            "EXPOSE",
            "ENTRYPOINT",
            "CMD");
    assertThat(jib.children("container"))
        .containsOnlyKeys(
            "entrypoint",
            "args",
            "user",
            "workingDirectory",
            "ports",
            "labels",
            "creationTime",
            "filesModificationTime");
  }

  @Test
  @DisplayName("has the modes and times of files that the layout has, which the AOT cache knows")
  void files() throws IOException {
    assertThat(jib.time()).isEqualTo(JibImage.buildTime());
    assertThat(jib.text("container/creationTime")).isEqualTo("${project.build.outputTimestamp}");
    assertThat(jib.text("container/filesModificationTime"))
        .isEqualTo("${project.build.outputTimestamp}");
    assertThat(jib.texts("extraDirectories/permissions/permission/mode")).containsOnly("755");
    assertThat(jib.texts("extraDirectories/permissions/permission/file"))
        .containsExactlyElementsOf(executables());
  }

  /** What {@code assemble} makes executable. */
  private static List<String> executables() throws IOException {
    String line =
        Files.readAllLines(Path.of("src", "image", "assemble")).stream()
            .filter(text -> text.strip().startsWith("chmod a+x "))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(line.strip().substring("chmod a+x ".length()).split(" "))
        .map(word -> word.replace("\"", "").replace("$app", "/app"))
        .toList();
  }
}
