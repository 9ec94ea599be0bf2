package dev.tunesmith.support.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;

/**
 * Stands between a client and the API server, and makes trouble: watches that lag, break off or are
 * not let through, somebody who writes right before the client does, answers that are lost.
 *
 * <p>The client speaks plain HTTP to it, and it speaks TLS to the server as an administrator, so
 * that it sees what is asked; whom the client impersonates is passed on. Each connection carries
 * one request, so nothing but its head is ever parsed.
 */
public final class ApiProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final SSLSocketFactory tls;
  private final URI server;
  private final Config config;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger watchesOpened = new AtomicInteger();
  private final AtomicInteger gone = new AtomicInteger();
  private volatile Duration lag = Duration.ZERO;
  private volatile boolean refusesWatches;
  private volatile Predicate<Request> losesAnswer = request -> false;
  private volatile Interception interception = request -> {};

  /** What is done before a request is passed on. */
  @FunctionalInterface
  public interface Interception {
    /** Called on the connection's own thread; the request waits for it. */
    void before(Request request);
  }

  /**
   * The first line of a request.
   *
   * @param path with the query
   */
  public record Request(String method, String path) {
    /** Whether it opens a watch. */
    public boolean watches() {
      return path.contains("watch=true");
    }

    /** Whether it writes the status of a TuningJob. */
    public boolean writesStatus() {
      return method.equals("PUT") && path.contains("/tuningjobs/") && path.endsWith("/status");
    }

    /** Whether it changes the TuningJob itself, such as its finalizers. */
    public boolean patchesTuningJob() {
      return method.equals("PATCH") && path.contains("/tuningjobs/");
    }
  }

  private ApiProxy(ServerSocket listening, SSLSocketFactory tls, URI server, Config config) {
    this.listening = listening;
    this.tls = tls;
    this.server = server;
    this.config = config;
  }

  /**
   * Starts a proxy that makes no trouble yet.
   *
   * @param server what it stands before; may be stopped and started meanwhile
   */
  public static ApiProxy before(ApiServer server) {
    Config config = server.config();
    try {
      SSLSocketFactory tls = SSLUtils.sslContext(config).getSocketFactory();
      ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      ApiProxy proxy = new ApiProxy(listening, tls, URI.create(config.getMasterUrl()), config);
      Thread unused = Thread.ofVirtual().name("api-proxy").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How somebody else would sign in through here. */
  public Config configOf(String user, String... groups) {
    Config own = new ConfigBuilder(config).build();
    own.setMasterUrl("http://127.0.0.1:" + listening.getLocalPort() + "/");
    own.setHttp2Disable(true); // in plain text the client would ask for an upgrade first
    own.setImpersonateUsername(user);
    own.setImpersonateGroups(groups);
    return own;
  }

  /** Everything that a watch brings comes this much later from now on. */
  public void lag(Duration duration) {
    lag = duration;
  }

  /** Breaks off all watches that stand at this moment, between two messages or within one. */
  public void cutWatches() {
    connections.stream().filter(ProxiedConnection::watches).forEach(ProxiedConnection::close);
  }

  /** Lets half of what each watch brings next through, and breaks it off then. */
  public void cutWatchesInTheMiddle() {
    connections.stream().filter(ProxiedConnection::watches).forEach(ProxiedConnection::cutNext);
  }

  /** Breaks off all watches and lets none through until {@link #letWatchesThrough}. */
  public void holdWatches() {
    refusesWatches = true;
    cutWatches();
  }

  /** The end of {@link #holdWatches}. */
  public void letWatchesThrough() {
    refusesWatches = false;
  }

  /** Has something done before each request is passed on; replaces what was asked for before. */
  public void before(Interception what) {
    interception = what;
  }

  /** Passes these requests on and drops the answers. */
  public void loseAnswers(Predicate<Request> which) {
    losesAnswer = which;
  }

  /** How many watches were let through so far. */
  public int watchesOpened() {
    return watchesOpened.get();
  }

  /** How many times a watch was told that its version is too old (410 Gone). */
  public int gone() {
    return gone.get();
  }

  void sawGone() {
    gone.incrementAndGet();
  }

  Duration lag() {
    return lag;
  }

  /** Whether a request is passed on, after what was to be done before it. */
  boolean admits(Request request) {
    interception.before(request);
    if (!request.watches()) {
      return true;
    }
    if (refusesWatches) {
      return false;
    }
    watchesOpened.incrementAndGet();
    return true;
  }

  boolean losesAnswer(Request request) {
    return losesAnswer.test(request);
  }

  Socket connect() throws IOException {
    return tls.createSocket(server.getHost(), server.getPort());
  }

  String authority() {
    return server.getAuthority();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        ProxiedConnection connection = new ProxiedConnection(this, listening.accept());
        connections.add(connection);
        Thread unused =
            Thread.ofVirtual()
                .start(
                    () -> {
                      connection.serve();
                      connections.remove(connection);
                    });
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(ProxiedConnection::close);
  }
}
