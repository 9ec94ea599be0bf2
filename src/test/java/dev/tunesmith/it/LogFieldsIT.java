package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CANCEL_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.tunesmith.emulator.CanonicalCode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.lifecycle.LogKeys;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** The lines that an operator logs about a resource, at every level, over whole lives. */
@KubeApiServer
@Isolated("the lines of another operator in the JVM are of other namespaces")
class LogFieldsIT {
  private static final Logger TUNESMITH = (Logger) LoggerFactory.getLogger("dev.tunesmith");

  private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(Line.of(event));
        }
      };

  private Level before;
  private TestNamespace namespace;
  private Emulator emulator;
  private OperatorUnderTest operator;

  /** A line with its fields, those of the MDC and of the event alike. */
  private record Line(String logger, String text, Map<String, String> fields) {
    static Line of(ILoggingEvent event) {
      Map<String, String> fields = new HashMap<>(event.getMDCPropertyMap());
      // The framework's own, which every line of its threads has.
      fields.keySet().removeIf(key -> key.startsWith("resource."));
      if (event.getKeyValuePairs() != null) {
        event.getKeyValuePairs().forEach(pair -> fields.put(pair.key, String.valueOf(pair.value)));
      }
      String error =
          event.getThrowableProxy() == null
              ? ""
              : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
      return new Line(event.getLoggerName(), event.getFormattedMessage() + error, fields);
    }

    /** Whether it names one of these, or comes from where nothing but resources is handled. */
    boolean isAbout(List<String> names) {
      return Stream.of("Reconciliation", "JobController", "KubernetesEventRecorder")
              .anyMatch(type -> logger.equals("dev.tunesmith.reconcile." + type))
          || names.stream()
              .anyMatch(
                  name ->
                      text.contains(name)
                          || fields.values().stream().anyMatch(value -> value.contains(name)));
    }
  }

  @BeforeEach
  void start(ApiServer server, TestNamespace testNamespace) {
    namespace = testNamespace;
    before = TUNESMITH.getLevel();
    TUNESMITH.setLevel(Level.DEBUG);
    TUNESMITH.setAdditive(false); // the lines are of interest here alone
    appender.setContext(TUNESMITH.getLoggerContext());
    appender.start();
    TUNESMITH.addAppender(appender);
    emulator = OperatorUnderTest.emulator();
    operator = OperatorUnderTest.start(server, emulator, namespace.name());
  }

  @AfterEach
  void stop() {
    operator.close();
    emulator.close();
    TUNESMITH.detachAppender(appender);
    TUNESMITH.setAdditive(true);
    TUNESMITH.setLevel(before);
  }

  @Test
  @DisplayName("every line about a resource has its namespace and name, from create to delete")
  void wholeLives() {
    apply("tone-good", "train");
    apply("tone-bad", "fail-train");
    apply("tone-long", "never/train");
    apply("tone-freed", "never/train");
    await("tone-good", "condition=Complete");
    await("tone-bad", "condition=Failed");
    await("tone-long", "jsonpath={.status.job.state}=JOB_STATE_RUNNING");
    await("tone-freed", "jsonpath={.status.job.state}=JOB_STATE_RUNNING");
    delete("tone-good", "tone-bad", "tone-long");
    emulator
        .faults()
        .add(Fault.on(CANCEL_TUNING_JOB, new Effect.Fail(CanonicalCode.UNAVAILABLE, null, false)));
    namespace.kubectl().run("delete", "tj/tone-freed", "--wait=false").output();
    awaitLine("tone-freed", "CancelFailed");
    namespace
        .kubectl()
        .run("patch", "tj/tone-freed", "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}")
        .output();
    awaitLine("tone-freed", "was removed by another client");

    List<String> names =
        Stream.concat(
                Stream.of("tone-good", "tone-bad", "tone-long", "tone-freed"),
                emulator.jobs().stream().map(job -> job.get("name").asText()))
            .toList();
    assertThat(lines.stream().filter(line -> line.isAbout(names)))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line.fields())
                    .as(line.toString())
                    .containsEntry(LogKeys.NAMESPACE, namespace.name())
                    .containsKey(LogKeys.NAME));
    assertThat(lines("tone-good"))
        .anyMatch(line -> line.contains("TuningJobCreated"))
        .anyMatch(line -> line.contains("TuningJobRunning"))
        .anyMatch(line -> line.contains("TuningJobSucceeded"))
        .anyMatch(line -> line.contains("Release"));
    assertThat(lines("tone-bad")).anyMatch(line -> line.contains("TuningJobFailed"));
    assertThat(lines("tone-long")).anyMatch(line -> line.contains("CancelRequested"));
  }

  private void awaitLine(String name, String part) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(lines(name)).anyMatch(line -> line.contains(part)));
  }

  private List<String> lines(String name) {
    return lines.stream()
        .filter(line -> name.equals(line.fields().get(LogKeys.NAME)))
        .map(Line::text)
        .collect(Collectors.toList());
  }

  private void apply(String name, String data) {
    String manifest =
        """
        apiVersion: tunesmith.dev/v1alpha1
        kind: TuningJob
        metadata: {name: %s}
        spec:
          tuning:
            baseModel: gemini-3.5-flash
            supervisedTuningSpec: {trainingDatasetUri: gs://bucket/%s.jsonl}
        """
            .formatted(name, data);
    namespace.kubectl().runWithInput(manifest, "apply", "-f", "-").output();
  }

  private void await(String name, String condition) {
    namespace.kubectl().run("wait", "tj/" + name, "--for=" + condition, "--timeout=60s").output();
  }

  private void delete(String... names) {
    Kubectl kubectl = namespace.kubectl();
    for (String name : names) {
      kubectl.run("delete", "tj/" + name, "--timeout=30s").output();
    }
  }
}
