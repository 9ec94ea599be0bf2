package dev.tunesmith.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers every request with the same bytes, whatever they are, and closes the connection. */
public final class RawHttpServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

  /**
   * A request as it came.
   *
   * @param head the request line and the headers
   */
  public record Request(String head, String body) {
    /** The request line. */
    public String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }
  }

  private final ServerSocket socket;
  private final byte[] answer;
  private final boolean stalls;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> stalled = new CopyOnWriteArrayList<>();

  private RawHttpServer(String answer, boolean stalls) throws IOException {
    this.answer = answer.getBytes(UTF_8);
    this.stalls = stalls;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("raw-http").start(this::serve);
  }

  /** One that closes the connection after the bytes. */
  public static RawHttpServer answering(String bytes) throws IOException {
    return new RawHttpServer(bytes, false);
  }

  /** One that leaves the connection open after the bytes. */
  public static RawHttpServer stalling(String bytes) throws IOException {
    return new RawHttpServer(bytes, true);
  }

  /** An answer of JSON; it says that the connection ends, so that no client uses it again. */
  public static String json(int status, String body) {
    return "HTTP/1.1 "
        + status
        + " Words\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  /** Of loopback. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Those that came so far. */
  public List<Request> requests() {
    return requests;
  }

  /** Fails when there is not just one. */
  public Request onlyRequest() {
    if (requests.size() != 1) {
      throw new AssertionError("not one request: " + requests);
    }
    return requests.getFirst();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        requests.add(read(connection.getInputStream()));
        connection.getOutputStream().write(answer);
        connection.getOutputStream().flush();
        if (stalls) {
          stalled.add(connection);
        } else {
          connection.shutdownOutput();
          connection.close();
        }
      } catch (IOException e) {
        // The client went away, or the test is over.
      }
    }
  }

  private static Request read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    Matcher length = LENGTH.matcher(head);
    byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
    return new Request(head.toString(), new String(body, UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : stalled) {
      connection.close();
    }
  }
}
