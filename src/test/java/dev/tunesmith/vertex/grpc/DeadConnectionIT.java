package dev.tunesmith.vertex.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.aiplatform.v1.TuningJob;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.vertex.TuningJobs.Found;
import dev.tunesmith.vertex.TuningJobs.Unknown;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A connection can die without a word: a NAT entry expires, a node disappears. Slow, since gRPC
 * allows no keepalive under ten seconds.
 */
@Timeout(90)
@DisplayName("A connection that died without a word")
class DeadConnectionIT {
  private static final JobName NAME =
      new JobName("projects/646700000009/locations/us-central1/tuningJobs/1");

  @Test
  @DisplayName("costs one call its deadline at most, is noticed, and replaced by a new one")
  void isReplaced() throws IOException {
    try (ScriptedServer server =
            ScriptedServer.replying(TuningJob.newBuilder().setName(NAME.value()).build());
        BlackHole hole = new BlackHole(server.endpoint());
        GoogleTuningJobs jobs =
            new GoogleTuningJobs(
                new ClientPool(
                    GoogleSettings.emulator(hole.endpoint())
                        .withDeadlines(Duration.ofSeconds(20), Duration.ofSeconds(20)),
                    NoCredentialsProvider.create(),
                    new ClientPool.KeepAlive(Duration.ofSeconds(10), Duration.ofSeconds(1))))) {
      assertThat(jobs.get(Requests.SCOPE, NAME)).isInstanceOf(Found.class);

      hole.swallowOpenConnections();
      long start = System.nanoTime();
      assertThat(jobs.get(Requests.SCOPE, NAME)).isInstanceOf(Unknown.class);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("noticed by keepalive, before the call's deadline of 20 s")
          .isLessThan(Duration.ofSeconds(18));

      assertThat(jobs.get(Requests.SCOPE, NAME)).isInstanceOf(Found.class);
    }
  }

  /** A TCP relay whose open connections can be made to swallow everything, staying open. */
  private static final class BlackHole implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger epoch = new AtomicInteger();
    private final int target;

    BlackHole(String target) throws IOException {
      this.target = Integer.parseInt(target.substring(target.indexOf(':') + 1));
      Thread.ofPlatform().daemon().name("black-hole").start(this::accept);
    }

    String endpoint() {
      return "localhost:" + listener.getLocalPort();
    }

    void swallowOpenConnections() {
      epoch.incrementAndGet();
    }

    private void accept() {
      try {
        while (true) {
          Socket client = listener.accept();
          Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
          int born = epoch.get();
          Thread.ofPlatform().daemon().start(() -> relay(client, server, born));
          Thread.ofPlatform().daemon().start(() -> relay(server, client, born));
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    private void relay(Socket from, Socket to, int born) {
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (epoch.get() == born) {
            out.write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // The connection ended.
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
