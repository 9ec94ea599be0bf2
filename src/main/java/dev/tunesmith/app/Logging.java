package dev.tunesmith.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import java.io.Console;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets the logs up once the options are known; until then {@link FirstLogging} writes text. Lines
 * go to standard error, so that a command's own output stays its own.
 */
public final class Logging {
  private static final String TEXT_PATTERN =
      "%d{HH:mm:ss.SSS} %-5level %logger{0}%replace( [%X{"
          + LogKeys.TUNING_JOB
          + "}]){' \\[\\]', ''}"
          + " %msg%n";

  /** Libraries that tell at INFO what only their own authors ask for. */
  static final List<String> NOISY =
      List.of(
          "io.fabric8", "io.javaoperatorsdk", "io.grpc", "io.netty", "com.google", "jdk", "sun");

  private Logging() {}

  /**
   * Applies the options.
   *
   * @param format how lines look
   * @param level from which level on we speak; the libraries join in at {@code DEBUG}
   */
  public static void configure(LogFormat format, LogLevel level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    bridgeJavaLogging(context);
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(isText(format) ? text(context) : json(context));
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.toLevel(level.name()));
    Level noise =
        switch (level) {
          case ERROR -> Level.ERROR;
          case WARN, INFO -> Level.WARN;
          case DEBUG -> Level.DEBUG;
          case TRACE -> Level.TRACE;
        };
    NOISY.forEach(name -> context.getLogger(name).setLevel(noise));
  }

  /** gRPC and the JDK log through java.util.logging: into the same lines with them. */
  private static void bridgeJavaLogging(LoggerContext context) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LevelChangePropagator propagator = new LevelChangePropagator();
    propagator.setContext(context);
    propagator.setResetJUL(true);
    propagator.start();
    context.addListener(propagator);
  }

  private static boolean isText(LogFormat format) {
    return switch (format) {
      case TEXT -> true;
      case JSON -> false;
      case AUTO -> isTerminal();
    };
  }

  /** From JDK 22 on a console need not be a terminal; only there can it be asked. */
  private static boolean isTerminal() {
    Optional<Console> console = Optional.ofNullable(System.console());
    if (console.isEmpty()) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console.get()));
    } catch (ReflectiveOperationException e) {
      return true; // JDK 21: a console is a terminal
    }
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(TEXT_PATTERN);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMarkers(false);
    encoder.setWithKVPList(false);
    encoder.setWithArguments(false);
    // One message text, with its arguments in place.
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
