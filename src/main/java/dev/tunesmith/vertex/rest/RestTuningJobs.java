package dev.tunesmith.vertex.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.rest.ApplicationDefaultCredentials;
import dev.tunesmith.rest.Authorization;
import dev.tunesmith.rest.CallFailedException;
import dev.tunesmith.rest.RestClient;
import dev.tunesmith.rest.RestFailures;
import dev.tunesmith.rest.RestRequests;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.MalformedReplyException;
import dev.tunesmith.vertex.ServiceHost;
import dev.tunesmith.vertex.SnapshotReader;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.Verb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final Artifacts artifacts;

  /** Connects to nothing yet. */
  public RestTuningJobs(RestSettings settings) {
    this.settings = settings;
    this.client =
        new RestClient(
            "Vertex AI",
            settings.authenticate() ? new ApplicationDefaultCredentials() : Authorization.none());
    this.artifacts = new RestArtifacts(settings, client, this::uri);
  }

  @Override
  public CreateReply create(Scope scope, JobRequest request, Map<String, String> ownerLabels) {
    HttpRequest.Builder call;
    URI uri;
    try {
      call = RestRequests.post(body(request, ownerLabels));
      uri = uri(scope.parent() + "/tuningJobs", "");
    } catch (RuntimeException e) {
      return new Refused(CallFailures.logged(LOG, Verb.CREATE, CallFailures.beforeSending(e), e));
    }
    try {
      return new Created(snapshot(client.call(call, uri, settings.createDeadline())));
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
              client.call(
                  HttpRequest.newBuilder(), uri(name.value(), ""), settings.callDeadline())));
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
              + (pageToken == null ? "" : "&pageToken=" + RestRequests.query(pageToken));
      ObjectNode page =
          client.call(
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
      client.call(
          RestRequests.post(JsonNodeFactory.instance.objectNode()),
          uri(name.value(), ":cancel"),
          settings.callDeadline());
      return new CancelAccepted();
    } catch (CallFailedException | RuntimeException e) {
      return new Unknown(failure(Verb.CANCEL, e));
    }
  }

  @Override
  public ModelReply model(Scope scope, String model) {
    try {
      client.call(HttpRequest.newBuilder(), uri(model, ""), settings.callDeadline());
      return new ModelExists();
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : new Unknown(failure(Verb.MODEL, e));
    }
  }

  @Override
  public RewardReply checkReward(Scope scope, String json) {
    try {
      return RewardAnswer.read(
          client.call(
              RestRequests.post(RestRequests.object("spec.rewardCheck", json)),
              uri(scope.parent() + "/tuningJobs", ":validateReinforcementTuningReward"),
              settings.callDeadline()));
    } catch (CallFailedException | RuntimeException e) {
      Failure failure = failure(Verb.REWARD, e);
      return failure.kind() == Failure.Kind.REQUEST_REJECTED
          ? new RewardWrong(failure.message())
          : new Unknown(failure);
    }
  }

  /**
   * Finds credentials without calling the service, for the check at start.
   *
   * @throws IOException when there are none
   */
  public void checkCredentials() throws IOException {
    client.credentials(URI.create("https://" + ServiceHost.of("global") + "/"));
  }

  @Override
  public Artifacts artifacts() {
    return artifacts;
  }

  @Override
  public void close() {
    client.close();
  }

  private static Failure failure(Verb verb, Exception e) {
    return CallFailures.logged(LOG, verb, RestFailures.of(verb, e), e);
  }

  private static boolean isAbsent(Exception e) {
    return e instanceof CallFailedException failed && failed.isAnswer(CanonicalCode.NOT_FOUND);
  }

  private static JobSnapshot snapshot(JsonNode job) {
    if (job instanceof ObjectNode object) {
      return SnapshotReader.read(object);
    }
    throw new MalformedReplyException("a job that is no object");
  }

  private static ObjectNode body(JobRequest request, Map<String, String> ownerLabels) {
    ObjectNode body = RestRequests.object("spec.tuning", request.json());
    ownerLabels.forEach(body.withObjectProperty("labels")::put);
    return body;
  }

  private URI uri(String resource, String rest) {
    return settings.uri(VERSION, resource, rest);
  }
}
