package dev.tunesmith.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A way to a server on this machine that a test can cut: connections to {@link #port} go on to the
 * server, as long as the link lets them.
 */
public final class TcpLink implements AutoCloseable {
  private static final int CHUNK = 65_536;

  private enum State {
    OPEN,
    SILENT,
    REFUSING
  }

  private final ServerSocket entrance;
  private final int server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Socket> halfOpen = ConcurrentHashMap.newKeySet();
  private State state = State.OPEN;
  private @Nullable String held;
  private boolean holding;

  /** Opens a link. */
  public TcpLink(int server) {
    this.server = server;
    try {
      this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /**
   * Where to connect instead of to the server.
   *
   * @return a port on the loopback address
   */
  public int port() {
    return entrance.getLocalPort();
  }

  /** From now on nothing passes and nothing fails, as behind a firewall that drops packets. */
  public synchronized void silence() {
    state = State.SILENT;
  }

  /**
   * From now on nothing passes over the connections that are open, and nothing fails, as when a
   * load balancer or a NAT gateway has dropped them; later ones are let through.
   */
  public void halfOpen() {
    halfOpen.addAll(sockets);
  }

  /** Breaks all connections; later ones are let through. */
  public void cut() {
    sockets.forEach(TcpLink::abort);
  }

  /** Breaks all connections, and every one that is tried from now on. */
  public synchronized void reset() {
    state = State.REFUSING;
    cut();
    notifyAll();
  }

  /**
   * Holds the piece in which a client sends this text, whole, and what follows on that connection.
   *
   * @param text short, in a message that is short, too: such a one is sent in one piece
   */
  public synchronized void holdFrom(String text) {
    held = text;
  }

  /**
   * Whether something is held.
   *
   * @return true from the moment at which the text has come, until {@link #letGo}
   */
  public synchronized boolean holds() {
    return holding;
  }

  /** Sends on what is held. */
  public synchronized void letGo() {
    held = null;
    holding = false;
    notifyAll();
  }

  @Override
  public void close() {
    reset();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket client = entrance.accept();
        sockets.add(client);
        if (refuses()) {
          abort(client);
        } else {
          Thread.ofVirtual().start(() -> connect(client));
        }
      } catch (IOException e) {
        // The link was closed, or the client has gone again.
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket toServer = new Socket(InetAddress.getLoopbackAddress(), server);
      sockets.add(toServer);
      Thread.ofVirtual().start(() -> pump(client, toServer, true));
      pump(toServer, client, false);
    } catch (IOException e) {
      abort(client);
    }
  }

  private void pump(Socket from, Socket to, boolean upward) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        awaitOpen();
        if (halfOpen.contains(from)) {
          continue;
        }
        if (upward) {
          hold(new String(chunk, 0, read, ISO_8859_1));
        }
        out.write(chunk, 0, read);
      }
    } catch (IOException e) {
      // One side has gone: so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private synchronized boolean refuses() {
    return state == State.REFUSING;
  }

  private synchronized void awaitOpen() throws InterruptedException {
    while (state == State.SILENT) {
      wait();
    }
  }

  private synchronized void hold(String piece) throws InterruptedException {
    if (held == null || !piece.contains(held)) {
      return;
    }
    holding = true;
    while (holding) {
      wait();
    }
  }

  /** With a reset: nothing is sent any more, not even an orderly end. */
  private static void abort(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It was closed already.
    }
  }
}
