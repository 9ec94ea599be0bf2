package dev.tunesmith.it;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.sim.ForwardingTuningJobs;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.TuningJobs;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops an operator at one chosen effect, before or after it. From then on nothing that it sends
 * leaves it, and no answer reaches it: outside, it looks as a killed process does.
 */
final class Lifeline {
  static final String STATUS = "status";
  static final String PATCH = "patch";
  static final String EVENT = "event";
  static final String CREATE = "create";
  static final String CANCEL = "cancel";
  static final String LIST = "list";
  static final String GET = "get";
  static final String MODEL = "model";

  /** An exception, not an Error: it goes through other people's threads. */
  static final class DeadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeadException() {
      super("this operator is dead", null, false, false);
    }
  }

  /**
   * Where the operator dies.
   *
   * @param effect the kind
   * @param which the how-manieth of its kind, from 1
   * @param before whether the call is never sent, or its answer never seen
   */
  record Stop(String effect, int which, boolean before) {}

  private final CountDownLatch death = new CountDownLatch(1);
  private final Map<String, Integer> sent = new HashMap<>();
  private final Map<String, Integer> answered = new HashMap<>();
  private @Nullable Stop stop;

  /** Counts from now on. */
  synchronized void arm(Stop wanted) {
    sent.clear();
    answered.clear();
    stop = wanted;
  }

  boolean diedWithin(long seconds) {
    try {
      return death.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized void before(String effect) {
    reached(effect, true, sent.merge(effect, 1, Integer::sum));
  }

  private synchronized void after(String effect) {
    reached(effect, false, answered.merge(effect, 1, Integer::sum));
  }

  private void reached(String effect, boolean before, int which) {
    if (new Stop(effect, which, before).equals(stop)) {
      death.countDown();
    }
    stillAlive();
  }

  private void stillAlive() {
    if (death.getCount() == 0) {
      throw new DeadException();
    }
  }

  /** What goes to the API server. */
  Interceptor requests() {
    return new Interceptor() {
      @Override
      public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        stillAlive();
        String effect = effect(request);
        if (effect != null) {
          Lifeline.this.before(effect);
        }
      }

      @Override
      public void after(
          HttpRequest request,
          HttpResponse<?> response,
          AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        String effect = effect(request);
        if (effect != null) {
          Lifeline.this.after(effect);
        }
        stillAlive();
      }
    };
  }

  private static @Nullable String effect(HttpRequest request) {
    String path = request.uri().getPath();
    return switch (request.method()) {
      case "PUT" -> path.endsWith("/status") ? STATUS : null;
      case "PATCH" -> path.contains("/tuningjobs/") ? PATCH : EVENT;
      case "POST" -> path.endsWith("/events") ? EVENT : null;
      default -> null;
    };
  }

  /** What goes to the service. */
  TuningJobs calls(TuningJobs jobs) {
    return new ForwardingTuningJobs(jobs) {
      private <T> T effect(String what, Supplier<T> call) {
        before(what);
        T reply = call.get();
        after(what);
        return reply;
      }

      @Override
      public CreateReply create(Scope scope, JobRequest request, Map<String, String> labels) {
        return effect(CREATE, () -> super.create(scope, request, labels));
      }

      @Override
      public GetReply get(Scope scope, JobName name) {
        return effect(GET, () -> super.get(scope, name));
      }

      @Override
      public PageReply list(Scope scope, @Nullable String pageToken) {
        return effect(LIST, () -> super.list(scope, pageToken));
      }

      @Override
      public CancelReply cancel(Scope scope, JobName name) {
        return effect(CANCEL, () -> super.cancel(scope, name));
      }

      @Override
      public ModelReply model(Scope scope, String model) {
        return effect(MODEL, () -> super.model(scope, model));
      }
    };
  }
}
