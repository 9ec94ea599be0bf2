package dev.tunesmith;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.app.ExitCode;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
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
  @ValueSource(
      strings = {"operator", "emulator", "quickstart", "validate", "models", "ask", "loss"})
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
        "help bogus | Unknown subcommand 'bogus'. See 'tunesmith --help'.",
        "quickstart --timeout=1s --timeout=2s | --timeout: is given more than once; give it once",
        "quickstart --server=x | --server: 'x' is none of auto, kube-apiserver, mock",
        "quickstart --project=X_Y | --project: 'X_Y' is not a project ID; give the ID, not the"
            + " number or the display name. See 'tunesmith quickstart --help'.",
        "quickstart nowhere | nowhere: there is no such file or folder. See 'tunesmith quickstart"
            + " --help'.",
        "emulator --latency | --latency: has no value; give --latency=DURATION",
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
  @DisplayName("reports all wrong options of the emulator at once, in words without Java's")
  void wrongEmulatorOptions() {
    assertThat(
            line.execute(
                "emulator",
                "--http-port=x",
                "--grpc-port=99999",
                "--speed=0",
                "--latency=soon",
                "--page-size=0",
                "--seed=99999999999999999999",
                "--api-key=",
                "--any-base-model=x",
                "--bogus"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactlyInAnyOrder(
            "--http-port: 'x' is not a whole number, or too large",
            "--grpc-port: 99999 is out of range; give 0 to 65535",
            "--speed: 0.0 is not a speed; give more than 0",
            "--latency: 'soon' is not a duration like 250ms or 1.5s",
            "--page-size: 0 is out of range; give 1 to 1000",
            "--seed: '99999999999999999999' is not a whole number, or too large",
            "--api-key: must not be empty",
            "--any-base-model: 'x' is neither true nor false",
            "Unknown: --bogus. See 'tunesmith emulator --help'.");
  }

  @Test
  @DisplayName("names a port that is in use, and an address that cannot be resolved: exit code 11")
  void ports() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      for (List<String> ports :
          List.of(
              List.of("--http-port=" + port, "--grpc-port=0"),
              List.of("--grpc-port=" + port, "--http-port=0"))) {
        assertThat(line.execute("emulator", ports.getFirst(), ports.getLast())).isEqualTo(11);
        assertThat(err.toString().lines().toList().getLast())
            .isEqualTo(
                ports.getFirst().replaceFirst("=.*", "")
                    + ": 127.0.0.1:%d cannot be listened on (Address already in use); end the"
                        .formatted(port)
                    + " process that uses it, or give another port (0 for any free one) or another"
                    + " --bind-address");
      }
    }
    assertThat(line.execute("emulator", "--bind-address=nowhere.invalid")).isEqualTo(11);
    assertThat(err.toString().lines())
        .hasSize(3)
        .last()
        .asString()
        .startsWith("--bind-address: 'nowhere.invalid' cannot be resolved; give an address");
  }

  @Test
  @DisplayName("asks for a file")
  void noFile() {
    assertThat(line.execute("validate")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("FILE|FOLDER is missing. See 'tunesmith validate --help'.");
  }

  @Test
  @DisplayName("asks for a command, and says which there are")
  void noCommand() {
    assertThat(line.execute()).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "No command: give one of help, operator, emulator, quickstart, validate, models, ask,"
                + " loss. See 'tunesmith --help'.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "operator ", "emulator ", "quickstart ", "validate "})
  @DisplayName("has its version for each command")
  void version(String command) {
    assertThat(line.execute((command + "--version").split(" "))).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines(OperatorMain.VERSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "emulator", "quickstart", "validate"})
  @DisplayName("lists each command's exit codes, which mean the same everywhere")
  void exitCodes(String command) {
    line.execute(command, "--help");
    assertThat(out.toString())
        .contains("Exit codes:")
        .as("labels are words, not fields")
        .doesNotContainPattern("=<");
    Set<String> known = new TreeSet<>(ExitCode.list().keySet());
    known.addAll(Set.of("130", "143")); // by a signal
    CommandLine of = Objects.requireNonNull(line.getSubcommands().get(command));
    assertThat(known).containsAll(of.getCommandSpec().usageMessage().exitCodeList().keySet());
    assertThat(ExitCode.PORT_UNUSABLE.code()).as("the emulator's").isEqualTo(11);
  }

  @Test
  @DisplayName("needs Java 21, and says so on an older one")
  void java() throws IOException {
    assertThat(JavaVersion.error("1.8", "1.8.0_402", "/jdk"))
        .isEqualTo(
            "tunesmith needs Java 21 or newer, and this is Java 1.8.0_402 (/jdk): install one, or"
                + " run a newer one's bin/java -jar tunesmith.jar");
    assertThat(JavaVersion.error("17", "17.0.15", "/jdk")).contains("this is Java 17.0.15");
    assertThat(JavaVersion.error("21", "21", "/jdk")).isNull();
    assertThat(JavaVersion.error("25", "25.0.4", "/jdk")).isNull();
    try (DataInputStream code =
        new DataInputStream(
            Objects.requireNonNull(JavaVersion.class.getResourceAsStream("JavaVersion.class")))) {
      assertThat(code.readInt()).isEqualTo(0xcafebabe);
      assertThat(code.readInt()).as("class files of Java 8").isEqualTo(52);
    }
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
