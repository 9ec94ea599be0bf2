package dev.tunesmith.it;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.TcpLink;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.Verb;
import dev.tunesmith.vertex.grpc.GoogleSettings;
import dev.tunesmith.vertex.grpc.GoogleTuningJobs;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The Google adapter on an emulator, counted by location. A location can have a connection of its
 * own that can be cut: all others share one, and a cut is felt by every call on a connection.
 */
final class CountedLines implements TuningJobs {
  private record Line(TcpLink wire, GoogleTuningJobs jobs) {}

  private record Key(String location, Verb verb) {}

  private final int port;
  private final Duration createDeadline;
  private final Duration callDeadline;
  private final GoogleTuningJobs shared;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private final Map<Key, AtomicInteger> counts = new ConcurrentHashMap<>();

  CountedLines(int port, Duration createDeadline, Duration callDeadline) {
    this.port = port;
    this.createDeadline = createDeadline;
    this.callDeadline = callDeadline;
    this.shared = adapter(port);
  }

  private GoogleTuningJobs adapter(int atPort) {
    return new GoogleTuningJobs(
        GoogleSettings.emulator("127.0.0.1:" + atPort).withDeadlines(createDeadline, callDeadline));
  }

  /** Gives a location a connection of its own. */
  void ownLine(String location) {
    TcpLink wire = new TcpLink(port);
    lines.put(location, new Line(wire, adapter(wire.port())));
  }

  /** Cuts a location's own connection, with whatever is under way on it. */
  void cut(String location) {
    Objects.requireNonNull(lines.get(location)).wire().cut();
  }

  /** How many calls were made: each is one request on the wire. */
  int calls(String location, Verb verb) {
    AtomicInteger count = counts.get(new Key(location, verb));
    return count == null ? 0 : count.get();
  }

  /** How many calls were made in all locations. */
  int calls(Verb verb) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().verb() == verb)
        .mapToInt(entry -> entry.getValue().get())
        .sum();
  }

  private TuningJobs counted(Scope scope, Verb verb) {
    counts
        .computeIfAbsent(new Key(scope.location(), verb), key -> new AtomicInteger())
        .incrementAndGet();
    Line own = lines.get(scope.location());
    return own == null ? shared : own.jobs();
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    return counted(scope, Verb.CREATE).create(scope, request, ownerLabels);
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    return counted(scope, Verb.GET).get(scope, name);
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    return counted(scope, Verb.LIST).list(scope, pageToken);
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    return counted(scope, Verb.CANCEL).cancel(scope, name);
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    return counted(scope, Verb.MODEL).model(scope, model);
  }

  @Override
  public void close() {
    shared.close();
    for (Line line : lines.values()) {
      line.jobs().close();
      line.wire().close();
    }
  }
}
