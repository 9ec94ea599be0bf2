package dev.tunesmith.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import dev.tunesmith.lifecycle.LogKeys;
import dev.tunesmith.lifecycle.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.bridge.SLF4JBridgeHandler;

@Isolated("standard error and the logging context are the process's")
@DisplayName("The logs")
class LoggingTest {
  private static final Logger LOG = LoggerFactory.getLogger("dev.tunesmith.Example");

  @AfterEach
  void restore() throws JoranException {
    SLF4JBridgeHandler.uninstall();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  @Test
  @DisplayName("are one JSON object per line: message, stack trace, and a field for each key-value")
  void json() throws JsonProcessingException {
    List<String> lines =
        capture(
            LogFormat.JSON,
            LogLevel.INFO,
            () -> {
              try (MDC.MDCCloseable run = MDC.putCloseable(LogKeys.RUN, "1");
                  MDC.MDCCloseable name = MDC.putCloseable(LogKeys.NAME, "replaced")) {
                assertThat(List.of(run, name)).doesNotContainNull();
                LOG.atError()
                    .addKeyValue(LogKeys.NAMESPACE, "team-a")
                    .addKeyValue(LogKeys.NAME, "support-tone")
                    .addKeyValue(LogKeys.JOB, "projects/1/locations/us-central1/tuningJobs/2")
                    .addKeyValue(LogKeys.SCOPE, new Scope("my-project", "us-central1"))
                    .addKeyValue("quoted", "a \"b\"\n")
                    .addKeyValue("nothing", (Object) null)
                    .setCause(new IllegalStateException("cause"))
                    .log("line {}\nbreak \"{}\"", 1, 2);
              }
            });

    assertThat(lines).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(lines.getFirst());
    assertThat(line.path("throwable").path("message").asText()).isEqualTo("cause");
    assertThat(line.properties())
        .extracting(field -> field.getKey() + "=" + field.getValue().asText())
        .filteredOn(field -> !field.startsWith("timestamp=") && !field.startsWith("threadName="))
        .containsExactlyInAnyOrder(
            "level=ERROR",
            "loggerName=dev.tunesmith.Example",
            "message=line 1\nbreak \"2\"",
            "namespace=team-a",
            "name=support-tone",
            "run=1",
            "job=projects/1/locations/us-central1/tuningJobs/2",
            "scope=projects/my-project/locations/us-central1",
            "quoted=a \"b\"\n",
            "nothing=null",
            "throwable=");
  }

  @Test
  @DisplayName("are one readable line in text, with every key-value")
  void text() {
    List<String> lines =
        capture(
            LogFormat.TEXT,
            LogLevel.INFO,
            () -> {
              LOG.info("started");
              try (MDC.MDCCloseable run = MDC.putCloseable(LogKeys.RUN, "1");
                  MDC.MDCCloseable framework = MDC.putCloseable("resource.uid", "u-1")) {
                assertThat(List.of(run, framework)).doesNotContainNull();
                LOG.atWarn()
                    .addKeyValue(LogKeys.NAMESPACE, "team-a")
                    .addKeyValue(LogKeys.NAME, "tone")
                    .log("submitted");
              }
            });

    assertThat(lines)
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).matches("[0-9:.]{12} INFO  Example started *"),
            line ->
                assertThat(line)
                    .matches(
                        "[0-9:.]{12} WARN  Example submitted namespace=team-a name=tone run=1 *"));
  }

  @Test
  @DisplayName("are JSON where there is no terminal to read them")
  void auto() {
    assertThat(capture(LogFormat.AUTO, LogLevel.INFO, () -> LOG.info("started")))
        .singleElement()
        .asString()
        .startsWith("{");
  }

  @Test
  @DisplayName("leave out what libraries log at info, unless asked for by debug")
  void noise() {
    Runnable chatter =
        () -> {
          for (String library : List.of("io.fabric8.x", "io.javaoperatorsdk.x", "io.grpc.x")) {
            LoggerFactory.getLogger(library).info("small talk");
            LoggerFactory.getLogger(library).warn("worth a look");
          }
          LOG.info("ours");
          LOG.debug("why");
        };

    assertThat(capture(LogFormat.TEXT, LogLevel.INFO, chatter)).hasSize(4);
    assertThat(capture(LogFormat.TEXT, LogLevel.DEBUG, chatter)).hasSize(8);
    assertThat(capture(LogFormat.TEXT, LogLevel.ERROR, chatter)).isEmpty();
  }

  @Test
  @DisplayName("have java.util.logging's lines among them: gRPC's and the JDK's")
  void javaLogging() {
    java.util.logging.Logger grpc = java.util.logging.Logger.getLogger("io.grpc.netty.Example");

    assertThat(
            capture(
                LogFormat.JSON,
                LogLevel.INFO,
                () -> {
                  grpc.log(Level.INFO, "small talk");
                  grpc.log(Level.WARNING, "Received GOAWAY");
                }))
        .singleElement()
        .asString()
        .contains("\"level\":\"WARN\"", "Received GOAWAY");
  }

  private static List<String> capture(LogFormat format, LogLevel level, Runnable logging) {
    PrintStream standardError = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, UTF_8));
    try {
      Logging.configure(format, level);
      logging.run();
    } finally {
      System.setErr(standardError);
    }
    return bytes.toString(UTF_8).lines().toList();
  }
}
