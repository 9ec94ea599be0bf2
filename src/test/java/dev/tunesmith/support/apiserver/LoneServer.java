package dev.tunesmith.support.apiserver;

import java.nio.file.Path;

/** A server of a test's own, for a test that does to it what others must not meet. */
public final class LoneServer implements AutoCloseable {
  private final RunningServer server;

  private LoneServer(RunningServer server) {
    this.server = server;
  }

  /**
   * Starts one.
   *
   * @param crds the folder of the definitions that it begins with
   * @return the running server
   * @throws org.opentest4j.TestAbortedException when the programs are missing
   */
  public static LoneServer start(Path crds) {
    return new LoneServer(RunningServer.start(crds));
  }

  /**
   * The ways to it.
   *
   * @return the server
   */
  public ApiServer api() {
    return server.api();
  }

  /**
   * Stops it.
   *
   * @throws AssertionError when a service account was refused what no test wanted refused
   */
  @Override
  public void close() {
    try (server) {
      server.api().verifyNothingForbidden();
    }
  }
}
