package dev.tunesmith.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.it.AuditLog;
import dev.tunesmith.it.KubectlUser;
import dev.tunesmith.it.Manifest;
import dev.tunesmith.it.OperatorJvm;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the operator costs. Run it with
 *
 * <pre>./mvnw -q test -Dtest=OperatorBench</pre>
 */
@KubeApiServer
@Tag("bench")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorBench {
  private static final int MANY = 100;
  private static final int ACTIVE = 1_000;
  private static final double SPEED = 4;
  private static final String POLL = "--poll-interval=2s";
  private static final long SETTLING_SECONDS = 10;

  private static Emulator emulator() throws IOException {
    return Emulator.start(EmulatorOptions.defaults().withSpeed(SPEED), Clock.systemUTC());
  }

  private static OperatorJvm operator(ApiServer server, Emulator emulator, String namespace) {
    List<String> args =
        new ArrayList<>(
            OperatorJvm.options(OperatorJvm.signIn(server), emulator.grpcPort(), namespace));
    args.add("--leader-elect=false");
    args.removeIf(arg -> arg.startsWith("--poll-interval"));
    args.add(POLL);
    return OperatorJvm.start(Map.of(), args);
  }

  @Test
  @Order(1)
  void lifecycles(ApiServer server) throws IOException, InterruptedException {
    Numbers numbers = new Numbers("1 job", MANY + " jobs at once");
    lifecycle(server, numbers, 0, 1);
    lifecycle(server, numbers, 1, MANY);
    print(
        "Lives (create, run, succeed, delete); polls each 2 s, the emulator's jobs 4 times as"
            + " quick as usual",
        numbers);
  }

  private static void lifecycle(ApiServer server, Numbers numbers, int column, int count)
      throws IOException, InterruptedException {
    KubectlUser user = new KubectlUser(server, server.newNamespace());
    try (Emulator emulator = emulator();
        OperatorJvm operator = operator(server, emulator, user.namespace())) {
      operator.awaitReady();
      List<String> names = IntStream.range(0, count).mapToObj(i -> "job-" + i).toList();
      user.apply(names.stream().map(Manifest::of).toArray(Manifest[]::new));
      long applied = System.nanoTime();
      while (emulator.jobs().size() < count) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      numbers.put(
          "kubectl apply done to the last create call",
          column,
          Numbers.seconds(System.nanoTime() - applied));
      names.forEach(name -> user.awaitCondition(name, "Complete"));
      long trained = requests(server, user.namespace()).values().stream().mapToLong(n -> n).sum();
      user.delete(names.toArray(String[]::new));
      names.forEach(user::awaitGone);
      Map<String, Long> requests = requests(server, user.namespace());
      requests.forEach((what, n) -> numbers.put("API server: " + what, column, Long.toString(n)));
      assertThat(requests.values().stream().mapToLong(n -> n).sum()).isGreaterThan(trained);
      emulator
          .calls()
          .counts()
          .forEach(
              (method, codes) ->
                  numbers.put(
                      "Vertex AI: " + method,
                      column,
                      Long.toString(codes.values().stream().mapToLong(n -> n).sum())));
    }
  }

  private static Map<String, Long> requests(ApiServer server, String namespace) {
    return new AuditLog(server)
        .requestsIn(namespace).stream()
            .collect(
                Collectors.groupingBy(
                    request -> request.verb() + " " + request.resource(),
                    TreeMap::new,
                    Collectors.counting()));
  }

  @Test
  @Order(2)
  void process(ApiServer server) throws IOException, InterruptedException {
    Numbers numbers = new Numbers("no resources", ACTIVE + " active jobs");
    KubectlUser user = new KubectlUser(server, server.newNamespace());
    try (Emulator emulator = emulator()) {
      long started = System.nanoTime();
      try (OperatorJvm operator = operator(server, emulator, user.namespace())) {
        operator.awaitReady();
        numbers.put("process start to /readyz", 0, Numbers.seconds(System.nanoTime() - started));
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        numbers.put("resident memory", 0, residentMemory(operator.pid()));
        for (int from = 0; from < ACTIVE; from += MANY) {
          user.apply(
              IntStream.range(from, from + MANY)
                  .mapToObj(i -> Manifest.ofEndless("active-" + i))
                  .toArray(Manifest[]::new));
        }
        KubectlUser.awaitThat("all jobs", () -> assertThat(emulator.jobs()).hasSize(ACTIVE));
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        numbers.put("resident memory", 1, residentMemory(operator.pid()));
        Map<String, Long> before = calls(emulator);
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        calls(emulator)
            .forEach(
                (method, n) ->
                    numbers.put(
                        "Vertex AI: " + method + " in 10 s",
                        1,
                        Long.toString(n - before.getOrDefault(method, 0L))));
      }
      started = System.nanoTime();
      try (OperatorJvm operator = operator(server, emulator, user.namespace())) {
        operator.awaitReady();
        numbers.put("process start to /readyz", 1, Numbers.seconds(System.nanoTime() - started));
      }
      assertThat(emulator.jobs()).hasSize(ACTIVE);
    }
    print("The process; " + Runtime.getRuntime().availableProcessors() + " processors", numbers);
  }

  private static Map<String, Long> calls(Emulator emulator) {
    return emulator.calls().counts().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> entry.getValue().values().stream().mapToLong(n -> n).sum()));
  }

  /** Linux only; the number that a container's limit is compared with. */
  private static String residentMemory(long pid) throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.isReadable(status)) {
      return "unknown here";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .map(megabytes -> String.format(Locale.ROOT, "%d MiB", megabytes))
        .collect(Collectors.joining());
  }

  private static void print(String title, Numbers numbers) {
    System.out.println("\n" + title + "\n\n" + numbers);
  }
}
