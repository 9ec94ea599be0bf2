package dev.tunesmith.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a watch brings reads the same")
class AsciiWatchesTest {
  private static final String TEXT = "Grüße, 世界 \uD83D\uDE80 plain \"quoted\"";

  private static final AsyncBody BODY =
      new AsyncBody() {
        @Override
        public void consume() {}

        @Override
        public CompletableFuture<Void> done() {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public void cancel() {}
      };

  private static List<ByteBuffer> through(String query, List<ByteBuffer> pieces) throws Exception {
    List<ByteBuffer> brought = new ArrayList<>();
    AsyncBody.Consumer<List<ByteBuffer>> consumer =
        new AsciiWatches()
            .consumer(
                (value, body) -> brought.addAll(value),
                new StandardHttpRequest.Builder()
                    .uri(URI.create("https://cluster/apis/x?" + query))
                    .build());
    for (ByteBuffer piece : pieces) {
      consumer.consume(List.of(piece), BODY);
    }
    return brought;
  }

  @Test
  @DisplayName("wherever the network cuts it, also within a character")
  void cutAnywhere() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    byte[] sent = (mapper.writeValueAsString(Map.of("text", TEXT)) + "\n").getBytes(UTF_8);
    for (int cut = 0; cut <= sent.length; cut++) {
      List<ByteBuffer> brought =
          through(
              "resourceVersion=1&watch=true",
              List.of(
                  ByteBuffer.wrap(Arrays.copyOfRange(sent, 0, cut)),
                  ByteBuffer.wrap(Arrays.copyOfRange(sent, cut, sent.length))));

      StringBuilder read = new StringBuilder();
      // As the client reads it: each piece by itself, and the whole array behind it.
      brought.forEach(piece -> read.append(UTF_8.decode(piece).array()));
      assertThat(read.toString()).as("cut at %s", cut).matches("[\\x20-\\x7e]*\n");
      assertThat(mapper.readTree(read.toString()).path("text").asText()).isEqualTo(TEXT);
    }
  }

  @Test
  @DisplayName("and what is no watch is passed on as it is")
  void othersAreLeftAlone() throws Exception {
    ByteBuffer piece = ByteBuffer.wrap(TEXT.getBytes(UTF_8));

    assertThat(through("limit=500", List.of(piece))).containsExactly(piece);
  }
}
