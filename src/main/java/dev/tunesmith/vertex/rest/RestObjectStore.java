package dev.tunesmith.vertex.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.rest.ApplicationDefaultCredentials;
import dev.tunesmith.rest.Authorization;
import dev.tunesmith.rest.CallFailedException;
import dev.tunesmith.rest.RestClient;
import dev.tunesmith.rest.RestFailures;
import dev.tunesmith.rest.RestRequests;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.ObjectStore;
import dev.tunesmith.vertex.ObjectVerb;
import dev.tunesmith.vertex.ServiceTimes;
import dev.tunesmith.vertex.StorageFolder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port on Cloud Storage's JSON API. Every call is one request with a deadline. */
public final class RestObjectStore implements ObjectStore, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RestObjectStore.class);
  private static final String FIELDS = "items(name,generation,timeCreated),nextPageToken";

  /** Of objects under a retention policy or a hold; their reason is mostly just "forbidden". */
  private static final String LOCKED = "cannot be deleted, overwritten or archived";

  private static final String RIGHTS =
      ". The operator's identity needs storage.objects.list and storage.objects.delete on the"
          + " bucket, which roles/storage.objectUser has";

  private final URI endpoint;
  private final Duration deadline;
  private final RestClient client;

  /**
   * Connects to nothing yet.
   *
   * @param endpoint scheme, host and port
   * @param authenticate whether requests carry Application Default Credentials
   */
  public RestObjectStore(URI endpoint, boolean authenticate, Duration deadline) {
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.client =
        new RestClient(
            "Cloud Storage",
            authenticate ? new ApplicationDefaultCredentials() : Authorization.none());
  }

  @Override
  public ListReply list(StorageFolder folder, @Nullable String pageToken) {
    try {
      ObjectNode page =
          call(
              HttpRequest.newBuilder(),
              folder.bucket(),
              "?prefix="
                  + RestRequests.query(folder.prefix())
                  + "&fields="
                  + RestRequests.query(FIELDS)
                  + (pageToken == null ? "" : "&pageToken=" + RestRequests.query(pageToken)));
      List<StoredObject> objects = new ArrayList<>();
      for (JsonNode item : page.path("items")) {
        objects.add(object(item, folder));
      }
      String next = page.path("nextPageToken").asText("");
      return new Page(objects, next.isEmpty() ? null : next);
    } catch (CallFailedException | RuntimeException e) {
      return is(e, CanonicalCode.NOT_FOUND) ? new Absent() : failed(ObjectVerb.LIST, e);
    }
  }

  private static StoredObject object(JsonNode item, StorageFolder folder) {
    String name = item.path("name").asText("");
    Instant created = ServiceTimes.read(item.path("timeCreated").textValue());
    long generation = item.path("generation").asLong(0);
    if (!name.startsWith(folder.prefix()) || created == null || generation <= 0) {
      throw new IllegalStateException("the reply is no list of the folder's objects");
    }
    return new StoredObject(name, generation, created);
  }

  @Override
  public DeleteReply delete(String bucket, StoredObject object) {
    try {
      ObjectNode unused =
          call(
              HttpRequest.newBuilder().DELETE(),
              bucket,
              "/"
                  + RestRequests.query(object.name()).replace("+", "%20")
                  + "?ifGenerationMatch="
                  + object.generation());
      return new Deleted();
    } catch (CallFailedException | RuntimeException e) {
      if (is(e, CanonicalCode.NOT_FOUND)) {
        return new Absent();
      }
      if (is(e, CanonicalCode.FAILED_PRECONDITION)) {
        return new Kept("it was written again");
      }
      return is(e, CanonicalCode.PERMISSION_DENIED)
              && String.valueOf(e.getMessage()).contains(LOCKED)
          ? new Kept("a retention policy or a hold keeps it")
          : failed(ObjectVerb.DELETE, e);
    }
  }

  private ObjectNode call(HttpRequest.Builder request, String bucket, String rest)
      throws CallFailedException {
    return client.call(
        request,
        URI.create(endpoint + "/storage/v1/b/" + RestRequests.path(bucket) + "/o" + rest),
        deadline);
  }

  private static boolean is(Exception e, CanonicalCode code) {
    return e instanceof CallFailedException failed && failed.isAnswer(code);
  }

  private static Failed failed(ObjectVerb verb, Exception e) {
    Failure failure = CallFailures.logged(LOG, verb, RestFailures.of(verb, e), e);
    return new Failed(
        is(e, CanonicalCode.PERMISSION_DENIED)
            ? new Failure(
                failure.kind(), failure.code(), failure.message().replaceFirst("[.]$", "") + RIGHTS)
            : failure);
  }

  /** Ends all connections. */
  @Override
  public void close() {
    client.close();
  }
}
