package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Events in the background")
@Timeout(60)
class BackgroundEventRecorderTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** An API server that takes events only when it is let. */
  private static final class Slow implements EventRecorder {
    final CountDownLatch first = new CountDownLatch(1);
    final CountDownLatch answers = new CountDownLatch(1);
    final List<String> written = new CopyOnWriteArrayList<>();
    volatile @Nullable Thread writer;

    @Override
    public void event(HasMetadata about, Announcement announcement) {
      write(
          "%s %s %s %s"
              .formatted(
                  announcement.warning() ? "Warning" : "Normal",
                  about.getMetadata().getName(),
                  announcement.reason(),
                  announcement.message()));
    }

    private void write(String event) {
      writer = Thread.currentThread();
      first.countDown();
      try {
        answers.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      written.add(event);
    }
  }

  private final Slow server = new Slow();

  private static Announcement warning(String reason, String message) {
    return new Announcement(true, reason, message);
  }

  private static Announcement normal(String reason, String message) {
    return new Announcement(false, reason, message);
  }

  private static TuningJob about(String name) {
    TuningJob job = new TuningJob();
    job.setMetadata(new ObjectMetaBuilder().withNamespace("team-a").withName(name).build());
    return job;
  }

  @Test
  @DisplayName("are written in order and by another thread: a round waits for none of them")
  void inOrder() {
    List<String> expected =
        IntStream.range(0, 100).mapToObj(i -> "Normal a Submitted " + i).toList();
    try (BackgroundEventRecorder events = new BackgroundEventRecorder(server, 1000, LONG)) {
      IntStream.range(0, 100)
          .forEach(i -> events.event(about("a"), normal("Submitted", Integer.toString(i))));
      assertThat(server.written).isEmpty();
      events.event(about("b"), warning("QuotaExceeded", "not now"));
      server.answers.countDown();
    }
    assertThat(server.written)
        .hasSize(101)
        .startsWith(expected.toArray(String[]::new))
        .endsWith("Warning b QuotaExceeded not now");
    assertThat(server.writer).isNotNull().isNotEqualTo(Thread.currentThread());
  }

  @Test
  @DisplayName("that do not fit are dropped, and hold neither a round nor the others up")
  void full() throws InterruptedException {
    try (BackgroundEventRecorder events = new BackgroundEventRecorder(server, 2, LONG)) {
      events.event(about("a"), normal("Submitted", "0"));
      server.first.await();
      IntStream.range(1, 10)
          .forEach(i -> events.event(about("a"), normal("Submitted", Integer.toString(i))));
      server.answers.countDown();
    }
    assertThat(server.written)
        .containsExactly("Normal a Submitted 0", "Normal a Submitted 1", "Normal a Submitted 2");
  }

  @Test
  @DisplayName("end with the process, also where the API server takes none any more")
  void lastWords() {
    BackgroundEventRecorder events = new BackgroundEventRecorder(server, 10, Duration.ofMillis(50));
    events.event(about("a"), normal("Submitted", "0"));
    events.event(about("a"), normal("Submitted", "1"));

    events.close();
    events.event(about("a"), normal("Submitted", "after the end"));
    server.answers.countDown();

    assertThat(server.written).isEmpty();
  }
}
