package dev.tunesmith.rest;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import dev.tunesmith.vertex.CallFailures;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Application Default Credentials, found at the first request. */
public final class ApplicationDefaultCredentials implements Authorization {
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final AtomicReference<@Nullable Credentials> credentials = new AtomicReference<>();

  @Override
  public Map<String, List<String>> headers(URI uri) throws IOException {
    Credentials found = credentials.get();
    if (found == null) {
      found = GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
      credentials.set(found);
    }
    return found.getRequestMetadata(uri);
  }

  @Override
  public String missing() {
    return CallFailures.NO_CREDENTIALS;
  }
}
