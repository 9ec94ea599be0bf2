package dev.tunesmith.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The data of server-sent events; their other fields say nothing here.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
final class EventStream {
  private static final String FIELD = "data:";

  private final BufferedReader lines;

  EventStream(InputStream body) {
    this.lines = new BufferedReader(new InputStreamReader(body, UTF_8));
  }

  /**
   * The data of the next event.
   *
   * @return null after the last one
   * @throws IOException also when the stream ends within an event
   */
  @Nullable String next() throws IOException {
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(FIELD)) {
        data.append(line, FIELD.length(), line.length()).append('\n');
      } else if (line.isEmpty() && !data.isEmpty()) {
        return data.toString();
      }
    }
    if (!data.isEmpty()) {
      throw new IOException("the answer ended within a part");
    }
    return null;
  }
}
