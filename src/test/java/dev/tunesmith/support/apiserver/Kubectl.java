package dev.tunesmith.support.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The real kubectl, in one namespace. What it caches (discovery, HTTP) stays with the server it
 * talks to, since another test run's server may have the same port and another schema.
 *
 * @param kubeconfig where and as whom
 */
public record Kubectl(Path program, Path kubeconfig, String namespace) {
  private static final long TIMEOUT_SECONDS = 60;

  /** Runs a command to its end. */
  public Result run(String... args) {
    return runWithInput("", args);
  }

  /**
   * Runs a command to its end.
   *
   * @throws IllegalStateException after a minute
   */
  public Result runWithInput(String input, String... args) {
    List<String> command = command(args);
    try {
      Process process = new ProcessBuilder(command).start();
      CompletableFuture<String> stdout = read(process.getInputStream());
      CompletableFuture<String> stderr = read(process.getErrorStream());
      writeInput(process, input);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("no end after " + TIMEOUT_SECONDS + " s: " + command);
      }
      return new Result(command, process.exitValue(), stdout.join(), stderr.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + command, e);
    }
  }

  /**
   * Starts a command that has no end of its own, such as {@code get -w}.
   *
   * @param output where its standard output goes
   * @return the process, which the caller ends
   */
  public Process start(Path output, String... args) {
    try {
      return new ProcessBuilder(command(args))
          .redirectOutput(output.toFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(String... args) {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.add("--kubeconfig=" + kubeconfig);
    command.add("--cache-dir=" + kubeconfig.resolveSibling("kubectl-cache"));
    command.add("--namespace=" + namespace);
    command.addAll(List.of(args));
    return command;
  }

  private static void writeInput(Process process, String input) {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It ended without reading; its exit code and words tell why.
    }
  }

  /**
   * On a thread of its own: on two processors the common pool has a single one, and the HTTP client
   * of the operator in this JVM needs it.
   */
  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }

  /** What came of a command. */
  public record Result(List<String> command, int exitCode, String stdout, String stderr) {
    /**
     * The output of a command that must have succeeded.
     *
     * @throws AssertionError when it did not, with all it said
     */
    public String output() {
      if (exitCode != 0) {
        throw new AssertionError(toString());
      }
      return stdout;
    }

    @Override
    public String toString() {
      return "exit code %d of %s%n%s%s"
          .formatted(exitCode, String.join(" ", command), stdout, stderr);
    }
  }
}
