package dev.tunesmith.vertex.rest;

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
final class RawHttpServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

  record Request(String line, String body) {}

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

  static RawHttpServer answering(String bytes) throws IOException {
    return new RawHttpServer(bytes, false);
  }

  /** Leaves the connection open after the bytes. */
  static RawHttpServer stalling(String bytes) throws IOException {
    return new RawHttpServer(bytes, true);
  }

  int port() {
    return socket.getLocalPort();
  }

  List<Request> requests() {
    return requests;
  }

  Request onlyRequest() {
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
    return new Request(head.substring(0, head.indexOf("\r\n")), new String(body, UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : stalled) {
      connection.close();
    }
  }
}
