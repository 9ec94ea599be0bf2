package dev.tunesmith.rest;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What says to a service who calls. */
public interface Authorization {

  /**
   * The headers of one request. Asked for each request, so that credentials can change.
   *
   * @throws IOException when there are no credentials; its message says why, and holds none
   */
  Map<String, List<String>> headers(URI uri) throws IOException;

  /** What is missing, and what to do, where {@link #headers} has none. */
  String missing();

  /** Requests without credentials. */
  static Authorization none() {
    return new Authorization() {
      @Override
      public Map<String, List<String>> headers(URI uri) {
        return Map.of();
      }

      @Override
      public String missing() {
        return "no credentials";
      }
    };
  }
}
