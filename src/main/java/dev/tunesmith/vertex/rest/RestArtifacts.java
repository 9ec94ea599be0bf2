package dev.tunesmith.vertex.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.rest.CallFailedException;
import dev.tunesmith.rest.RestClient;
import dev.tunesmith.rest.RestFailures;
import dev.tunesmith.rest.RestRequests;
import dev.tunesmith.vertex.ArtifactVerb;
import dev.tunesmith.vertex.Artifacts;
import dev.tunesmith.vertex.CallFailures;
import dev.tunesmith.vertex.CanonicalCode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port to artefacts on the REST API, v1beta1. Every call is one request with a deadline. */
final class RestArtifacts implements Artifacts {
  private static final Logger LOG = LoggerFactory.getLogger(RestArtifacts.class);

  private static final String DEFAULT_CHECKPOINT = "defaultCheckpointId";

  private final RestSettings settings;
  private final RestClient client;
  private final BiFunction<String, String, URI> uris;

  /**
   * An adapter.
   *
   * @param client closed by who made it
   * @param uris from a resource's name, and what follows it, to the address
   */
  RestArtifacts(RestSettings settings, RestClient client, BiFunction<String, String, URI> uris) {
    this.settings = settings;
    this.client = client;
    this.uris = uris;
  }

  @Override
  public EndpointReply endpoint(String name) {
    try {
      ObjectNode endpoint = call(HttpRequest.newBuilder(), name, "");
      List<Deployed> deployed = new ArrayList<>();
      for (JsonNode model : endpoint.path("deployedModels")) {
        deployed.add(
            new Deployed(
                model.path("id").asText(""),
                model.path("model").asText(""),
                model.path("modelVersionId").asText(""),
                model.path("checkpointId").asText("")));
      }
      return new Endpoint(deployed, labels(endpoint));
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : failed(ArtifactVerb.GET_ENDPOINT, e);
    }
  }

  @Override
  public ChangeReply undeploy(String endpoint, String deployedModelId) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("deployedModelId", deployedModelId);
    return change(ArtifactVerb.UNDEPLOY, RestRequests.post(body), endpoint, ":undeployModel");
  }

  @Override
  public ChangeReply deleteEndpoint(String name) {
    return change(ArtifactVerb.DELETE_ENDPOINT, delete(), name, "");
  }

  @Override
  public VersionReply version(String name) {
    try {
      ObjectNode model = call(HttpRequest.newBuilder(), name, "");
      return new Version(
          model.path("versionId").asText(""),
          texts(model.path("deployedModels"), "endpoint"),
          model.path(DEFAULT_CHECKPOINT).asText(""));
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : failed(ArtifactVerb.GET_MODEL, e);
    }
  }

  @Override
  public VersionsReply versions(String name) {
    try {
      List<String> ids = new ArrayList<>();
      String token = "";
      do {
        String query = token.isEmpty() ? "" : "?pageToken=" + RestRequests.query(token);
        ObjectNode page = call(HttpRequest.newBuilder(), name, ":listVersions" + query);
        ids.addAll(texts(page.path("models"), "versionId"));
        token = page.path("nextPageToken").asText("");
      } while (!token.isEmpty());
      return new Versions(ids);
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : failed(ArtifactVerb.LIST_VERSIONS, e);
    }
  }

  @Override
  public ChangeReply deleteVersion(String name) {
    return change(ArtifactVerb.DELETE_VERSION, delete(), name, ":deleteVersion");
  }

  @Override
  public ChangeReply deleteModel(String name) {
    return change(ArtifactVerb.DELETE_MODEL, delete(), name, "");
  }

  @Override
  public ChangeReply setDefaultCheckpoint(String name, String checkpoint) {
    ObjectNode body =
        JsonNodeFactory.instance.objectNode().put("name", name).put(DEFAULT_CHECKPOINT, checkpoint);
    return change(
        ArtifactVerb.PATCH_MODEL,
        RestRequests.patch(body),
        name,
        "?updateMask=" + DEFAULT_CHECKPOINT);
  }

  private ChangeReply change(
      ArtifactVerb verb, HttpRequest.Builder request, String name, String rest) {
    try {
      ObjectNode unused = call(request, name, rest);
      return new Accepted();
    } catch (CallFailedException | RuntimeException e) {
      return isAbsent(e) ? new Absent() : failed(verb, e);
    }
  }

  private ObjectNode call(HttpRequest.Builder request, String name, String rest)
      throws CallFailedException {
    return client.call(request, uris.apply(name, rest), settings.callDeadline());
  }

  private static HttpRequest.Builder delete() {
    return HttpRequest.newBuilder().DELETE();
  }

  private static Failed failed(ArtifactVerb verb, Exception e) {
    return new Failed(CallFailures.logged(LOG, verb, RestFailures.of(verb, e), e));
  }

  private static boolean isAbsent(Exception e) {
    return e instanceof CallFailedException failed && failed.isAnswer(CanonicalCode.NOT_FOUND);
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.path(field).asText("")));
    return texts;
  }

  private static Map<String, String> labels(ObjectNode resource) {
    Map<String, String> labels = new HashMap<>();
    resource
        .path("labels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }
}
