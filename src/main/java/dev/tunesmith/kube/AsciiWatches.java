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
 * Escapes everything beyond ASCII in the body of a watch ({@code é} as {@code \u00e9}), which means
 * the same in JSON. Fabric8's {@code WatchHTTPManager} (up to 7.9.0; not reported upstream yet)
 * decodes each chunk of the body by itself, so that a character that is split over two chunks is
 * replaced by others, and the spec no longer matches the job that was made of it. It also appends
 * the whole array of the decoded buffer, zeros included, which ends the watch for good. This class
 * can go when that one decodes across chunks.
 */
public final class AsciiWatches implements Interceptor {
  private static final char FIRST_BEYOND_ASCII = 0x80;

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    String query = request.uri().getQuery();
    return query != null && query.contains("watch=true") ? new Escaping(consumer) : consumer;
  }

  /** Of one watch; its chunks come one after the other. */
  private static final class Escaping implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
    private final CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The beginning of a character whose rest is in the next chunk. */
    private ByteBuffer incomplete = ByteBuffer.allocate(0);

    Escaping(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void consume(List<ByteBuffer> chunks, AsyncBody body) throws Exception {
      consumer.consume(chunks.stream().map(this::escaped).toList(), body);
    }

    private ByteBuffer escaped(ByteBuffer chunk) {
      return incomplete.hasRemaining() || !isAscii(chunk) ? decoded(chunk) : chunk;
    }

    /** Nearly every chunk is, and is passed on as it came. */
    private static boolean isAscii(ByteBuffer chunk) {
      for (int i = chunk.position(); i < chunk.limit(); i++) {
        if (chunk.get(i) < 0) {
          return false;
        }
      }
      return true;
    }

    private ByteBuffer decoded(ByteBuffer chunk) {
      ByteBuffer in = ByteBuffer.allocate(incomplete.remaining() + chunk.remaining());
      in.put(incomplete).put(chunk).flip();
      CharBuffer chars = CharBuffer.allocate(in.remaining());
      decoder.decode(in, chars, false);
      incomplete = in;
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
