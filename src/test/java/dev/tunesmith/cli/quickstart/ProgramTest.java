package dev.tunesmith.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the quickstart offers next")
class ProgramTest {
  @Test
  @DisplayName("are the commands of the documents in a checkout")
  void checkout() throws IOException {
    Program program = Program.running();
    String readme = Files.readString(Path.of("README.md"));
    String emulator = Files.readString(Path.of("docs", "reference", "emulator.md"));
    assertThat(program.quickstart("--keep-running"))
        .isEqualTo("./mvnw compile exec:exec@quickstart -Dquickstart.args=\"--keep-running\"");
    assertThat(readme)
        .contains(program.quickstart("").replaceFirst(" -D.*", ""))
        .contains("-Dquickstart.args=\"");
    assertThat(program.emulator().split(" && "))
        .allSatisfy(command -> assertThat(emulator).contains(command));
  }

  @Test
  @DisplayName("name the jar elsewhere")
  void jar() {
    Program program = new Program(Path.of("/opt/my tools/tunesmith.jar"));
    assertThat(program.quickstart("--keep-running"))
        .isEqualTo("java -jar '/opt/my tools/tunesmith.jar' quickstart --keep-running");
    assertThat(program.emulator()).isEqualTo("java -jar '/opt/my tools/tunesmith.jar' emulator");
  }
}
