package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** The JDK's HTTP client. */
final class RestWire implements Wire {
  private final String base;
  private final String version;

  RestWire(int port, String version) {
    this.base = "http://127.0.0.1:" + port;
    this.version = version;
  }

  @Override
  public Result create(String parent, ObjectNode job, Duration patience) {
    return call("POST", "/" + version + "/" + parent + "/tuningJobs", job.toString(), patience);
  }

  @Override
  public Result get(String name, Duration patience) {
    return call("GET", "/" + version + "/" + name, "", patience);
  }

  @Override
  public Result list(String parent, int pageSize, String pageToken, String filter) {
    return page(parent + "/tuningJobs", pageSize, pageToken, filter);
  }

  Result page(String list, int pageSize, String pageToken, String filter) {
    String query =
        (pageSize == 0 ? "" : "&pageSize=" + pageSize)
            + (pageToken.isEmpty() ? "" : "&pageToken=" + pageToken)
            + (filter.isEmpty() ? "" : "&filter=" + URLEncoder.encode(filter, UTF_8));
    return call("GET", "/" + version + "/" + list + query.replaceFirst("^&", "?"), "", PATIENCE);
  }

  @Override
  public Result cancel(String name) {
    return call("POST", "/" + version + "/" + name + ":cancel", "{}", PATIENCE);
  }

  Result call(String method, String path, String body, Duration patience, String... headers) {
    try {
      HttpResponse<String> response = send(method, path, body, patience, headers);
      ObjectNode json = (ObjectNode) Json.MAPPER.readTree(response.body());
      if (response.statusCode() == 200) {
        return new Result(CanonicalCode.OK, "", json);
      }
      ObjectNode error = (ObjectNode) json.path("error");
      return new Result(
          CanonicalCode.valueOf(error.path("status").asText()),
          error.path("message").asText(),
          error);
    } catch (HttpTimeoutException e) {
      return new Result(CanonicalCode.DEADLINE_EXCEEDED, "" + e.getMessage(), Json.object());
    } catch (IOException e) {
      return new Result(CanonicalCode.UNAVAILABLE, "" + e.getMessage(), Json.object());
    }
  }

  /** A client per call: a pooled connection that ends would make the client ask again by itself. */
  HttpResponse<String> send(
      String method, String path, String body, Duration patience, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(patience)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {}
}
