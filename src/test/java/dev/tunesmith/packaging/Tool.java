package dev.tunesmith.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that judges or installs what is shipped.
 *
 * @param program where it is
 */
record Tool(String program) {
  private static final String FINDER = Path.of("src", "build", "tool").toString();

  private record Result(int code, String output) {}

  /**
   * Finds it; without it the test is skipped, and says so.
   *
   * @param name as {@code src/build/tool} knows it
   * @param untested what nobody looks at then
   */
  static Tool require(String name, String untested) throws IOException, InterruptedException {
    Result found = run(List.of(FINDER, name));
    if (found.code() != 0) {
      System.err.println("SKIPPED: " + untested + ": " + found.output().strip());
    }
    assumeThat(found.code()).as(found.output()).isZero();
    return new Tool(found.output().strip());
  }

  /** Runs it, which must end well. */
  void passes(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    Result result = run(command);
    assertThat(result.code()).as("%s%n%s", command, result.output()).isZero();
  }

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output);
  }
}
