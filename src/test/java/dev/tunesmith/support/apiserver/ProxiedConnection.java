package dev.tunesmith.support.apiserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One client's connection to an {@link ApiProxy}: one request and its answer, or one watch. */
final class ProxiedConnection {
  private static final int BUFFER = 64 * 1024;
  private static final int LONGEST_HEAD = 64 * 1024;
  private static final String END_OF_HEAD = "\r\n\r\n";

  /** What is delivered once all before it was; an empty one ends the connection. */
  private record Piece(long due, ByteBuffer bytes) {}

  private final ApiProxy proxy;
  private final Socket near;
  private final LinkedBlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();
  private volatile @Nullable Socket far;
  private volatile boolean watches;
  private volatile boolean cutsNext;

  ProxiedConnection(ApiProxy proxy, Socket near) {
    this.proxy = proxy;
    this.near = near;
  }

  boolean watches() {
    return watches;
  }

  void cutNext() {
    cutsNext = true;
  }

  void close() {
    closeQuietly(near);
    Socket open = far;
    if (open != null) {
      closeQuietly(open);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  /** Serves the one request to its end; whatever breaks, both sides are closed then. */
  void serve() {
    try {
      String head = head(near.getInputStream());
      int method = head.indexOf(' ');
      String path = head.substring(method + 1, head.indexOf(' ', method + 1));
      ApiProxy.Request request = new ApiProxy.Request(head.substring(0, method), path);
      if (!proxy.admits(request)) {
        return;
      }
      Socket server = proxy.connect();
      far = server;
      watches = request.watches();
      OutputStream toServer = server.getOutputStream();
      toServer.write(forwarded(head).getBytes(ISO_8859_1));
      toServer.flush();
      Thread unused = Thread.ofVirtual().start(() -> pump(near, toServer));
      if (proxy.losesAnswer(request)) {
        server.getInputStream().transferTo(OutputStream.nullOutputStream());
      } else if (watches) {
        bringWithLag(server.getInputStream());
      } else {
        server.getInputStream().transferTo(near.getOutputStream());
      }
    } catch (IOException e) {
      // To the client it looks like what it is: a connection that broke.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (head.size() < LONGEST_HEAD) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("no request");
      }
      head.write(next);
      if (next == '\n' && head.toString(ISO_8859_1).endsWith(END_OF_HEAD)) {
        return head.toString(ISO_8859_1);
      }
    }
    throw new IOException("a head without an end");
  }

  /** With the server's name, and, but for a watch, the wish that the connection ends with it. */
  private String forwarded(String head) {
    String kept =
        head.lines()
            .filter(line -> !line.isEmpty())
            .filter(line -> !line.regionMatches(true, 0, "Host:", 0, 5))
            .filter(line -> watches || !line.regionMatches(true, 0, "Connection:", 0, 11))
            .collect(Collectors.joining("\r\n"));
    return kept
        + "\r\nHost: "
        + proxy.authority()
        + (watches ? "" : "\r\nConnection: close")
        + END_OF_HEAD;
  }

  private void pump(Socket from, OutputStream to) {
    try {
      from.getInputStream().transferTo(to);
    } catch (IOException e) {
      // The other direction ends with it.
    }
    if (watches) {
      close();
    }
  }

  private void bringWithLag(InputStream from) throws IOException, InterruptedException {
    Thread unused = Thread.ofVirtual().start(this::deliver);
    byte[] buffer = new byte[BUFFER];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      byte[] bytes = Arrays.copyOf(buffer, read);
      if (new String(bytes, ISO_8859_1).contains("\"code\":410")) {
        proxy.sawGone();
      }
      underWay.put(new Piece(System.nanoTime() + proxy.lag().toNanos(), ByteBuffer.wrap(bytes)));
    }
    underWay.put(new Piece(System.nanoTime() + proxy.lag().toNanos(), ByteBuffer.allocate(0)));
    while (!near.isClosed()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private void deliver() {
    try {
      OutputStream to = near.getOutputStream();
      for (Piece piece = underWay.take(); piece.bytes().hasRemaining(); piece = underWay.take()) {
        TimeUnit.NANOSECONDS.sleep(Math.max(0, piece.due() - System.nanoTime()));
        byte[] bytes = piece.bytes().array();
        if (cutsNext && bytes.length > 1) {
          to.write(bytes, 0, bytes.length / 2);
          break;
        }
        to.write(bytes);
      }
    } catch (IOException e) {
      // The client went away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }
}
