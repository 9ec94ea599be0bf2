package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged operator without {@code lib/tools}, which only the other commands need. */
@KubeApiServer
@DisplayName("tunesmith operator, with lib/ alone,")
class OwnLibrariesIT {
  private static final Path JAR = Path.of("target", "app", "tunesmith.jar");

  @BeforeAll
  static void packaged() {
    if (!Files.exists(JAR)) {
      System.err.println("SKIPPED: " + JAR + " is missing; run the package phase to make it");
    }
    assumeThat(JAR).as("made by package").exists();
  }

  @Test
  @DisplayName("runs a job to its end, and stops when it is asked to")
  void worksWithoutTools(ApiServer server, TestNamespace namespace, @TempDir Path folder)
      throws IOException, InterruptedException {
    Path jar = copyWithoutTools(folder);
    KubectlUser user = new KubectlUser(namespace);
    try (Emulator emulator = OperatorUnderTest.emulator();
        OperatorJvm operator =
            OperatorJvm.startJar(
                jar,
                OperatorJvm.options(
                    OperatorJvm.signIn(server, user.namespace()),
                    emulator.grpcPort(),
                    user.namespace()))) {
      operator.awaitReady();
      user.apply(Manifest.of("own-libraries"));
      user.awaitCondition("own-libraries", "Complete");
      assertThat(operator.metrics()).contains("tunesmith_leader 1");
      operator.terminate();
      assertThat(operator.exitCode()).as(operator.log()).isZero();
      assertThat(operator.log()).doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
    }
  }

  private static Path copyWithoutTools(Path folder) throws IOException {
    Path lib = Files.createDirectory(folder.resolve("lib"));
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(JAR.resolveSibling("lib"), "*.jar")) {
      for (Path jar : jars) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar.toAbsolutePath());
      }
    }
    return Files.copy(JAR, folder.resolve("tunesmith.jar"));
  }
}
