package dev.tunesmith.emulator;

import java.time.Duration;
import java.util.Set;

/**
 * How an emulator is set up.
 *
 * @param bindAddress the address that both servers listen on
 * @param httpPort the REST port; 0 takes any free one
 * @param grpcPort the gRPC port; 0 takes any free one
 * @param speed how many times faster than normal jobs go; more than 0
 * @param seed what ids, durations and statistics are derived from: the same calls on the same seed
 *     give the same names
 * @param pageSize the default and largest page of every list; 1 to 1000
 * @param latency how long every call waits before anything else happens to it
 * @param anyBaseModel whether base models that are not known are admitted, and tuned models that
 *     this emulator did not make
 * @param apiKeys the keys that the Gemini API accepts; empty for any
 */
public record EmulatorOptions(
    String bindAddress,
    int httpPort,
    int grpcPort,
    double speed,
    long seed,
    int pageSize,
    Duration latency,
    boolean anyBaseModel,
    Set<String> apiKeys) {
  private static final int LARGEST_PAGE = 1000;
  private static final int LARGEST_PORT = 65_535;

  /** Rejects values that no emulator can run with; the message names the option. */
  public EmulatorOptions {
    requirePort("--http-port", httpPort);
    requirePort("--grpc-port", grpcPort);
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException(
          "--speed: %s is not a speed; give more than 0".formatted(speed));
    }
    if (pageSize < 1 || pageSize > LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "--page-size: %d is out of range; give 1 to %d".formatted(pageSize, LARGEST_PAGE));
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("--latency: must not be negative, as " + latency);
    }
    apiKeys = Set.copyOf(apiKeys);
    if (apiKeys.contains("")) {
      throw new IllegalArgumentException("--api-key: must not be empty");
    }
  }

  /**
   * Loopback, any free ports, normal speed, seed 1, pages of 100, no latency, known base models,
   * any API key.
   *
   * @return the defaults
   */
  public static EmulatorOptions defaults() {
    return new EmulatorOptions("127.0.0.1", 0, 0, 1, 1, 100, Duration.ZERO, false, Set.of());
  }

  /**
   * Another address.
   *
   * @param newBindAddress the address that both servers listen on
   * @return the changed options
   */
  public EmulatorOptions withBindAddress(String newBindAddress) {
    return new EmulatorOptions(
        newBindAddress, httpPort, grpcPort, speed, seed, pageSize, latency, anyBaseModel, apiKeys);
  }

  /**
   * Another REST port.
   *
   * @param newHttpPort 0 for any free one
   * @return the changed options
   */
  public EmulatorOptions withHttpPort(int newHttpPort) {
    return new EmulatorOptions(
        bindAddress, newHttpPort, grpcPort, speed, seed, pageSize, latency, anyBaseModel, apiKeys);
  }

  /**
   * Another gRPC port.
   *
   * @param newGrpcPort 0 for any free one
   * @return the changed options
   */
  public EmulatorOptions withGrpcPort(int newGrpcPort) {
    return new EmulatorOptions(
        bindAddress, httpPort, newGrpcPort, speed, seed, pageSize, latency, anyBaseModel, apiKeys);
  }

  /**
   * Another speed.
   *
   * @param newSpeed how many times faster than normal
   * @return the changed options
   */
  public EmulatorOptions withSpeed(double newSpeed) {
    return new EmulatorOptions(
        bindAddress, httpPort, grpcPort, newSpeed, seed, pageSize, latency, anyBaseModel, apiKeys);
  }

  /**
   * Another seed.
   *
   * @param newSeed any number
   * @return the changed options
   */
  public EmulatorOptions withSeed(long newSeed) {
    return new EmulatorOptions(
        bindAddress, httpPort, grpcPort, speed, newSeed, pageSize, latency, anyBaseModel, apiKeys);
  }

  /**
   * Another page size.
   *
   * @param newPageSize 1 to 1000
   * @return the changed options
   */
  public EmulatorOptions withPageSize(int newPageSize) {
    return new EmulatorOptions(
        bindAddress, httpPort, grpcPort, speed, seed, newPageSize, latency, anyBaseModel, apiKeys);
  }

  /**
   * Another latency.
   *
   * @param newLatency how long every call waits
   * @return the changed options
   */
  public EmulatorOptions withLatency(Duration newLatency) {
    return new EmulatorOptions(
        bindAddress, httpPort, grpcPort, speed, seed, pageSize, newLatency, anyBaseModel, apiKeys);
  }

  /**
   * Admits base models that are not known, and tuned models that this emulator did not make.
   *
   * @return the changed options
   */
  public EmulatorOptions withAnyBaseModel() {
    return new EmulatorOptions(
        bindAddress, httpPort, grpcPort, speed, seed, pageSize, latency, true, apiKeys);
  }

  /**
   * Other API keys.
   *
   * @param newApiKeys the keys that the Gemini API accepts; none for any
   * @return the changed options
   */
  public EmulatorOptions withApiKeys(Set<String> newApiKeys) {
    return new EmulatorOptions(
        bindAddress, httpPort, grpcPort, speed, seed, pageSize, latency, anyBaseModel, newApiKeys);
  }

  private static void requirePort(String option, int port) {
    if (port < 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(
          "%s: %d is out of range; give 0 to %d".formatted(option, port, LARGEST_PORT));
    }
  }
}
