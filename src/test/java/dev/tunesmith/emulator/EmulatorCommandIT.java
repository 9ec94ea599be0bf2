package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.support.TunesmithJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
@DisplayName("tunesmith emulator, as a process")
class EmulatorCommandIT {
  private static final int BY_SIGTERM = 128 + 15;

  @Test
  @DisplayName("prints where it listens, serves both protocols, and ends on SIGTERM")
  void process() throws Exception {
    Process process =
        start(
            "--http-port",
            "0",
            "--grpc-port=0",
            "--speed",
            "20",
            "--latency=5ms",
            "--api-key=a",
            "--api-key=b");
    try (BufferedReader out = process.inputReader(UTF_8)) {
      int http = port(out, "REST: http://127\\.0\\.0\\.1:([0-9]+)");
      int grpc = port(out, "gRPC: 127\\.0\\.0\\.1:([0-9]+) .*");
      Matcher curl = find(out, "Try: +curl http://127\\.0\\.0\\.1:" + http + "(/v1/\\S+)");

      RestWire rest = new RestWire(http, "v1");
      String parent = curl.group(1).replaceFirst("^/v1/(.*)/tuningJobs$", "$1");
      String name = rest.create(parent, RunningEmulator.request("demo")).name();
      try (GrpcWire client = new GrpcWire(grpc)) {
        assertThat(client.get(name).name()).isEqualTo(name);
      }
      GeminiWire gemini = new GeminiWire(http);
      for (String key : List.of("a", "b", "c")) {
        assertThat(gemini.send("GET", "/v1beta/tunedModels?key=" + key, "").statusCode())
            .isEqualTo(key.equals("c") ? 400 : 200);
      }

      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(BY_SIGTERM);
      assertThat(rest.get(name).code()).isEqualTo(CanonicalCode.UNAVAILABLE);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(TunesmithJvm.command());
    command.add("emulator");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static int port(BufferedReader out, String line) throws IOException {
    return Integer.parseInt(find(out, line).group(1));
  }

  private static Matcher find(BufferedReader out, String line) throws IOException {
    Pattern pattern = Pattern.compile(line);
    List<String> seen = new ArrayList<>();
    for (@Nullable String read = out.readLine(); read != null; read = out.readLine()) {
      Matcher matcher = pattern.matcher(read);
      if (matcher.matches()) {
        return matcher;
      }
      seen.add(read);
    }
    throw new AssertionError("the process ended without saying " + line + ": " + seen);
  }
}
