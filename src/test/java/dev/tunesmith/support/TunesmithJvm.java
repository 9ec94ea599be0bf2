package dev.tunesmith.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.OperatorMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program in a process of its own: the jar that {@code package} made, started from an archive
 * of its classes, which halves what the hundred starts of a whole build cost. Where the classes
 * were compiled after the jar was made, as in an IDE, it is the class path of the tests.
 */
public final class TunesmithJvm {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path JAR = TARGET.resolve("tunesmith.jar");
  private static final List<String> JAVA =
      List.of(
          ProcessHandle.current().info().command().orElseThrow(),
          // Quick to start; how fast it is later is of no matter in a test.
          "-XX:TieredStopAtLevel=1",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC");
  private static final List<String> COMMAND = commandLine();

  private TunesmithJvm() {}

  /** The command line, without a subcommand. */
  public static List<String> command() {
    return COMMAND;
  }

  private static List<String> commandLine() {
    List<String> command = new ArrayList<>(JAVA);
    try {
      if (Files.exists(JAR) && modified(JAR).compareTo(compiled()) >= 0) {
        command.add("-XX:SharedArchiveFile=" + archive());
        command.addAll(List.of("-jar", JAR.toString()));
      } else {
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(
            main(
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
      }
      return List.copyOf(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> main(String classPath) {
    return List.of("-cp", classPath, OperatorMain.class.getName());
  }

  /**
   * What a quickstart loads, recorded once per jar. By its main class: {@code -jar} runs a
   * quickstart in a class loader of its own, which no archive records.
   */
  private static Path archive() throws IOException {
    Path archive = TARGET.resolve("tests.jsa");
    if (Files.exists(archive) && modified(archive).compareTo(modified(JAR)) > 0) {
      return archive;
    }
    Path folder = Files.createTempDirectory(TARGET, "archive");
    Path recorded = folder.resolve("tests.jsa");
    List<String> recording = new ArrayList<>(JAVA);
    recording.add("-XX:ArchiveClassesAtExit=" + recorded);
    recording.addAll(main(JAR.toString()));
    recording.addAll(List.of("quickstart", "--server=mock", "deploy/samples/01-basic.yaml"));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(recording)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends; %s", log).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
      return Files.move(recorded, archive, StandardCopyOption.REPLACE_EXISTING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static FileTime compiled() throws IOException {
    try (Stream<Path> classes = Files.walk(TARGET.resolve("classes"))) {
      return classes
          .filter(Files::isRegularFile)
          .map(TunesmithJvm::modified)
          .max(FileTime::compareTo)
          .orElseThrow();
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
