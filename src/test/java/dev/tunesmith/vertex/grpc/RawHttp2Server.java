package dev.tunesmith.vertex.grpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * HTTP/2 (RFC 9113) by the frame, without a gRPC library: says what no gRPC server can be made to
 * say, and counts the requests that really came over the wire.
 */
final class RawHttp2Server implements AutoCloseable {
  private static final int PREFACE_LENGTH = 24;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** What to do once a request has arrived completely. */
  interface Script {
    void answer(Connection connection, int stream) throws IOException;
  }

  private final Script script;
  private final ServerSocket listener;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  RawHttp2Server(Script script) {
    this.script = script;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("raw-http2").start(this::accept);
  }

  String endpoint() {
    return "localhost:" + listener.getLocalPort();
  }

  /** Requests whose last frame arrived, on all connections. */
  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofPlatform().daemon().name("raw-http2-connection").start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      Connection connection = new Connection(new DataOutputStream(socket.getOutputStream()));
      in.readNBytes(PREFACE_LENGTH);
      connection.frame(SETTINGS, 0, 0, new byte[0]);
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == SETTINGS && (flags & ACK) == 0) {
          connection.frame(SETTINGS, ACK, 0, new byte[0]);
        } else if (type == PING && (flags & ACK) == 0) {
          connection.frame(PING, ACK, 0, payload);
        } else if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
          requests.incrementAndGet();
          script.answer(connection, stream);
        }
      }
    } catch (IOException e) {
      // The client or the script ended the connection.
    }
  }

  /** The server's side of one connection. */
  static final class Connection {
    private final DataOutputStream out;

    Connection(DataOutputStream out) {
      this.out = out;
    }

    /** Ends a stream with an error code of section 7. */
    void reset(int stream, int code) throws IOException {
      frame(RST_STREAM, 0, stream, fourBytes(code));
    }

    /** Ends the connection: streams above the last one were not, and will not be, looked at. */
    void goAway(int lastStream, int code) throws IOException {
      ByteArrayOutputStream payload = new ByteArrayOutputStream();
      payload.writeBytes(fourBytes(lastStream));
      payload.writeBytes(fourBytes(code));
      frame(GOAWAY, 0, 0, payload.toByteArray());
    }

    /** Sends headers that end the stream: name, value, name, value, … */
    void headersAndEnd(int stream, String... fields) throws IOException {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      for (int i = 0; i < fields.length; i += 2) {
        block.write(0); // a literal, not indexed, with a new name (RFC 7541, 6.2.2)
        string(block, fields[i]);
        string(block, fields[i + 1]);
      }
      frame(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
    }

    /** Ends the connection without a word. */
    void hangUp() throws IOException {
      out.close();
    }

    private synchronized void frame(int type, int flags, int stream, byte[] payload)
        throws IOException {
      out.writeByte(payload.length >> 16);
      out.writeShort(payload.length);
      out.writeByte(type);
      out.writeByte(flags);
      out.writeInt(stream);
      out.write(payload);
      out.flush();
    }

    private static void string(ByteArrayOutputStream block, String value) {
      block.write(value.length()); // under 127, not Huffman-coded
      block.writeBytes(value.getBytes(US_ASCII));
    }

    private static byte[] fourBytes(int value) {
      return new byte[] {
        (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
      };
    }
  }
}
