package dev.tunesmith.vertex.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.support.RawHttpServer;
import dev.tunesmith.support.RawHttpServer.Request;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.TuningJobs;
import dev.tunesmith.vertex.TuningJobs.Absent;
import dev.tunesmith.vertex.TuningJobs.Created;
import dev.tunesmith.vertex.TuningJobs.Found;
import dev.tunesmith.vertex.TuningJobs.OutcomeUnknown;
import dev.tunesmith.vertex.TuningJobs.Page;
import dev.tunesmith.vertex.TuningJobs.Refused;
import dev.tunesmith.vertex.TuningJobs.RewardReply;
import dev.tunesmith.vertex.TuningJobs.RewardScored;
import dev.tunesmith.vertex.TuningJobs.RewardWrong;
import dev.tunesmith.vertex.TuningJobs.Unknown;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte for byte on the wire: what is sent, and which answers count as the service's. */
@Timeout(60)
@DisplayName("The REST adapter on the wire")
class RestTuningJobsTest {
  private static final Scope SCOPE = new Scope("example.com:my-project", "us-central1");
  private static final JobName NAME =
      new JobName("projects/646700000009/locations/us-central1/tuningJobs/1");
  private static final String JOB =
      """
      {"name": "%s", "state": "JOB_STATE_RUNNING", "labels": {"a": "b"}, "newField": [1],
       "tuningJobState": "TUNING_JOB_STATE_TUNING",
       "tuningJobMetadata": {"completedEpochCount": "1", "completedStepCount": "12"}}
      """
          .formatted(NAME);
  private static final Map<String, String> OWNER = Map.of("tunesmith-run", "v1-1");

  @Test
  @DisplayName("a create is the body that the user set, with our labels, sent once")
  void create() throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, JOB));
        RestTuningJobs jobs = connect(server)) {
      assertThat(jobs.create(SCOPE, Jobs.request("{\"labels\": {\"team\": \"a\"}}"), OWNER))
          .isInstanceOf(Created.class);

      Request request = server.onlyRequest();
      assertThat(request.line())
          .isEqualTo(
              "POST /v1beta1/projects/example.com%3Amy-project/locations/us-central1/tuningJobs"
                  + " HTTP/1.1");
      ObjectNode body = Jobs.object(request.body());
      assertThat(body)
          .isEqualTo(Jobs.object("{\"labels\": {\"team\": \"a\", \"tunesmith-run\": \"v1-1\"}}"));
    }
  }

  @Test
  @DisplayName("get, list, cancel and models.get are the requests that the reference gives")
  void paths() throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, JOB));
        RestTuningJobs jobs = connect(server)) {
      jobs.get(SCOPE, NAME);
      jobs.list(SCOPE, "t&o=k e/n");
      jobs.cancel(SCOPE, NAME);
      jobs.model(SCOPE, "projects/1/locations/us/models/2@1");

      String scope = "projects/example.com%3Amy-project/locations/us-central1";
      assertThat(server.requests())
          .extracting(Request::line)
          .containsExactly(
              "GET /v1beta1/" + NAME + " HTTP/1.1",
              "GET /v1beta1/"
                  + scope
                  + "/tuningJobs?pageSize=100&pageToken=t%26o%3Dk+e%2Fn HTTP/1.1",
              "POST /v1beta1/" + NAME + ":cancel HTTP/1.1",
              "GET /v1beta1/projects/1/locations/us/models/2@1 HTTP/1.1");
    }
  }

  @Test
  @DisplayName("a name is asked for at its own location's host, wherever the job was created")
  void hosts() {
    RestSettings settings =
        new RestSettings(null, true, Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (RestTuningJobs jobs = new RestTuningJobs(settings)) {
      assertThat(settings.uri("/v1beta1/", "projects/1/locations/us/models/2@1", ""))
          .isEqualTo(
              URI.create(
                  "https://aiplatform.us.rep.googleapis.com"
                      + "/v1beta1/projects/1/locations/us/models/2@1"));
      assertThat(settings.uri("/v1beta1/", NAME.value(), ":cancel"))
          .isEqualTo(
              URI.create(
                  "https://us-central1-aiplatform.googleapis.com/v1beta1/" + NAME + ":cancel"));
      // No such host is ever looked up: the name decides, and not the scope.
      assertThat(jobs.get(SCOPE, new JobName("projects/1/locations/E.U/tuningJobs/1")))
          .isInstanceOfSatisfying(
              Unknown.class,
              unknown -> assertThat(unknown.failure().message()).contains("not a location: E.U"));
    }
  }

  @Test
  @DisplayName("what only this API shows of a job is in the body")
  void progress() throws Exception {
    try (RawHttpServer server =
            RawHttpServer.answering(RawHttpServer.json(200, "{\"tuningJobs\": [" + JOB + "]}"));
        RestTuningJobs jobs = connect(server)) {
      assertThat(jobs.list(SCOPE, null))
          .isInstanceOfSatisfying(
              Page.class,
              page ->
                  assertThat(page.jobs().getFirst().body().at("/tuningJobMetadata"))
                      .isEqualTo(
                          Jobs.object(
                              "{\"completedEpochCount\": \"1\", \"completedStepCount\": \"12\"}")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html><title>404 Not Found</title></html>",
        "<html lang=en><title>Error 404 (Not Found)!!1</title></html>",
        "{\"message\": \"no Route matched with those values\"}",
        "{\"error\": {\"code\": 404, \"message\": \"no status\"}}",
        "{}",
        "",
      })
  @DisplayName("a 404 that is not the service's leaves a create unknown, and a read unanswered")
  void notTheService(String page) throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(404, page));
        RestTuningJobs jobs = connect(server)) {
      assertThat(jobs.create(SCOPE, Jobs.request(), OWNER))
          .isInstanceOfSatisfying(
              OutcomeUnknown.class,
              reply -> assertThat(reply.failure().kind()).isEqualTo(Kind.CREATE_OUTCOME_UNKNOWN));
      for (Object reply :
          new Object[] {
            jobs.get(SCOPE, NAME),
            jobs.list(SCOPE, null),
            jobs.cancel(SCOPE, NAME),
            jobs.model(SCOPE, "projects/1/locations/us/models/2")
          }) {
        assertThat(reply)
            .isInstanceOfSatisfying(
                Unknown.class,
                unknown ->
                    assertThat(unknown.failure().kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE));
      }
    }
  }

  @Test
  @DisplayName("a refusal of the service: its own message, and what its details add, redacted")
  void refusal() throws Exception {
    String error =
        """
        {"error": {"code": 400, "status": "INVALID_ARGUMENT",
          "message": "bad request to https://x.example/?token=abc failed",
          "details": [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [
            {"field": "tuning_job.base_model", "description": "no such model"}]}]}}
        """;
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(400, error));
        RestTuningJobs jobs = connect(server)) {
      Failure failure = refused(jobs);
      assertThat(failure.kind()).isEqualTo(Kind.REQUEST_REJECTED);
      assertThat(failure.message())
          .isEqualTo(
              "bad request to https://x.example/?(removed) failed; tuning_job.base_model: no such"
                  + " model");
    }
  }

  @Test
  @DisplayName("NOT_FOUND: absent on get; on create a reason of its own that names both causes")
  void notFound() throws Exception {
    String error =
        """
        {"error": {"code": 404, "status": "NOT_FOUND", "message": "Requested entity was not found."}}
        """;
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(404, error));
        RestTuningJobs jobs = connect(server)) {
      assertThat(jobs.get(SCOPE, NAME)).isEqualTo(new Absent());
      assertThat(jobs.model(SCOPE, "projects/1/locations/us/models/2")).isEqualTo(new Absent());
      Failure failure = refused(jobs);
      assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
      assertThat(failure.message())
          .contains("does not exist")
          .contains("may not see it")
          .endsWith("Requested entity was not found.");
    }
  }

  @Test
  @DisplayName("one job that cannot be read makes the whole page unknown")
  void namelessInListing() throws Exception {
    try (RawHttpServer server =
            RawHttpServer.answering(
                RawHttpServer.json(200, "{\"tuningJobs\": [" + JOB + ", {}]}"));
        RestTuningJobs jobs = connect(server)) {
      assertThat(jobs.list(SCOPE, null)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  @DisplayName("a body that is no page is no empty page")
  void noPage() throws Exception {
    try (RawHttpServer server =
            RawHttpServer.answering(RawHttpServer.json(200, "{\"status\": \"ok\"}"));
        RestTuningJobs jobs = connect(server)) {
      assertThat(jobs.list(SCOPE, null)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  @DisplayName("an empty body of JSON is an empty page, as the service sends it")
  void emptyPage() throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, "{}"));
        RestTuningJobs jobs = connect(server)) {
      assertThat(jobs.list(SCOPE, null))
          .isInstanceOfSatisfying(Page.class, page -> assertThat(page.jobs()).isEmpty());
    }
  }

  @Test
  @DisplayName("what is no JSON is refused without a request")
  void noJson() throws Exception {
    try (RawHttpServer server = RawHttpServer.answering(RawHttpServer.json(200, JOB));
        RestTuningJobs jobs = connect(server)) {
      for (String odd : new String[] {"", "[]", "{\"a\": ", "{} {}"}) {
        assertThat(jobs.create(SCOPE, Jobs.request(odd), OWNER)).isInstanceOf(Refused.class);
      }
      assertThat(server.requests()).isEmpty();
      assertThat(jobs.get(SCOPE, NAME)).isInstanceOf(Found.class);
    }
  }

  @Test
  @DisplayName("a dry run of rewards: scored, wrong where the service says so, and else unknown")
  void rewards() throws Exception {
    assertThat(rewards(200, "{'overallReward': 0.5, 'rewardInfoDetails': {'f': {'reward': 1}}}"))
        .isEqualTo(new RewardScored("overall reward 0.5 (f 1)"));
    assertThat(rewards(200, "{'rewardInfoDetails': {'f': {'errorStatus': {'code': 3}}}}"))
        .isEqualTo(new RewardWrong("reward f: code 3"));
    assertThat(
            rewards(400, "{'error': {'code': 400, 'message': 'no', 'status': 'INVALID_ARGUMENT'}}"))
        .isEqualTo(new RewardWrong("no"));
    String unreachable = "'f': {'errorStatus': {'code': 14, 'message': 'no answer of f'}}";
    assertThat(rewards(200, "{'rewardInfoDetails': {" + unreachable + "}}"))
        .as("a scorer that could not be asked")
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown ->
                assertThat(unknown.failure())
                    .extracting(Failure::kind, Failure::message)
                    .containsExactly(Failure.Kind.SERVICE_UNAVAILABLE, "reward f: no answer of f"));
    String wrong = ", 'g': {'errorStatus': {'code': 3, 'message': 'wrong'}}";
    assertThat(rewards(200, "{'rewardInfoDetails': {" + unreachable + wrong + "}}"))
        .as("one that could not be asked beside one that fails")
        .isEqualTo(new RewardWrong("reward g: wrong"));
    assertThat(rewards(503, "<html>no</html>")).isInstanceOf(Unknown.class);
  }

  private static RewardReply rewards(int status, String json) throws Exception {
    try (RawHttpServer server =
            RawHttpServer.answering(RawHttpServer.json(status, json.replace('\'', '"')));
        RestTuningJobs jobs = connect(server)) {
      RewardReply reply = jobs.checkReward(SCOPE, "{\"example\": {}}");
      assertThat(server.onlyRequest().line())
          .isEqualTo(
              "POST /v1beta1/projects/example.com%3Amy-project/locations/us-central1"
                  + "/tuningJobs:validateReinforcementTuningReward HTTP/1.1");
      return reply;
    }
  }

  @Test
  @DisplayName("credentials are never sent without TLS")
  void plaintextCredentials() {
    assertThatThrownBy(
            () ->
                new RestSettings(
                    RestSettings.endpoint("localhost:80", true),
                    true,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Failure refused(TuningJobs jobs) {
    TuningJobs.CreateReply reply = jobs.create(SCOPE, Jobs.request(), OWNER);
    assertThat(reply).isInstanceOf(Refused.class);
    return ((Refused) reply).failure();
  }

  private static RestTuningJobs connect(RawHttpServer server) {
    return new RestTuningJobs(
        new RestSettings(
            RestSettings.endpoint("127.0.0.1:" + server.port(), true),
            false,
            Duration.ofSeconds(3),
            Duration.ofSeconds(3)));
  }
}
