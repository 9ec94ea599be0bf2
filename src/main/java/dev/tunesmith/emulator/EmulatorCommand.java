package dev.tunesmith.emulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
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
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tunesmith emulator}: runs an {@link Emulator} until the process is stopped. */
@Command(
    name = "emulator",
    mixinStandardHelpOptions = true,
    description = {
      "Runs an emulator of Vertex AI's tuning service on this machine, over REST and gRPC, and"
          + " beside it the Gemini API's tuned models, over REST.",
      "Jobs succeed within a minute at speed 1. A training URI with '/never/' in it runs until it"
          + " is cancelled; one with 'fail' fails, one with 'fail-endpoint' fails late. In the"
          + " display name of a tuned model the words 'never' and 'fail' do the same."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:help or version was printed",
      "2:wrong usage; every error is listed",
      "11:a port or address cannot be listened on",
      "130:stopped by Ctrl-C",
      "143:stopped by SIGTERM"
    })
public final class EmulatorCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(EmulatorCommand.class);
  private static final int SECONDS_TO_CLOSE = 5;
  private static final int PORT_UNUSABLE = 11;

  private final Clock clock;

  // picocli sets it before the command runs.
  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  private EmulatorOptions options = EmulatorOptions.defaults();

  /**
   * The command.
   *
   * @param clock measures the age of jobs
   */
  public EmulatorCommand(Clock clock) {
    this.clock = clock;
  }

  // Methods, so that each value is checked where it is read, and all errors are reported at once.

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "REST port; 0 takes any free one. Default: ${DEFAULT-VALUE}")
  void httpPort(int port) {
    options = options.withHttpPort(port);
  }

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      defaultValue = "8082",
      description = "gRPC port (no TLS); 0 takes any free one. Default: ${DEFAULT-VALUE}")
  void grpcPort(int port) {
    options = options.withGrpcPort(port);
  }

  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address to listen on; 0.0.0.0 in a pod. Default: ${DEFAULT-VALUE}")
  void bindAddress(String address) {
    options = options.withBindAddress(address);
  }

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "How many times faster than normal jobs run. Default: ${DEFAULT-VALUE}")
  void speed(double speed) {
    options = options.withSpeed(speed);
  }

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description =
          "Seed of ids, durations and statistics: the same calls on the same seed give the same"
              + " answers. Default: ${DEFAULT-VALUE}")
  void seed(long seed) {
    options = options.withSeed(seed);
  }

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      converter = Seconds.class,
      defaultValue = "0s",
      description = "How long every call waits, like 250ms or 1.5s. Default: ${DEFAULT-VALUE}")
  void latency(Duration latency) {
    options = options.withLatency(latency);
  }

  @Option(
      names = "--page-size",
      paramLabel = "NUMBER",
      defaultValue = "100",
      description = "Default and largest page of every list. Default: ${DEFAULT-VALUE}")
  void pageSize(int size) {
    options = options.withPageSize(size);
  }

  @Option(
      names = "--any-base-model",
      description =
          "Admits base models that are not known, and tuned models that this emulator did not make,"
              + " instead of answering NOT_FOUND as the service does. Unknown base models are tuned"
              + " in any region, and served there.")
  void anyBaseModel(boolean any) {
    options = any ? options.withAnyBaseModel() : options;
  }

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description =
          "A key that the Gemini API accepts; may be given several times. Default: any key is"
              + " accepted")
  void apiKeys(Set<String> keys) {
    options = options.withApiKeys(keys);
  }

  /** Runs until SIGTERM or SIGINT, or until the thread is interrupted. */
  @Override
  public Integer call() {
    // Without it an answer of several packets waits 40 ms for the client's delayed ACK on a reused
    // connection. The JDK's server reads the property once, when the first server is created.
    System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (Emulator emulator = Emulator.start(options, clock)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stopped, closed), "emulator-end"));
      greet(emulator);
      stopped.await();
    } catch (IOException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return PORT_UNUSABLE;
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

  private void greet(Emulator emulator) {
    PrintWriter out = spec.commandLine().getOut();
    String rest = "http://" + options.bindAddress() + ":" + emulator.httpPort();
    out.println("REST: " + rest);
    out.println("gRPC: " + options.bindAddress() + ":" + emulator.grpcPort() + " (no TLS)");
    out.println(
        "Try:  curl " + rest + "/v1/projects/local-project/locations/us-central1/tuningJobs");
    out.println("      curl '" + rest + "/v1beta/tunedModels?key=any'");
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
