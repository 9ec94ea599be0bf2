package dev.tunesmith.kube;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.List;

/**
 * Hands the client what a watch brings with everything beyond ASCII escaped ({@code é} as {@code
 * \u00e9}), which in JSON is the same. The client decodes each piece that the network brings by
 * itself: a character that lies in two of them would become another one, and a manifest that reads
 * otherwise no longer finds its paid job; and behind such characters it leaves zeros, which end the
 * watch for good.
 */
public final class AsciiWatches implements Interceptor {
  private static final char FIRST_BEYOND_ASCII = 0x80;

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    String query = request.uri().getQuery();
    return query != null && query.contains("watch=true") ? new Escaping(consumer) : consumer;
  }

  /** One watch's; pieces come one after the other. */
  private static final class Escaping implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private final CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The begin of a character whose rest is still to come. */
    private ByteBuffer begun = ByteBuffer.allocate(0);

    Escaping(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void consume(List<ByteBuffer> pieces, AsyncBody body) throws Exception {
      consumer.consume(pieces.stream().map(this::escaped).toList(), body);
    }

    private ByteBuffer escaped(ByteBuffer piece) {
      return begun.hasRemaining() || !isAscii(piece) ? decoded(piece) : piece;
    }

    /** Nearly every piece is: then it is handed on as it came. */
    private static boolean isAscii(ByteBuffer piece) {
      for (int i = piece.position(); i < piece.limit(); i++) {
        if (piece.get(i) < 0) {
          return false;
        }
      }
      return true;
    }

    private ByteBuffer decoded(ByteBuffer piece) {
      ByteBuffer in = ByteBuffer.allocate(begun.remaining() + piece.remaining());
      in.put(begun).put(piece).flip();
      CharBuffer chars = CharBuffer.allocate(in.remaining());
      decoder.decode(in, chars, false);
      begun = in;
      StringBuilder ascii = new StringBuilder(chars.position());
      for (char c : chars.flip().toString().toCharArray()) {
        if (c < FIRST_BEYOND_ASCII) {
          ascii.append(c);
        } else {
          ascii.append("\\u%04x".formatted((int) c));
        }
      }
      return ByteBuffer.wrap(ascii.toString().getBytes(ISO_8859_1));
    }
  }
}
