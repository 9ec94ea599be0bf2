package dev.tunesmith.kube;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the API server answers to reads of the watched collections, and whether a watch stream of
 * each is open. Read off the responses: an informer's own {@code isWatching} is false until the
 * first event of each new watch, up to a minute, and the framework leaves it out of its health
 * (java-operator-sdk#3209).
 */
final class WatchedCollections {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedCollections.class);
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final Map<String, Collection> collections;

  /**
   * Nothing was read yet.
   *
   * @param paths such as {@code /apis/GROUP/VERSION/namespaces/NAMESPACE/PLURAL}
   */
  WatchedCollections(Set<String> paths) {
    collections = paths.stream().collect(toMap(Function.identity(), Collection::new));
  }

  private static final class Collection {
    final String path;
    final AtomicInteger open = new AtomicInteger();
    volatile int refusal;

    Collection(String path) {
      this.path = path;
    }

    void answered(int status) {
      int now =
          switch (status) {
            case UNAUTHORIZED, FORBIDDEN, NOT_FOUND -> status;
            // Any other failure is of the moment.
            default -> status < BAD_REQUEST ? 0 : refusal;
          };
      int before = refusal;
      refusal = now;
      if (now != 0 && now != before) {
        LOG.warn("cannot watch {}: {}. Trying again at least every minute", path, meaning(now));
      } else if (now == 0 && before != 0) {
        LOG.info("{} can be read again", path);
      }
    }

    Optional<String> refused() {
      return refusal == 0 ? Optional.empty() : Optional.of(path + ": " + meaning(refusal));
    }

    Optional<String> down() {
      // A watch goes on for a while when its right is taken away; its next one is refused.
      return refused()
          .or(() -> open.get() > 0 ? Optional.empty() : Optional.of(path + ": no watch is open"));
    }

    private static String meaning(int refusal) {
      return switch (refusal) {
        case UNAUTHORIZED -> "401 Unauthorized, the API server does not accept the credentials";
        case NOT_FOUND -> "404 Not Found, the CRD is not installed";
        default -> "403 Forbidden, the operator is not permitted to list and watch it";
      };
    }
  }

  Set<String> paths() {
    return collections.keySet();
  }

  /** Which collections the API server refused to read when it was asked last, and why. */
  List<String> refused() {
    return collections.values().stream()
        .map(Collection::refused)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Which collections are not watched at this moment, and why. */
  List<String> down() {
    return collections.values().stream().map(Collection::down).flatMap(Optional::stream).toList();
  }

  /** Of {@link #refused}, what is of kinds of which no collection can be read. */
  List<String> refusedKinds() {
    return ofWholeKinds(Collection::refused);
  }

  /** Of {@link #down}, what is of kinds of which no collection is watched. */
  List<String> downKinds() {
    return ofWholeKinds(Collection::down);
  }

  private List<String> ofWholeKinds(Function<Collection, Optional<String>> problem) {
    return collections.values().stream()
        .collect(groupingBy(collection -> collection.path.replaceFirst(".*/", "")))
        .values()
        .stream()
        .map(kind -> kind.stream().map(problem).toList())
        .filter(problems -> problems.stream().allMatch(Optional::isPresent))
        .flatMap(problems -> problems.stream().flatMap(Optional::stream))
        .toList();
  }

  /** Records the answer to a request, and the end of its body if that is a watch. */
  <T> BodyHandler<T> observe(HttpRequest request, BodyHandler<T> handler) {
    Collection collection = collections.get(request.uri().getPath());
    if (collection == null || !request.method().equals("GET")) {
      return handler;
    }
    String query = request.uri().getQuery();
    boolean watch = query != null && query.contains("watch=true");
    return response -> {
      collection.answered(response.statusCode());
      BodySubscriber<T> body = handler.apply(response);
      return watch && response.statusCode() == OK ? new Stream<>(body, collection.open) : body;
    };
  }

  /** The body of a watch's response: open until its end, an error, or the client's cancellation. */
  private static final class Stream<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> body;
    private final AtomicInteger open;
    private final AtomicBoolean ended = new AtomicBoolean();

    Stream(BodySubscriber<T> body, AtomicInteger open) {
      this.body = body;
      this.open = open;
      open.incrementAndGet();
    }

    private void end() {
      if (ended.compareAndSet(false, true)) {
        open.decrementAndGet();
      }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      body.onSubscribe(
          new Subscription() {
            @Override
            public void request(long count) {
              subscription.request(count);
            }

            @Override
            public void cancel() {
              end();
              subscription.cancel();
            }
          });
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      body.onNext(item);
    }

    @Override
    public void onError(Throwable failure) {
      end();
      body.onError(failure);
    }

    @Override
    public void onComplete() {
      end();
      body.onComplete();
    }

    @Override
    public CompletionStage<T> getBody() {
      return body.getBody();
    }
  }
}
