package dev.tunesmith.emulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tunesmith emulator}: runs an {@link Emulator} until the process is stopped. */
@Command(
    name = "emulator",
    mixinStandardHelpOptions = true,
    description = {
      "Runs an emulator of Vertex AI's tuning service on this machine, over REST and gRPC.",
      "Jobs succeed within a minute at speed 1. A training URI with '/never/' in it runs until it"
          + " is cancelled; one with 'fail' fails, one with 'fail-endpoint' fails late."
    })
public final class EmulatorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(EmulatorCommand.class);
  private static final int SECONDS_TO_CLOSE = 5;

  private final Clock clock;

  // picocli sets it before the command runs.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--http-port",
      description = "REST port; 0 takes any free one. Default: ${DEFAULT-VALUE}")
  private int httpPort = 8081;

  @Option(
      names = "--grpc-port",
      description = "gRPC port (no TLS); 0 takes any free one. Default: ${DEFAULT-VALUE}")
  private int grpcPort = 8082;

  @Option(
      names = "--bind-address",
      description = "Address to listen on; 0.0.0.0 in a pod. Default: ${DEFAULT-VALUE}")
  private String bindAddress = "127.0.0.1";

  @Option(
      names = "--speed",
      description = "How many times faster than normal jobs run. Default: ${DEFAULT-VALUE}")
  private double speed = 1;

  @Option(
      names = "--seed",
      description =
          "Seed of ids, durations and statistics: the same calls on the same seed give the same"
              + " answers. Default: ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--latency",
      converter = Seconds.class,
      description = "How long every call waits, like 250ms or 1.5s. Default: 0s")
  private Duration latency = Duration.ZERO;

  @Option(
      names = "--page-size",
      description = "Default and largest page of every list. Default: ${DEFAULT-VALUE}")
  private int pageSize = 100;

  @Option(
      names = "--any-base-model",
      description =
          "Admits base models that are not known, instead of answering NOT_FOUND as the service"
              + " does. They are tuned in any region, and served there.")
  private boolean anyBaseModel;

  /**
   * The command.
   *
   * @param clock measures the age of jobs
   */
  public EmulatorCommand(Clock clock) {
    this.clock = clock;
  }

  /** Runs until SIGTERM or SIGINT, or until the thread is interrupted. */
  @Override
  public Integer call() throws IOException {
    // Without it an answer of several packets waits 40 ms for the client's delayed ACK on a reused
    // connection. The JDK's server reads the property once, when the first server is created.
    System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (Emulator emulator = Emulator.start(options(), clock)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stopped, closed), "emulator-end"));
      greet(emulator);
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed.countDown();
    }
    return CommandLine.ExitCode.OK;
  }

  /** The JVM ends when its hooks have: this one lets the emulator close its connections first. */
  private static void end(CountDownLatch stopped, CountDownLatch closed) {
    stopped.countDown();
    try {
      if (!closed.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        LOG.warn("The emulator did not close within {} s", SECONDS_TO_CLOSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private EmulatorOptions options() {
    try {
      return new EmulatorOptions(
          bindAddress, httpPort, grpcPort, speed, seed, pageSize, latency, anyBaseModel);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void greet(Emulator emulator) {
    PrintWriter out = spec.commandLine().getOut();
    String rest = "http://" + bindAddress + ":" + emulator.httpPort();
    out.println("REST: " + rest);
    out.println("gRPC: " + bindAddress + ":" + emulator.grpcPort() + " (no TLS)");
    out.println(
        "Try:  curl " + rest + "/v1/projects/local-project/locations/us-central1/tuningJobs");
    out.flush();
  }

  static final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      String number = value.replaceFirst("m?s$", "");
      try {
        BigDecimal amount = new BigDecimal(number);
        if (value.equals(number + "ms")) {
          return Duration.ofNanos(amount.movePointRight(6).longValueExact());
        }
        if (value.equals(number + "s")) {
          return Duration.ofNanos(amount.movePointRight(9).longValueExact());
        }
      } catch (NumberFormatException | ArithmeticException e) {
        throw new TypeConversionException("'" + value + "' is not a duration like 250ms or 1.5s");
      }
      throw new TypeConversionException("'" + value + "' is not a duration like 250ms or 1.5s");
    }
  }
}
