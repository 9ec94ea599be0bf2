package dev.tunesmith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.app.OperatorOptions;
import dev.tunesmith.lifecycle.Timing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The command line")
class OperatorMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine line =
      OperatorMain.commandLine(Map.of())
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true));

  @ParameterizedTest
  @ValueSource(strings = {"operator", "emulator", "quickstart", "validate"})
  @DisplayName("explains each command")
  void help(String command) {
    assertThat(line.execute(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: tunesmith " + command);
  }

  @Test
  @DisplayName("tells a wrong command from a right one, and which there are")
  void wrongCommand() {
    assertThat(line.execute("oparator")).isEqualTo(2);
    assertThat(err.toString()).contains("oparator");
  }

  @Test
  @DisplayName("tells every wrong option at once, and starts nothing")
  void wrongOptions() {
    assertThat(line.execute("operator", "--project=X", "--poll-interval=soon")).isEqualTo(2);
    assertThat(err.toString()).contains("--project").contains("--poll-interval");
  }

  @Test
  @DisplayName("reckons the grace from the send window that the rounds keep to")
  void sendWindow() {
    assertThat(OperatorOptions.SEND_WINDOW).isEqualTo(Timing.SEND_WINDOW);
  }
}
