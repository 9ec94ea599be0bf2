package dev.tunesmith.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP relay to a server on loopback, whose connections can be cut: both ends get an RST. */
public final class CuttableLine implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /**
   * Begins to relay.
   *
   * @param target the server's port
   */
  public CuttableLine(int target) {
    this.target = target;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread unused = Thread.ofVirtual().name("line").start(this::accept);
  }

  /**
   * Where to connect to instead of to the server.
   *
   * @return the port
   */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts what is connected now; later connections are relayed again. */
  public void cut() {
    for (Socket socket : open) {
      try {
        // Closing without lingering is what sends an RST instead of a FIN.
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It was closed already.
      }
    }
    open.removeIf(Socket::isClosed);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        Thread unusedUp = Thread.ofVirtual().name("line-up").start(() -> relay(client, server));
        Thread unusedDown = Thread.ofVirtual().name("line-down").start(() -> relay(server, client));
      } catch (IOException e) {
        // Closed, or the server is.
      }
    }
  }

  private static void relay(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // Cut, or ended by one of both.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
