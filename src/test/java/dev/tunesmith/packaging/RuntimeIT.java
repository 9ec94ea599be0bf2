package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes the runtime by the Dockerfile's own command, on this machine's JDK. */
@DisplayName("The image's Java runtime")
class RuntimeIT {

  private static final Path JAR = Path.of("target", "tunesmith.jar");
  private static final Path LIB = Path.of("target", "lib");

  /**
   * What libraries name and the operator never reaches: AWT and beans, the compiler's interface.
   */
  private static final Set<String> LEFT_OUT = Set.of("java.desktop", "java.compiler");

  @BeforeAll
  static void packaged() {
    if (!Files.exists(JAR)) {
      System.err.println("SKIPPED: the runtime's tests need " + JAR + "; make it by package");
    }
    assumeThat(JAR).as("made by package").exists();
  }

  @Test
  @DisplayName(
      "holds every module that the program and its libraries refer to, but for those left out on"
          + " purpose")
  void modules() throws IOException {
    Set<String> needed = new TreeSet<>(List.of(jdeps().split(",")));
    needed.removeAll(LEFT_OUT);
    assertThat(needed).isNotEmpty();
    assertThat(requested()).containsAll(needed).doesNotContainAnyElementsOf(LEFT_OUT);
  }

  @Test
  @DisplayName("starts the program with the image's own flags, silently")
  void starts(@TempDir Path folder) throws IOException, InterruptedException {
    Path java = folder.resolve("java");
    List<String> arguments = new ArrayList<>(Dockerfile.read().jlink());
    arguments.addAll(List.of("--output", java.toString()));
    run("jlink", arguments);

    List<String> command = new ArrayList<>(Dockerfile.read().entrypoint());
    command.set(0, java.resolve("bin").resolve("java").toString());
    command.set(command.size() - 1, JAR.toString());
    command.add("--help");
    Path errors = folder.resolve("stderr");
    Process process =
        new ProcessBuilder(command)
            .redirectError(errors.toFile())
            .redirectOutput(folder.resolve("stdout").toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("ends").isTrue();
    assertThat(errors).as("standard error").hasContent("");
    assertThat(process.exitValue()).isZero();
  }

  private static Set<String> requested() {
    List<String> arguments = Dockerfile.read().jlink();
    String modules = arguments.get(arguments.indexOf("--add-modules") + 1);
    return new TreeSet<>(List.of(modules.split(",")));
  }

  private static String jdeps() throws IOException {
    List<String> jars = new ArrayList<>();
    try (Stream<Path> lib = Files.list(LIB)) {
      lib.map(Path::toString).sorted().forEach(jars::add);
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--ignore-missing-deps",
                "--multi-release",
                Integer.toString(Runtime.version().feature()),
                "--print-module-deps",
                "--class-path",
                String.join(File.pathSeparator, jars),
                JAR.toString()));
    arguments.addAll(jars);
    return run("jdeps", arguments)
        .lines()
        .filter(line -> !line.startsWith("Warning"))
        .toList()
        .getLast();
  }

  private static String run(String tool, List<String> arguments) {
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output);
    int code =
        ToolProvider.findFirst(tool)
            .orElseThrow()
            .run(writer, writer, arguments.toArray(String[]::new));
    assertThat(code).as("%s: %s", tool, output).isZero();
    return output.toString().strip();
  }
}
