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
  @DisplayName("are one JSON object per line, with one message, the keys and the stack trace")
  void json() throws JsonProcessingException {
    List<String> lines =
        capture(
            LogFormat.JSON,
            LogLevel.INFO,
            () -> {
              try (MDC.MDCCloseable key = MDC.putCloseable(LogKeys.TUNING_JOB, "team-a/tone")) {
                assertThat(key).isNotNull();
                LOG.error("line {}\nbreak \"{}\"", 1, 2, new IllegalStateException("cause"));
              }
            });

    assertThat(lines).hasSize(1);
    JsonNode line = new ObjectMapper().readTree(lines.getFirst());
    assertThat(line.path("level").asText()).isEqualTo("ERROR");
    assertThat(line.path("loggerName").asText()).isEqualTo("dev.tunesmith.Example");
    assertThat(line.path("formattedMessage").asText()).isEqualTo("line 1\nbreak \"2\"");
    assertThat(line.path("mdc").path("tuningJob").asText()).isEqualTo("team-a/tone");
    assertThat(line.path("throwable").path("message").asText()).isEqualTo("cause");
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "timestamp",
            "level",
            "threadName",
            "loggerName",
            "mdc",
            "formattedMessage",
            "throwable");
  }

  @Test
  @DisplayName("are one readable line in text, with the resource where there is one")
  void text() {
    List<String> lines =
        capture(
            LogFormat.TEXT,
            LogLevel.INFO,
            () -> {
              LOG.info("started");
              try (MDC.MDCCloseable key = MDC.putCloseable(LogKeys.TUNING_JOB, "team-a/tone")) {
                assertThat(key).isNotNull();
                LOG.warn("submitted");
              }
            });

    assertThat(lines)
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).matches("[0-9:.]{12} INFO  Example started"),
            line ->
                assertThat(line).matches("[0-9:.]{12} WARN  Example \\[team-a/tone] submitted"));
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
  @DisplayName("leave the libraries' small talk out, unless asked for by debug")
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
