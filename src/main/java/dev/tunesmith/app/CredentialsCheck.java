package dev.tunesmith.app;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Checks for Google Cloud credentials in parallel with the checks of the cluster: both are slow
 * I/O.
 */
public final class CredentialsCheck {
  private final FutureTask<Void> check;

  private CredentialsCheck(FutureTask<Void> check) {
    this.check = check;
  }

  /** Begins to check. */
  public static CredentialsCheck begin(VertexClients vertex, String location) {
    FutureTask<Void> check =
        new FutureTask<>(
            () -> {
              vertex.checkCredentials(location);
              return null;
            });
    Thread.ofPlatform().daemon().name("credentials").start(check);
    return new CredentialsCheck(check);
  }

  /**
   * Waits for the result.
   *
   * @throws StartException when there are none
   */
  public void await() throws StartException, InterruptedException {
    try {
      check.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof IOException cause)) {
        throw new IllegalStateException(e.getCause());
      }
      throw new StartException(
          ExitCode.NO_CREDENTIALS,
          "no Google Cloud credentials: give the pod an identity (Workload Identity), set"
              + " GOOGLE_APPLICATION_CREDENTIALS, or use an emulator with"
              + " --vertex-credentials=none ("
              + cause.getMessage()
              + ")");
    }
  }
}
