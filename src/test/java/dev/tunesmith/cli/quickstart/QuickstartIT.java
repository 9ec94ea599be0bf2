package dev.tunesmith.cli.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tunesmith.support.TunesmithJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, as a process of its own, so that its exit code and its children are real. */
@DisplayName("The quickstart")
@Order(2)
class QuickstartIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path SAMPLES = Path.of("deploy", "samples").toAbsolutePath();

  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stopAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  @DisplayName("ends all samples in Complete on the mock server, from the jar alone")
  void samplesOnTheMock() throws Exception {
    Process process = start("--server=mock");
    assertThat(exitCode(process)).as(output()).isZero();
    assertThat(output())
        .startsWith("API server: the Fabric8 mock server in this process")
        .contains("NAME ", "Running", "What next:")
        .containsPattern("  the emulator alone   .*java -jar .*tunesmith.jar emulator")
        .contains("Operator: watches the namespace default alone", " tokens billed")
        .containsPattern(
            "successor: Complete in [0-9]+s, model tunedModels/.* mean loss .* at step 1, ");
    assertThat(completed()).hasSize(Samples.NAMES.size());
    assertThat(output().lines()).as("what one reads at a first look").hasSizeLessThanOrEqualTo(30);
  }

  @Test
  @DisplayName("shows one table that changes in its place, on a terminal")
  void terminal() throws Exception {
    Path script = Path.of("/usr/bin/script");
    if (!Files.exists(script)) {
      System.err.println("SKIPPED: this test needs a terminal: " + script);
    }
    Assumptions.assumeTrue(Files.exists(script));
    String command =
        command("--server=mock").stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" ", "TERM=xterm stty cols 80 rows 30; TERM=xterm ", ""));
    Process process = start(List.of(script.toString(), "-qec", command, "/dev/null"));
    assertThat(exitCode(process)).as(output()).isZero();
    List<String> screen = screen(output());
    assertThat(screen).filteredOn(line -> line.startsWith("NAME ")).hasSize(1);
    assertThat(screen)
        .filteredOn(line -> line.contains("Succeeded"))
        .hasSize(Samples.NAMES.size() - 1);
    assertThat(screen)
        .as("rows of running jobs were drawn again")
        .noneMatch(line -> line.contains("Running"))
        .hasSizeLessThanOrEqualTo(30);
    assertThat(output()).contains("Running");
    assertThat(completed()).hasSize(Samples.NAMES.size());
  }

  /** What a terminal of endless height shows at last, for the control sequences that are used. */
  private static List<String> screen(String output) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    for (String line : output.lines().toList()) {
      Matcher up = Pattern.compile("\u001b\\[([0-9]+)A").matcher(line);
      at -= up.find() ? Integer.parseInt(up.group(1)) : 0;
      String text = line.replaceAll("\u001b\\[[?]?[0-9]+[a-zA-Z]", "");
      if (at < lines.size()) {
        lines.set(at, text);
      } else {
        lines.add(text);
      }
      at++;
    }
    return lines;
  }

  @Test
  @DisplayName("ends all samples in Complete on a real kube-apiserver, and leaves nothing behind")
  void samplesOnARealServer() throws Exception {
    requirePrograms();
    Path model = SAMPLES.resolve("tunedmodel").resolve("01-inline.yaml");
    Process process =
        start("--server=kube-apiserver", "--details", SAMPLES.toString(), model.toString());
    assertThat(exitCode(process)).as(output()).isZero();
    assertThat(output())
        .contains("Submitting", "status of TuningJob/basic:", "status of TunedModel/successor:")
        .as("the loss curve")
        .contains(" ┤", "  step");
    try (Stream<Path> files = Files.list(SAMPLES)) {
      long jobs = files.filter(Files::isRegularFile).count();
      assertThat(completed()).hasSize(Math.toIntExact(jobs) + 1);
    }
    assertThat(serverFolder()).doesNotExist();
  }

  @Test
  @DisplayName("stops its kube-apiserver and etcd on SIGTERM")
  void endsInGoodOrder() throws Exception {
    requirePrograms();
    Process process =
        start("--server=kube-apiserver", "--keep-running", SAMPLES.resolve("01-basic.yaml") + "");
    await().atMost(PATIENCE).until(() -> output().contains("Running on, until Ctrl-C."));
    List<ProcessHandle> children = process.children().toList();
    assertThat(children).as("kube-apiserver and etcd").hasSizeGreaterThanOrEqualTo(2);
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    await().atMost(PATIENCE).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(serverFolder()).doesNotExist();
  }

  @Test
  @DisplayName("reports with file and line what the API server refuses, and applies nothing then")
  void refusedByTheServer() throws Exception {
    requirePrograms();
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"),
            Files.readString(SAMPLES.resolve("01-basic.yaml")).replace("gs://", "http://"));
    int line = Files.readAllLines(wrong).size();
    Process process =
        start(
            "--server=kube-apiserver",
            wrong.toString(),
            SAMPLES.resolve("05-translation.yaml") + "");
    assertThat(exitCode(process)).as(output()).isEqualTo(1);
    assertThat(output())
        .contains(wrong + ":" + line + ": spec.tuning.supervisedTuningSpec.trainingDatasetUri: ")
        .doesNotContain("NAME ");
  }

  @Test
  @DisplayName("exits with 1 when a job fails, and says why")
  void failedJob() throws Exception {
    Path failing =
        Files.writeString(
            folder.resolve("failing.yaml"),
            Files.readString(SAMPLES.resolve("01-basic.yaml")).replace("sft_train", "fail"));
    Process process = start("--server=mock", failing.toString());
    assertThat(exitCode(process)).as(output()).isEqualTo(1);
    assertThat(output()).containsPattern("(?m)^basic: Failed in [0-9]+s, .*contents");
  }

  @Test
  @DisplayName("sends nothing to a real project without consent")
  void consent() throws Exception {
    Process process = start("--project=some-project", SAMPLES.toString());
    assertThat(exitCode(process)).isEqualTo(2);
    assertThat(output()).contains("Nothing was sent", "--i-accept-that-jobs-are-billed");
  }

  @Test
  @DisplayName("refuses with --policy what a deployed operator refuses, unless it is allowed")
  void policy() throws Exception {
    Path sample = SAMPLES.resolve("04-own-service-account.yaml");
    Process refused = start("--server=mock", "--policy", sample.toString());
    assertThat(exitCode(refused)).as(output()).isEqualTo(1);
    assertThat(output()).contains("tuner@local-project", "--allow-service-account");

    String account = "--allow-service-account=tuner@local-project.iam.gserviceaccount.com";
    Process allowed = start("--server=mock", "--policy", account, sample.toString());
    assertThat(exitCode(allowed)).as(output()).isZero();

    assertThat(exitCode(start("--server=mock", account, sample.toString()))).isEqualTo(2);
    assertThat(output()).contains("add --policy");
  }

  /** Away from the checkout, as from the jar. */
  private Process start(String... arguments) throws IOException {
    return start(command(arguments));
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(TunesmithJvm.command());
    command.add("quickstart");
    command.addAll(List.of(arguments));
    return command;
  }

  private Process start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    started.add(process);
    return process;
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output.txt"));
  }

  private List<String> completed() throws IOException {
    return output()
        .lines()
        .filter(
            line ->
                line.matches(
                    "[a-z-]+: Complete in [0-9]+s, (endpoint projects/\\d+/|artefacts in gs://"
                        + "|model tunedModels/).+"))
        .toList();
  }

  private Path serverFolder() throws IOException {
    return output()
        .lines()
        .filter(line -> line.contains(" --kubeconfig "))
        .map(line -> line.replaceFirst(".* --kubeconfig ", "").replaceFirst(" get .*", ""))
        .map(file -> Path.of(file, "..").normalize())
        .findFirst()
        .orElseThrow();
  }

  private static void requirePrograms() {
    Surroundings surroundings =
        new Surroundings(
            Map.copyOf(System.getenv()),
            Path.of(System.getProperty("user.home")),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            false,
            UTF_8);
    Optional<Path> programs = KubeApiServer.programs(surroundings);
    String missing =
        "SKIPPED: this test needs kube-apiserver, etcd and kubectl below "
            + surroundings.programs();
    if (programs.isEmpty()) {
      System.err.println(missing);
    }
    Assumptions.assumeTrue(programs.isPresent(), missing);
  }
}
