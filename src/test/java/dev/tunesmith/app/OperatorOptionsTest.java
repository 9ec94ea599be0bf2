package dev.tunesmith.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import dev.tunesmith.leader.LeaseTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@DisplayName("The options of tunesmith operator")
class OperatorOptionsTest {
  private static final Path NOWHERE = Path.of("/nowhere/namespace");

  @TempDir Path folder;

  @Command(name = "operator")
  private static final class Operator {
    @Mixin OperatorFlags flags = new OperatorFlags();
  }

  private static OperatorOptions read(Map<String, String> environment, String... arguments) {
    return read(environment, NOWHERE, arguments);
  }

  private static OperatorOptions read(
      Map<String, String> environment, Path namespaceFile, String... arguments) {
    Operator operator = new Operator();
    new CommandLine(operator)
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .parseArgs(arguments);
    return new OptionsReader(operator.flags, environment, namespaceFile).read();
  }

  @Test
  @DisplayName("have these defaults")
  void defaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new OperatorOptions(
                new OperatorOptions.Vertex(
                    null,
                    "us-central1",
                    null,
                    false,
                    true,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    null),
                new OperatorOptions.Cluster(
                    null,
                    Set.of(),
                    null,
                    true,
                    "tunesmith",
                    "default",
                    new LeaseTiming(
                        Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2))),
                new OperatorOptions.Pace(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofDays(90),
                    300,
                    10),
                new OperatorOptions.Policy(Set.of(), Set.of(), Set.of()),
                new OperatorOptions.Daemon(
                    8080, LogFormat.AUTO, LogLevel.INFO, Duration.ofSeconds(90))));
  }

  @Test
  @DisplayName("are these, each with its environment variable")
  void names() {
    Set<String> variables = new TreeSet<>();
    new CommandLine(new Operator())
        .getCommandSpec()
        .options()
        .forEach(option -> variables.add(EnvironmentDefaults.variable(option.longestName())));

    assertThat(variables)
        .containsExactly(
            "TUNESMITH_ADOPTION_WINDOW",
            "TUNESMITH_ALLOW_KMS_KEY",
            "TUNESMITH_ALLOW_PROJECT",
            "TUNESMITH_ALLOW_SERVICE_ACCOUNT",
            "TUNESMITH_CALL_DEADLINE",
            "TUNESMITH_CANCEL_BOUND",
            "TUNESMITH_CA_FILE",
            "TUNESMITH_CREATE_DEADLINE",
            "TUNESMITH_HTTP_PORT",
            "TUNESMITH_INSTANCE_ID",
            "TUNESMITH_IN_DOUBT_GRACE",
            "TUNESMITH_KUBECONFIG",
            "TUNESMITH_LEADER_ELECT",
            "TUNESMITH_LEASE_DURATION",
            "TUNESMITH_LEASE_NAME",
            "TUNESMITH_LEASE_NAMESPACE",
            "TUNESMITH_LEASE_RENEW_DEADLINE",
            "TUNESMITH_LEASE_RETRY_PERIOD",
            "TUNESMITH_LOCATION",
            "TUNESMITH_LOG_FORMAT",
            "TUNESMITH_LOG_LEVEL",
            "TUNESMITH_MAX_CALLS_PER_MINUTE",
            "TUNESMITH_POLL_INTERVAL",
            "TUNESMITH_PROJECT",
            "TUNESMITH_SHUTDOWN_TIMEOUT",
            "TUNESMITH_VERTEX_CREDENTIALS",
            "TUNESMITH_VERTEX_ENDPOINT",
            "TUNESMITH_VERTEX_PLAINTEXT",
            "TUNESMITH_WATCH_NAMESPACES",
            "TUNESMITH_WORKERS");
  }

  @Test
  @DisplayName("are all read from the command line")
  void everyOption() throws IOException {
    Path kubeconfig = Files.writeString(folder.resolve("config"), "");
    assertThat(
            read(
                Map.of("POD_NAMESPACE", "ignored"),
                "--project=my-project",
                "--location=europe-west4",
                "--vertex-endpoint=emulator.tunesmith:8085",
                "--vertex-plaintext",
                "--vertex-credentials=none",
                "--create-deadline=20s",
                "--call-deadline=PT5S",
                "--ca-file=" + kubeconfig,
                "--kubeconfig=" + kubeconfig,
                "--watch-namespaces=team-a,team-b,",
                "--instance-id=cluster-1",
                "--leader-elect=false",
                "--lease-name=other",
                "--lease-namespace=elsewhere",
                "--lease-duration=6s",
                "--lease-renew-deadline=3s",
                "--lease-retry-period=500ms",
                "--poll-interval=500ms",
                "--in-doubt-grace=31s",
                "--cancel-bound=1h30m",
                "--adoption-window=7d",
                "--max-calls-per-minute=60",
                "--workers=2",
                "--allow-project=other-project",
                "--allow-project=third-project,example.com:fourth",
                "--allow-service-account=*@my-project.iam.gserviceaccount.com,*",
                "--allow-kms-key=projects/p/locations/l/keyRings/r/cryptoKeys/k",
                "--http-port=0",
                "--log-format=json",
                "--log-level=DEBUG",
                "--shutdown-timeout=30s"))
        .isEqualTo(
            new OperatorOptions(
                new OperatorOptions.Vertex(
                    "my-project",
                    "europe-west4",
                    "emulator.tunesmith:8085",
                    true,
                    false,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    kubeconfig),
                new OperatorOptions.Cluster(
                    kubeconfig,
                    Set.of("team-a", "team-b"),
                    "cluster-1",
                    false,
                    "other",
                    "elsewhere",
                    new LeaseTiming(
                        Duration.ofSeconds(6), Duration.ofSeconds(3), Duration.ofMillis(500))),
                new OperatorOptions.Pace(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(31),
                    Duration.ofMinutes(90),
                    Duration.ofDays(7),
                    60,
                    2),
                new OperatorOptions.Policy(
                    Set.of("other-project", "third-project", "example.com:fourth"),
                    Set.of("*@my-project.iam.gserviceaccount.com", "*"),
                    Set.of("projects/p/locations/l/keyRings/r/cryptoKeys/k")),
                new OperatorOptions.Daemon(
                    0, LogFormat.JSON, LogLevel.DEBUG, Duration.ofSeconds(30))));
  }

  @Test
  @DisplayName("come from the environment where the command line says nothing; blank is unset")
  void environment() {
    OperatorOptions options =
        read(
            Map.of(
                "TUNESMITH_PROJECT", "from-environment",
                "TUNESMITH_LOCATION", "europe-west4",
                "TUNESMITH_WORKERS", " ",
                "TUNESMITH_LEADER_ELECT", "false",
                "TUNESMITH_WATCH_NAMESPACES", "team-a,team-b",
                "TUNESMITH_POLL_INTERVAL", "1m"),
            "--location=us-east1");

    assertThat(options.vertex().project()).isEqualTo("from-environment");
    assertThat(options.vertex().location()).isEqualTo("us-east1");
    assertThat(options.pace().workers()).isEqualTo(10);
    assertThat(options.pace().pollInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.cluster().leaderElection()).isFalse();
    assertThat(options.cluster().watchNamespaces()).containsExactlyInAnyOrder("team-a", "team-b");
  }

  @Test
  @DisplayName("put the lease beside the operator: option, POD_NAMESPACE, the pod's file, default")
  void leaseNamespace() throws IOException {
    Path file = Files.writeString(folder.resolve("namespace"), "from-file\n");
    Map<String, String> pod = Map.of("POD_NAMESPACE", "from-pod");

    assertThat(read(pod, file, "--lease-namespace=x").cluster().leaseNamespace()).isEqualTo("x");
    assertThat(read(pod, file).cluster().leaseNamespace()).isEqualTo("from-pod");
    assertThat(read(Map.of(), file).cluster().leaseNamespace()).isEqualTo("from-file");
    assertThat(read(Map.of(), NOWHERE).cluster().leaseNamespace()).isEqualTo("default");
  }

  @Test
  @DisplayName("are refused with every mistake at once, each naming option, variable and remedy")
  void allMistakes() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of("TUNESMITH_LOG_LEVEL", "loud"),
                    "--project=123456789",
                    "--location=us-central1-a",
                    "--vertex-endpoint=localhost:99999",
                    "--vertex-plaintext=maybe",
                    "--vertex-credentials=key.json",
                    "--create-deadline=soon",
                    "--call-deadline=0s",
                    "--kubeconfig=/nowhere/config",
                    "--watch-namespaces=team-a,Team_B",
                    "--instance-id=a b",
                    "--leader-elect=no",
                    "--lease-name=A",
                    "--lease-namespace=a.b",
                    "--lease-duration=1500ms",
                    "--lease-renew-deadline=never",
                    "--lease-retry-period=often",
                    "--poll-interval=1ms",
                    "--in-doubt-grace=-5s",
                    "--cancel-bound=10",
                    "--adoption-window=90days",
                    "--max-calls-per-minute=0",
                    "--workers=many",
                    "--allow-project=Other",
                    "--allow-service-account=me@example.com,*",
                    "--allow-kms-key=k",
                    "--http-port=-1",
                    "--log-format=xml",
                    "--shutdown-timeout=99999999999999999999d"))
        .isInstanceOfSatisfying(
            InvalidOptionsException.class,
            e ->
                assertThat(e.mistakes())
                    .extracting(mistake -> mistake.substring(0, mistake.indexOf(' ')))
                    .containsExactlyInAnyOrder(
                        "--project",
                        "--location",
                        "--vertex-endpoint",
                        "--vertex-plaintext",
                        "--vertex-credentials",
                        "--create-deadline",
                        "--call-deadline",
                        "--kubeconfig",
                        "--watch-namespaces",
                        "--instance-id",
                        "--leader-elect",
                        "--lease-name",
                        "--lease-namespace",
                        "--lease-duration",
                        "--lease-renew-deadline",
                        "--lease-retry-period",
                        "--poll-interval",
                        "--in-doubt-grace",
                        "--cancel-bound",
                        "--adoption-window",
                        "--max-calls-per-minute",
                        "--workers",
                        "--allow-project",
                        "--allow-service-account",
                        "--allow-kms-key",
                        "--http-port",
                        "--log-format",
                        "--log-level",
                        "--shutdown-timeout"))
        .hasMessageContaining(
            "--location (TUNESMITH_LOCATION): 'us-central1-a' is not a region such as us-central1"
                + " (not a zone, nor global, us or eu)")
        .hasMessageContaining(
            "--adoption-window (TUNESMITH_ADOPTION_WINDOW): '90days' is no duration: write it like"
                + " 500ms, 10s, 2m, 1h30m, 90d or PT10S")
        .hasMessageContaining(
            "--log-level (TUNESMITH_LOG_LEVEL): 'loud' is none of error, warn, info, debug, trace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"global", "us", "eu", "us-central1-a", "US-CENTRAL1", "", "us-central1/x"})
  @DisplayName("take only a region for a location")
  void regions(String location) {
    assertThatThrownBy(() -> read(Map.of(), "--location=" + location))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageStartingWith("--location (TUNESMITH_LOCATION): '" + location + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", ":80", "localhost:", "localhost:0", "http://h:80", "a:b:80"})
  @DisplayName("take only host:port for an endpoint")
  void endpoints(String endpoint) {
    assertThatThrownBy(() -> read(Map.of(), "--vertex-endpoint=" + endpoint))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageStartingWith("--vertex-endpoint");
    assertThat(read(Map.of(), "--vertex-endpoint=[::1]:80").vertex().endpoint())
        .isEqualTo("[::1]:80");
  }

  @ParameterizedTest
  @CsvSource({"70s,60s", "2m,110s", "10s,60s"})
  @DisplayName("need a grace longer than send window and create deadline together")
  void grace(String grace, String createDeadline) {
    String[] arguments = {
      "--in-doubt-grace=" + grace, "--create-deadline=" + createDeadline, "--shutdown-timeout=5m"
    };
    assertThatThrownBy(() -> read(Map.of(), arguments))
        .isInstanceOfSatisfying(
            InvalidOptionsException.class,
            e ->
                assertThat(e.mistakes())
                    .singleElement()
                    .asString()
                    .contains("--in-doubt-grace", "send window (10s)", "--create-deadline"));

    assertThat(read(Map.of(), "--in-doubt-grace=71s").pace().inDoubtGrace())
        .isEqualTo(Duration.ofSeconds(71));
  }

  @ParameterizedTest
  @CsvSource({
    "10s,10s,2s,--lease-renew-deadline,shorter than --lease-duration (10s)",
    "15s,20s,2s,--lease-renew-deadline,shorter than --lease-duration (15s)",
    "15s,10s,3334ms,--lease-retry-period,a third of --lease-renew-deadline (10s)",
    "2500ms,2s,500ms,--lease-duration,whole seconds"
  })
  @DisplayName("need a leader that stops before another can lead, and may fail to renew once")
  void lease(String duration, String deadline, String retry, String option, String remedy) {
    String[] arguments = {
      "--lease-duration=" + duration,
      "--lease-renew-deadline=" + deadline,
      "--lease-retry-period=" + retry
    };
    assertThatThrownBy(() -> read(Map.of(), arguments))
        .isInstanceOfSatisfying(
            InvalidOptionsException.class,
            e ->
                assertThat(e.mistakes())
                    .singleElement()
                    .asString()
                    .startsWith(option)
                    .contains(remedy));
  }

  @Test
  @DisplayName("need a shutdown that waits for a create, and TLS for credentials")
  void together() {
    assertThatThrownBy(() -> read(Map.of(), "--shutdown-timeout=60s", "--vertex-plaintext"))
        .isInstanceOfSatisfying(
            InvalidOptionsException.class,
            e ->
                assertThat(e.mistakes())
                    .hasSize(3)
                    .anySatisfy(mistake -> assertThat(mistake).contains("a create in flight"))
                    .anySatisfy(mistake -> assertThat(mistake).contains("--vertex-endpoint"))
                    .anySatisfy(mistake -> assertThat(mistake).contains("--vertex-credentials")));
  }

  @ParameterizedTest
  @CsvSource({
    "10s,PT10S",
    "500ms,PT0.5S",
    "2m,PT2M",
    "1h30m,PT1H30M",
    "90d,PT2160H",
    "PT10S,PT10S",
    "P1D,PT24H",
    "1m10s,PT1M10S"
  })
  @DisplayName("take durations the way people write them")
  void durations(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "10 s", "-10s", "0s", "PT0S", "PT-1S", "1w", "1.5h"})
  @DisplayName("take no durations that are none, or nothing")
  void noDurations(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  @DisplayName("exit codes are distinct, documented, and keep picocli's for usage")
  void exitCodes() {
    assertThat(ExitCode.list()).hasSameSizeAs(List.of(ExitCode.values()));
    assertThat(ExitCode.USAGE.code()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(ExitCode.OK.code()).isEqualTo(CommandLine.ExitCode.OK);
  }
}
