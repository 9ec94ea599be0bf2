package dev.tunesmith;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @DisplayName("lists the operator's exit codes and environment variables")
  void operatorHelp() {
    line.execute("operator", "--help");
    assertThat(out.toString())
        .contains("Exit codes:", "the options or environment variables are wrong")
        .contains("Environment variables:", "TUNESMITH_POLL_INTERVAL", "POD_NAMESPACE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oparator | Unknown: oparator. Did you mean operator or emulator or validate? See"
            + " 'tunesmith --help'.",
        "operator --poll-intervall=3s | Unknown: --poll-intervall=3s. Did you mean --poll-interval?"
            + " See 'tunesmith operator --help'.",
        "operator --qqq | Unknown: --qqq. See 'tunesmith operator --help'.",
        "operator --project | --project: has no value; give --project=ID",
        "emulator --speeed 3 | Unknown: --speeed 3. Did you mean --speed?"
            + " See 'tunesmith emulator --help'.",
        "quickstart --timeout=soon | --timeout: 'soon' is not a duration; write it like 500ms, 10s,"
            + " 2m, 1h30m, 90d or PT10S"
      })
  @DisplayName("answers a wrong argument with one line that says which one may be meant")
  void wrongArguments(String arguments, String error) {
    assertThat(line.execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isEqualToIgnoringNewLines(error);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  @DisplayName("reports everything that is wrong at once, and starts nothing")
  void wrongOptions() {
    assertThat(
            line.execute("operator", "--project=X", "--poll-interval=soon", "--workers=0", "--foo"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactlyInAnyOrder(
            violation -> assertThat(violation).startsWith("--project: 'X'"),
            violation -> assertThat(violation).startsWith("--poll-interval: 'soon'"),
            violation -> assertThat(violation).startsWith("--workers: 0"),
            violation -> assertThat(violation).startsWith("Unknown: --foo"));
  }
}
