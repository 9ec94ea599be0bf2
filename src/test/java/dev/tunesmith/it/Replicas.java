package dev.tunesmith.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.TcpLink;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Operators as processes that lead by a short lease, and what lies between them and the rest. */
final class Replicas implements AutoCloseable {
  /** How the JVM tells a death by SIGKILL. */
  static final int KILLED = 137;

  /** {@code LOST_LEADERSHIP}. */
  static final int LOST = 6;

  private static final List<String> SHORT =
      List.of(
          "--lease-duration=6s",
          "--lease-renew-deadline=4s",
          "--lease-retry-period=1s",
          "--create-deadline=3s",
          "--create-grace=14s");

  private final Path kubeconfig;
  private final List<AutoCloseable> running = new ArrayList<>();
  final KubectlUser user;
  final Emulator emulator;
  final EmulatorJobs jobs;

  Replicas(ApiServer server, TestNamespace namespace) {
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    kubeconfig = OperatorJvm.signIn(server, user.namespace());
  }

  /** A replica with nothing in its way. */
  OperatorJvm start() {
    return start(kubeconfig, emulator.grpcPort());
  }

  /** A replica that reaches the API server over a link only. */
  OperatorJvm startOver(TcpLink toApiServer, String... further) {
    return start(through(toApiServer), emulator.grpcPort(), further);
  }

  /** A replica that reaches the service over a link only. */
  OperatorJvm startWithService(TcpLink toService) {
    return start(kubeconfig, toService.port());
  }

  private OperatorJvm start(Path config, int grpcPort, String... further) {
    Map<String, String> args = new LinkedHashMap<>();
    Stream.of(OperatorJvm.options(config, grpcPort, user.namespace()), SHORT, List.of(further))
        .flatMap(List::stream)
        .forEach(option -> args.put(option.replaceFirst("=.*", ""), option));
    OperatorJvm operator = OperatorJvm.start(Map.of(), List.copyOf(args.values()));
    running.add(operator);
    return operator;
  }

  TcpLink linkToService() {
    return keep(new TcpLink(emulator.grpcPort()));
  }

  TcpLink linkToApiServer() {
    return keep(new TcpLink(URI.create(serverUrl()).getPort()));
  }

  private TcpLink keep(TcpLink link) {
    running.add(link);
    return link;
  }

  private String serverUrl() {
    return read(kubeconfig)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("server:"))
        .map(line -> line.substring("server:".length()).strip())
        .findFirst()
        .orElseThrow();
  }

  private Path through(TcpLink link) {
    String direct = serverUrl();
    String over = "https://127.0.0.1:" + link.port();
    try {
      return Files.writeString(
          Files.createTempFile(kubeconfig.getParent(), "over-link-", ".yaml"),
          read(kubeconfig).replace(direct, over));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void awaitLead(OperatorJvm operator) {
    KubectlUser.awaitThat(
        "the lead",
        () -> {
          if (!operator.isAlive()) {
            throw new IllegalStateException("it has ended: " + operator.log());
          }
          assertThat(operator.leads()).as(operator::log).isTrue();
        });
  }

  /** A replica that is ready and does not lead. */
  OperatorJvm startStandby() {
    OperatorJvm standby = start();
    standby.awaitReady();
    assertThat(standby.leads()).as("the standby leads").isFalse();
    return standby;
  }

  @Override
  public void close() {
    for (AutoCloseable one : running) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    emulator.close();
  }
}
