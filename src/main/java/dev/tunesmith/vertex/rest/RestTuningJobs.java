package dev.tunesmith.vertex.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.MalformedReplyException;
import dev.tunesmith.vertex.Reached;
import dev.tunesmith.vertex.ServiceHost;
import dev.tunesmith.vertex.SnapshotReader;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.Verb;
import dev.tunesmith.vertex.rest.RestClient.CallFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port on the REST API, v1beta1, which has every tuning method and shows the progress of a job.
 * Every call is one request with a deadline.
 *
 * @see <a
 *     href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/projects.locations.tuningJobs">projects.locations.tuningJobs</a>
 */
public final class RestTuningJobs implements TuningJobs {
  private static final Logger LOG = LoggerFactory.getLogger(RestTuningJobs.class);
  private static final String VERSION = "/v1beta1/";

  /** Asked for, not relied on: the service's own default and maximum are not documented. */
  private static final int PAGE_SIZE = 100;

  private final RestSettings settings;
  private final RestClient client;

  /** Connects to nothing yet. */
  public RestTuningJobs(RestSettings settings) {
    this.settings = settings;
    this.client = new RestClient(settings.authenticate());
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    HttpRequest.Builder call;
    URI uri;
    try {
      call = post(body(request, ownerLabels));
      uri = uri(scope.parent() + "/tuningJobs", "");
    } catch (RuntimeException e) {
      return new Refused(CallFailures.logged(LOG, Verb.CREATE, CallFailures.beforeSending(e), e));
    }
    try {
      return new Created(snapshot(answer(call, uri, settings.createDeadline())));
    } catch (CallFailedException | RuntimeException e) {
      Failure failure = failure(Verb.CREATE, e);
      return failure.kind() == Failure.Kind.CREATE_OUTCOME_UNKNOWN
          ? new OutcomeUnknown(failure)
          : new Refused(failure);
    }
  }

  @Override
  public GetReply get(Scope scope, JobName name) {
    try {
      return new Found(
          snapshot(
              answer(HttpRequest.newBuilder(), uri(name.value(), ""), settings.callDeadline())));
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : new Unknown(failure(Verb.GET, e));
    }
  }

  @Override
  public PageReply list(Scope scope, @Nullable String pageToken) {
    try {
      String query =
          "?pageSize="
              + PAGE_SIZE
              + (pageToken == null ? "" : "&pageToken=" + URLEncoder.encode(pageToken, UTF_8));
      ObjectNode page =
          answer(
              HttpRequest.newBuilder(),
              uri(scope.parent() + "/tuningJobs", query),
              settings.callDeadline());
      // One job that cannot be read fails the page: a listing without it would say "no such job".
      List<JobSnapshot> jobs = new ArrayList<>();
      if (!page.isEmpty() && !page.path("tuningJobs").isArray() && !page.has("nextPageToken")) {
        throw new IllegalStateException("the reply is no page of tuning jobs: " + page);
      }
      for (JsonNode job : page.path("tuningJobs")) {
        jobs.add(snapshot(job));
      }
      String next = page.path("nextPageToken").asText();
      return new Page(jobs, next.isEmpty() ? null : next);
    } catch (CallFailedException | RuntimeException e) {
      return new Unknown(failure(Verb.LIST, e));
    }
  }

  @Override
  public CancelReply cancel(Scope scope, JobName name) {
    try {
      answer(post("{}"), uri(name.value(), ":cancel"), settings.callDeadline());
      return new CancelAccepted();
    } catch (CallFailedException | RuntimeException e) {
      return new Unknown(failure(Verb.CANCEL, e));
    }
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    try {
      answer(HttpRequest.newBuilder(), uri(model, ""), settings.callDeadline());
      return new ModelExists();
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : new Unknown(failure(Verb.MODEL, e));
    }
  }

  /**
   * Finds credentials without calling the service, for the check at start.
   *
   * @throws IOException when there are none
   */
  public void checkCredentials() throws IOException {
    client.token(URI.create("https://" + ServiceHost.of("global") + "/"));
  }

  @Override
  public void close() {
    client.close();
  }

  private ObjectNode answer(HttpRequest.Builder request, URI uri, Duration deadline)
      throws CallFailedException {
    return switch (client.send(request, uri, deadline)) {
      case RestAnswer.Success success -> success.body();
      case RestAnswer.Refusal refusal ->
          throw new CallFailedException(refusal.code(), Reached.SERVICE, refusal.message(), null);
      case RestAnswer.NotTheService other ->
          throw new CallFailedException(other.code(), Reached.CONNECTION, other.message(), null);
    };
  }

  private static Failure failure(Verb verb, Exception e) {
    Failure failure =
        switch (e) {
          case CallFailedException failed ->
              CallFailures.of(
                  verb, failed.code(), failed.reached(), String.valueOf(e.getMessage()));
          case IllegalArgumentException unsent when verb != Verb.CREATE ->
              CallFailures.beforeSending(unsent);
          default -> CallFailures.unforeseen(verb, e);
        };
    return CallFailures.logged(LOG, verb, failure, e);
  }

  private static boolean isAbsent(Exception e) {
    return e instanceof CallFailedException failed
        && failed.code() == CanonicalCode.NOT_FOUND
        && failed.reached() == Reached.SERVICE;
  }

  private static JobSnapshot snapshot(JsonNode job) {
    if (job instanceof ObjectNode object) {
      return SnapshotReader.read(object);
    }
    throw new MalformedReplyException("a job that is no object");
  }

  private static String body(JobRequest request, Map<String, String> ownerLabels) {
    try {
      if (RestAnswer.JSON.readTree(request.json()) instanceof ObjectNode body) {
        ownerLabels.forEach(body.withObjectProperty("labels")::put);
        return body.toString();
      }
      throw new IllegalArgumentException("spec.tuning is no object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("spec.tuning is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static HttpRequest.Builder post(String json) {
    return HttpRequest.newBuilder()
        .header("Content-Type", "application/json; charset=utf-8")
        .POST(BodyPublishers.ofString(json, UTF_8));
  }

  /** At the host of the location in the resource's name. */
  URI uri(String resource, String rest) {
    String host = "https://" + ServiceHost.of(ServiceHost.locationOf(resource));
    String base = settings.endpoint() == null ? host : settings.endpoint().toString();
    String path =
        Stream.of(resource.split("/", -1))
            .map(RestTuningJobs::segment)
            .collect(Collectors.joining("/"));
    return URI.create(base + VERSION + path + rest);
  }

  /** A name may come from a status that anybody wrote: nothing in it may end the path early. */
  private static String segment(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new IllegalArgumentException("not a resource's name");
    }
    return URLEncoder.encode(text, UTF_8).replace("+", "%20").replace("%40", "@");
  }
}
