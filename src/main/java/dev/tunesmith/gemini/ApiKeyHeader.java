package dev.tunesmith.gemini;

import dev.tunesmith.rest.Authorization;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An API key in its header. It is never in the URL: those get into the logs of proxies.
 *
 * @see <a href="https://ai.google.dev/api#authentication">Authentication</a>
 */
final class ApiKeyHeader implements Authorization {
  /** What a header can hold; the JDK quotes any other value in its exception. */
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

  private final Access.ApiKey apiKey;

  ApiKeyHeader(Access.ApiKey apiKey) {
    this.apiKey = apiKey;
  }

  @Override
  public Map<String, List<String>> headers(URI uri) throws IOException {
    String key;
    try {
      // A key that was written with an editor ends with a line break.
      key = apiKey.key().get().strip();
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
    if (key.isEmpty()) {
      throw new IOException("it is empty");
    }
    if (!PRINTABLE.matcher(key).matches()) {
      throw new IOException("it has characters that no API key has");
    }
    return Map.of("x-goog-api-key", List.of(key));
  }

  @Override
  public String missing() {
    return "no API key: put one into " + apiKey.source();
  }
}
