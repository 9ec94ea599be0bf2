package dev.tunesmith.support.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of the installed programs the tests run on. */
final class ServerProgramsTest {
  private static final List<String> ALL = List.of("kube-apiserver", "etcd", "kubectl");

  @Test
  @DisplayName("the newest complete version for this machine is taken, by number")
  void newestCompleteVersionIsTaken(@TempDir Path versions) throws IOException {
    String platform = ServerPrograms.platform();
    install(versions, "1.9.11" + platform, ALL);
    install(versions, "1.36.0" + platform, ALL);
    install(versions, "1.37.0" + platform, List.of("kube-apiserver", "kubectl"));
    install(versions, "1.38.0-plan9-mips", ALL);
    install(versions, ".unpack.x", ALL);

    assertThat(ServerPrograms.find(versions)).map(ServerPrograms::version).contains("1.36.0");
  }

  @Test
  @DisplayName("nothing is found where nothing is installed")
  void nothingIsFoundInAnEmptyFolder(@TempDir Path versions) throws IOException {
    assertThat(ServerPrograms.find(versions)).isEmpty();
  }

  private static void install(Path versions, String name, List<String> programs)
      throws IOException {
    Path folder = Files.createDirectory(versions.resolve(name));
    for (String program : programs) {
      Files.createFile(
          folder.resolve(program),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }
}
