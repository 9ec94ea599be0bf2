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
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the image's runtime is made of. */
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

  private static Set<String> requested() {
    return new TreeSet<>(Dockerfile.modules());
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
