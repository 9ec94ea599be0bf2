package dev.tunesmith.app;

import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Whether there are credentials for the service. Made beside the check of the cluster: each is a
 * good part of a start, and waits for others.
 */
public final class CredentialsCheck {
  private final FutureTask<Void> check;

  private CredentialsCheck(FutureTask<Void> check) {
    this.check = check;
  }

  /** Begins to check. */
  public static CredentialsCheck begin(GoogleTuningJobs google, String location) {
    FutureTask<Void> check =
        new FutureTask<>(
            () -> {
              google.checkCredentials(location);
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
