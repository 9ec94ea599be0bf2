package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.OperatorMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

@DisplayName("Where the command line takes a file,")
class FileOptionsTest {
  private static final String MANIFEST = "deploy/samples/01-basic.yaml";

  /** An image that is written, of a curve that a service has to give: GeminiCommandsTest. */
  private static final Set<String> WRITTEN = Set.of("loss --svg");

  /** What is said of a folder, an empty file and a missing file. */
  private static final List<String> WRONG =
      List.of("is a folder|contains no \\.yaml", "", "does not exist|there is no such file");

  @TempDir Path folder;

  /**
   * A place for a file.
   *
   * @param parameter the option, or FILE for arguments
   * @param others further arguments
   * @param logged whether what is wrong is logged, since the operator's start says so
   * @param codes exit codes for a folder, an empty file and a missing file
   */
  record Place(
      String command, String parameter, List<String> others, boolean logged, List<Integer> codes) {
    @Override
    public String toString() {
      return command + " " + parameter;
    }

    String[] with(Path file) {
      List<String> arguments = new ArrayList<>(List.of(command));
      arguments.addAll(others);
      arguments.add(parameter.startsWith("-") ? parameter + "=" + file : file.toString());
      return arguments.toArray(String[]::new);
    }
  }

  static Stream<Place> places() {
    List<String> project = List.of("--project=my-project");
    List<Integer> kubeconfig = List.of(10, 10, 10);
    List<Integer> usage = List.of(2, 2, 2);
    return Stream.of(
        new Place("operator", "--ca-file", project, true, usage),
        new Place("operator", "--kubeconfig", project, true, kubeconfig),
        new Place("operator", "--models-file", project, false, usage),
        new Place("quickstart", "FILE", List.of("--server=mock"), false, List.of(1, 1, 2)),
        new Place("quickstart", "--kubeconfig", List.of(), false, kubeconfig),
        new Place("validate", "FILE", List.of(), false, List.of(0, 0, 2)),
        new Place("validate", "FILE", List.of("--strict"), false, List.of(1, 1, 2)),
        new Place("validate", "--models-file", List.of(MANIFEST), false, usage),
        new Place("ask", "--kubeconfig", List.of("successor", "Hello"), false, kubeconfig),
        new Place("ask", "--request", List.of("tunedModels/x"), false, usage),
        new Place("loss", "--kubeconfig", List.of("successor"), false, kubeconfig));
  }

  @ParameterizedTest
  @MethodSource("places")
  @DisplayName("a folder, an empty file and a missing file are one line and a documented exit code")
  void oneLine(Place place) throws IOException {
    List<Path> files =
        List.of(
            Files.createDirectory(folder.resolve("directory")),
            Files.createFile(folder.resolve("empty")),
            folder.resolve("missing"));
    for (Path file : files) {
      StringWriter said = new StringWriter();
      CommandLine line =
          OperatorMain.commandLine(Map.of())
              .setOut(new PrintWriter(said, true))
              .setErr(new PrintWriter(said, true));
      int code = line.execute(place.with(file));

      assertThat(code)
          .as(file.getFileName() + ": " + said)
          .isEqualTo(place.codes().get(files.indexOf(file)));
      CommandLine command =
          Objects.requireNonNull(line.getSubcommands().get(place.command()), place.command());
      assertThat(command.getCommandSpec().usageMessage().exitCodeList())
          .containsKey(Integer.toString(code));
      assertThat(said.toString()).doesNotContain("Exception", "\tat ");
      if (!place.logged()) {
        assertThat(said.toString().lines().filter(each -> each.contains(file.toString())))
            .singleElement()
            .asString()
            .containsPattern(WRONG.get(files.indexOf(file)));
      }
    }
  }

  @Test
  @DisplayName("it is tested here")
  void all() {
    Set<String> places = new TreeSet<>();
    OperatorMain.commandLine(Map.of())
        .getSubcommands()
        .forEach(
            (name, command) ->
                Stream.concat(
                        command.getCommandSpec().options().stream(),
                        command.getCommandSpec().positionalParameters().stream())
                    .filter(each -> each.paramLabel().contains("FILE"))
                    .map(
                        each ->
                            each.isOption()
                                ? ((CommandLine.Model.OptionSpec) each).longestName()
                                : "FILE")
                    .forEach(each -> places.add(name + " " + each)));
    Set<String> tested = places().map(Place::toString).collect(Collectors.toSet());
    tested.addAll(WRITTEN);
    assertThat(places).isEqualTo(new TreeSet<>(tested));
  }
}
