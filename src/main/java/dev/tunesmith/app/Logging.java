package dev.tunesmith.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.tunesmith.app.OperatorOptions.LogFormat;
import dev.tunesmith.app.OperatorOptions.LogLevel;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Sets the logs up by {@code logback.xml} in this package, with what the options say. */
public final class Logging {
  private Logging() {}

  /** Applies the options; lines go to standard error. */
  public static void configure(LogFormat format, LogLevel level) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.putProperty("FORMAT", isText(format) ? "text" : "json");
    context.putProperty("LEVEL", level.name());
    // Libraries log at INFO what only their authors need.
    context.putProperty("LIBRARIES", (level == LogLevel.INFO ? LogLevel.WARN : level).name());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(
          Objects.requireNonNull(Logging.class.getResource("logback.xml"), "logback.xml"));
    } catch (JoranException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isText(LogFormat format) {
    return switch (format) {
      case TEXT -> true;
      case JSON -> false;
      case AUTO -> Terminal.isTerminal();
    };
  }
}
