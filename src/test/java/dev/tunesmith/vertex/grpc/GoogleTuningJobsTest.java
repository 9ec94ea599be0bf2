package dev.tunesmith.vertex.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.aiplatform.v1.CancelTuningJobRequest;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.GetTuningJobRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsResponse;
import com.google.cloud.aiplatform.v1.TuningJob;
import com.google.protobuf.Message;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.Failure;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.TuningJobs.OutcomeUnknown;
import dev.tunesmith.vertex.TuningJobs.Page;
import dev.tunesmith.vertex.TuningJobs.Refused;
import dev.tunesmith.vertex.TuningJobs.Unknown;
import dev.tunesmith.vertex.Verb;
import dev.tunesmith.vertex.grpc.ScriptedServer.Request;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes over the wire, seen from the server's side. */
@Timeout(60)
@DisplayName("The adapter on the wire")
class GoogleTuningJobsTest {
  private static final JobName NAME =
      new JobName("projects/646700000009/locations/us-central1/tuningJobs/1");
  private static final TuningJob JOB = TuningJob.newBuilder().setName(NAME.value()).build();
  private static final TuningJob NAMELESS = TuningJob.newBuilder().setBaseModel("m").build();

  @ParameterizedTest
  @EnumSource(value = Status.Code.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("no error of the service makes any call be sent twice")
  void nothingIsRetried(Status.Code code) {
    try (ScriptedServer server = ScriptedServer.failing(code.toStatus().asRuntimeException());
        GoogleTuningJobs jobs = connect(server)) {
      jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER);
      jobs.get(Requests.SCOPE, NAME);
      jobs.list(Requests.SCOPE, null);
      jobs.cancel(Requests.SCOPE, NAME);

      assertThat(server.requests())
          .extracting(Request::verb)
          .containsExactly(Verb.CREATE, Verb.GET, Verb.LIST, Verb.CANCEL);
    }
  }

  @Test
  @DisplayName("every call carries its deadline, and the create its own")
  void deadlines() {
    try (ScriptedServer server = ScriptedServer.failing(Status.UNAVAILABLE.asRuntimeException());
        GoogleTuningJobs jobs =
            new GoogleTuningJobs(
                GoogleSettings.emulator(server.endpoint())
                    .withDeadlines(Duration.ofSeconds(50), Duration.ofSeconds(25)))) {
      jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER);
      jobs.get(Requests.SCOPE, NAME);
      jobs.list(Requests.SCOPE, null);
      jobs.cancel(Requests.SCOPE, NAME);

      assertThat(server.requests())
          .hasSize(4)
          .allSatisfy(
              request -> {
                long expected = request.verb() == Verb.CREATE ? 50 : 25;
                assertThat(request.deadline()).isPresent();
                assertThat(request.deadline().get().timeRemaining(TimeUnit.SECONDS))
                    .isCloseTo(expected, within(20L))
                    .isLessThanOrEqualTo(expected);
              });
    }
  }

  @Test
  @DisplayName("each call is the message of the method, and nothing more")
  void messages() {
    try (ScriptedServer server = ScriptedServer.failing(Status.UNAVAILABLE.asRuntimeException());
        GoogleTuningJobs jobs = connect(server)) {
      jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER);
      jobs.get(Requests.SCOPE, NAME);
      jobs.list(Requests.SCOPE, null);
      jobs.list(Requests.SCOPE, "t");
      jobs.cancel(Requests.SCOPE, NAME);

      CreateTuningJobRequest create =
          RequestMapper.toMessage(Requests.SCOPE, Requests.minimal(), Requests.OWNER);
      ListTuningJobsRequest list =
          ListTuningJobsRequest.newBuilder()
              .setParent("projects/my-project/locations/us-central1")
              .setPageSize(100)
              .build();
      assertThat(server.requests())
          .extracting(Request::message)
          .containsExactly(
              create,
              GetTuningJobRequest.newBuilder().setName(NAME.value()).build(),
              list,
              list.toBuilder().setPageToken("t").build(),
              CancelTuningJobRequest.newBuilder().setName(NAME.value()).build());
    }
  }

  @Test
  @DisplayName(
      "a reply without a usable name is no reply: the outcome of a create is unknown, and so is any"
          + " other answer")
  void namelessReplies() {
    try (ScriptedServer server = ScriptedServer.replying(NAMELESS);
        GoogleTuningJobs jobs = connect(server)) {
      assertThat(jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER))
          .isInstanceOf(OutcomeUnknown.class);
      assertThat(jobs.get(Requests.SCOPE, NAME)).isInstanceOf(Unknown.class);
    }
  }

  @Test
  @DisplayName("one job that cannot be read makes the whole page unknown")
  void namelessInListing() {
    Message listing =
        ListTuningJobsResponse.newBuilder().addTuningJobs(JOB).addTuningJobs(NAMELESS).build();
    try (ScriptedServer server = ScriptedServer.replying(listing);
        GoogleTuningJobs jobs = connect(server)) {
      assertThat(jobs.list(Requests.SCOPE, null))
          .isInstanceOfSatisfying(
              Unknown.class,
              unknown -> assertThat(unknown.failure().kind()).isEqualTo(Kind.INTERNAL_ERROR));
    }
  }

  @Test
  @DisplayName("a page of many megabytes is read like any other")
  void largeReply() {
    TuningJob large = JOB.toBuilder().setDescription("x".repeat(1 << 20)).build();
    ListTuningJobsResponse.Builder listing = ListTuningJobsResponse.newBuilder();
    for (int i = 0; i < 20; i++) {
      listing.addTuningJobs(large);
    }
    try (ScriptedServer server = ScriptedServer.replying(listing.build());
        GoogleTuningJobs jobs = connect(server)) {
      assertThat(jobs.list(Requests.SCOPE, null))
          .isInstanceOfSatisfying(Page.class, page -> assertThat(page.jobs()).hasSize(20));
    }
  }

  @Test
  @DisplayName("a name is asked for at its own location's host, wherever the job was created")
  void locationInTheName() {
    try (ScriptedServer server = ScriptedServer.replying(JOB);
        GoogleTuningJobs jobs = connect(server)) {
      // No such host is ever looked up: the name decides, and not the scope.
      String elsewhere = "projects/1/locations/E.U/";
      JobName job = new JobName(elsewhere + "tuningJobs/1");
      for (Object reply :
          List.of(
              jobs.get(Requests.SCOPE, job),
              jobs.cancel(Requests.SCOPE, job),
              jobs.model(Requests.SCOPE, elsewhere + "models/1"))) {
        assertThat(reply)
            .isInstanceOfSatisfying(
                Unknown.class,
                unknown -> {
                  assertThat(unknown.failure().kind()).isEqualTo(Kind.REQUEST_REJECTED);
                  assertThat(unknown.failure().message()).contains("not a location: E.U");
                });
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("what the API cannot say is refused without a request")
  void unsayable() {
    JobRequest request =
        Jobs.request(
            """
            {"supervisedTuningSpec": {"hyperParameters": {"adapterSize": "ADAPTER_SIZE_SIXTY_FOUR"}}}
            """);
    try (ScriptedServer server = ScriptedServer.replying(JOB);
        GoogleTuningJobs jobs = connect(server)) {
      assertRefused(
          jobs.create(Requests.SCOPE, request, Requests.OWNER),
          Kind.REQUEST_REJECTED,
          "ADAPTER_SIZE_SIXTY_FOUR");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("a location that could lead a credential to another host is not connected to")
  void hostileLocation() {
    try (GoogleTuningJobs jobs = new GoogleTuningJobs(GoogleSettings.defaults())) {
      for (String location : List.of("evil.example/", "evil.example:443#", "a@b", "-x", "US")) {
        assertRefused(
            jobs.create(new Scope("my-project", location), Requests.minimal(), Requests.OWNER),
            Kind.REQUEST_REJECTED,
            "not a location");
      }
    }
  }

  @Test
  @DisplayName("without credentials nothing is sent, no outcome is unknown, and the message helps")
  void noCredentials() {
    try (ScriptedServer server = ScriptedServer.replying(JOB);
        GoogleTuningJobs jobs =
            new GoogleTuningJobs(
                new ClientPool(
                    GoogleSettings.emulator(server.endpoint()),
                    () -> {
                      throw new IOException("Your default credentials were not found.");
                    },
                    ClientPool.KeepAlive.DEFAULT))) {
      assertRefused(
          jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER),
          Kind.PERMISSION_DENIED,
          "GOOGLE_APPLICATION_CREDENTIALS");
      assertThat(jobs.list(Requests.SCOPE, null))
          .isInstanceOfSatisfying(
              Unknown.class,
              unknown -> assertThat(unknown.failure().kind()).isEqualTo(Kind.PERMISSION_DENIED));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("a credential is never sent without TLS: refused, with nothing on the wire")
  void credentialNeedsTls() {
    GoogleCredentials credentials =
        GoogleCredentials.create(
            AccessToken.newBuilder()
                .setTokenValue("ya29.secret")
                .setExpirationTime(java.util.Date.from(Instant.parse("2100-01-01T00:00:00Z")))
                .build());
    try (ScriptedServer server = ScriptedServer.replying(JOB);
        GoogleTuningJobs jobs =
            new GoogleTuningJobs(
                new ClientPool(
                    GoogleSettings.emulator(server.endpoint()),
                    FixedCredentialsProvider.create(credentials),
                    ClientPool.KeepAlive.DEFAULT))) {
      assertRefused(
          jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER),
          Kind.PERMISSION_DENIED,
          "PRIVACY_AND_INTEGRITY");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("a closed port: the outcome of a create is unknown, and so is the answer of a read")
  void nobodyListens() {
    String endpoint;
    try (ScriptedServer server = ScriptedServer.replying(JOB)) {
      endpoint = server.endpoint();
    }
    try (GoogleTuningJobs jobs =
        new GoogleTuningJobs(
            GoogleSettings.emulator(endpoint)
                .withDeadlines(Duration.ofSeconds(10), Duration.ofSeconds(10)))) {
      assertThat(jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER))
          .isInstanceOfSatisfying(
              OutcomeUnknown.class,
              unknown -> assertThat(unknown.failure().message()).contains("Connection refused"));
      assertThat(jobs.get(Requests.SCOPE, NAME))
          .isInstanceOfSatisfying(
              Unknown.class,
              unknown -> assertThat(unknown.failure().kind()).isEqualTo(Kind.SERVICE_UNAVAILABLE));
    }
  }

  @Test
  @DisplayName("after close nothing is sent, and nothing throws")
  void closed() {
    try (ScriptedServer server = ScriptedServer.replying(JOB)) {
      GoogleTuningJobs jobs = connect(server);
      jobs.close();

      assertRefused(
          jobs.create(Requests.SCOPE, Requests.minimal(), Requests.OWNER),
          Kind.INTERNAL_ERROR,
          "closed");
      assertThat(jobs.get(Requests.SCOPE, NAME)).isInstanceOf(Unknown.class);
      assertThat(server.requests()).isEmpty();
    }
  }

  private static GoogleTuningJobs connect(ScriptedServer server) {
    return new GoogleTuningJobs(GoogleSettings.emulator(server.endpoint()));
  }

  private static void assertRefused(Object reply, Kind kind, String inMessage) {
    assertThat(reply).isInstanceOf(Refused.class);
    Failure failure = ((Refused) reply).failure();
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.message()).contains(inMessage);
  }
}
