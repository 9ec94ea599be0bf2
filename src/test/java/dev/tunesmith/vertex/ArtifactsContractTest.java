package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Effect;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.emulator.EmulatorOptions;
import dev.tunesmith.emulator.Fault;
import dev.tunesmith.emulator.RpcMethod;
import dev.tunesmith.lifecycle.JobLabels;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.sim.Failures;
import dev.tunesmith.sim.SimService;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.support.ManualClock;
import dev.tunesmith.vertex.Artifacts.Absent;
import dev.tunesmith.vertex.Artifacts.Accepted;
import dev.tunesmith.vertex.Artifacts.ChangeReply;
import dev.tunesmith.vertex.Artifacts.Deployed;
import dev.tunesmith.vertex.Artifacts.Endpoint;
import dev.tunesmith.vertex.Artifacts.Failed;
import dev.tunesmith.vertex.Artifacts.Version;
import dev.tunesmith.vertex.Artifacts.Versions;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.rest.RestSettings;
import dev.tunesmith.vertex.rest.RestTuningJobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each {@link Artifacts} promises, the adapter on the emulator and the fake. */
@ParameterizedClass(name = "{0}")
@EnumSource
@DisplayName("A port to what tuning jobs made")
@Timeout(60)
class ArtifactsContractTest {
  private static final Scope SCOPE = new Scope("my-project", "us-central1");
  private static final String NOBODY = "projects/my-project/locations/us-central1/";

  /** What is held to the contract. */
  enum Port {
    SIM_ARTIFACTS,
    REST_ARTIFACTS_ON_THE_EMULATOR;

    private Service start(ManualClock clock) {
      if (this == SIM_ARTIFACTS) {
        SimService fake = new SimService(clock);
        fake.artifacts().slow(Duration.ofSeconds(2), Duration.ofSeconds(3));
        return new Service(fake, fake, null, clock);
      }
      try {
        Emulator emulator = Emulator.start(EmulatorOptions.defaults().withPageSize(1), clock);
        Duration deadline = Duration.ofSeconds(10);
        RestTuningJobs rest =
            new RestTuningJobs(
                new RestSettings(
                    RestSettings.endpoint("127.0.0.1:" + emulator.httpPort(), true),
                    false,
                    deadline,
                    deadline));
        return new Service(rest, null, emulator, clock);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * The service behind the port.
   *
   * @param fake null where it is the emulator
   */
  private record Service(
      TuningJobs jobs, @Nullable SimService fake, @Nullable Emulator emulator, ManualClock clock) {
    /** A job that succeeded; of a model, which it tuned further, or of none. */
    JobSnapshot succeeded(@Nullable String model) {
      ObjectNode body = Jobs.object(Jobs.request().json());
      if (model != null) {
        body.remove(List.of("baseModel", "tunedModelDisplayName"));
        body.putObject("preTunedModel").put("tunedModelName", model);
      }
      JobName name =
          ((TuningJobs.Created)
                  jobs.create(
                      SCOPE, Jobs.request(body.toString()), Map.of(JobLabels.RESOURCE, "v1-1")))
              .job()
              .name();
      if (fake != null) {
        JobSnapshot job = fake.setState(name, JobState.Known.JOB_STATE_SUCCEEDED);
        if (model != null) {
          ObjectNode further = Jobs.body(job);
          further.withObject("/tunedModel").put("model", model.replace("@1", "@2"));
          fake.change(name, old -> Jobs.snapshot(further));
        }
      }
      clock.advance(Duration.ofHours(2));
      return ((TuningJobs.Found) jobs.get(SCOPE, name)).job();
    }

    void answer(ArtifactVerb verb, String code, Kind kind) {
      if (fake != null) {
        fake.artifacts().fail(verb, Failures.of(kind, code));
      }
      if (emulator != null) {
        emulator
            .faults()
            .add(
                Fault.on(
                    RpcMethod.named(verb.label()),
                    new Effect.Fail(
                        dev.tunesmith.emulator.CanonicalCode.valueOf(code), null, false)));
      }
    }

    void close() {
      jobs.close();
      if (emulator != null) {
        emulator.close();
      }
    }
  }

  private final ManualClock clock = new ManualClock();
  private final Service service;
  private final Artifacts artifacts;

  ArtifactsContractTest(Port port) {
    service = port.start(clock);
    artifacts = service.jobs().artifacts();
  }

  @AfterEach
  void close() {
    service.close();
  }

  private Endpoint endpoint(String name) {
    return (Endpoint) artifacts.endpoint(name);
  }

  private void undeploy(String endpoint) {
    for (Deployed model : endpoint(endpoint).deployed()) {
      assertThat(artifacts.undeploy(endpoint, model.id())).isEqualTo(new Accepted());
    }
  }

  private static void assertRefused(ChangeReply reply) {
    assertThat(reply).isInstanceOf(Failed.class);
    assertThat(((Failed) reply).failure().kind()).isEqualTo(Kind.REQUEST_REJECTED);
    assertThat(((Failed) reply).failure().message()).isNotBlank();
  }

  private static String unversioned(String model) {
    return model.substring(0, model.indexOf('@'));
  }

  @Test
  @DisplayName("shows which version is on an endpoint, and on which endpoints a version is")
  void shown() {
    JobSnapshot job = service.succeeded(null);
    String model = job.model().orElseThrow();
    assertThat(job.endpoints()).hasSizeGreaterThan(1);
    for (String name : job.endpoints()) {
      assertThat(endpoint(name).labels()).containsEntry(JobLabels.RESOURCE, "v1-1");
      assertThat(endpoint(name).deployed())
          .singleElement()
          .satisfies(
              deployed -> {
                assertThat(deployed.model()).isEqualTo(unversioned(model));
                assertThat(deployed.version()).isEqualTo("1");
                assertThat(job.checkpoints()).containsEntry(deployed.checkpoint(), name);
              });
    }
    Version version = (Version) artifacts.version(model);
    assertThat(version.id()).isEqualTo("1");
    assertThat(version.endpoints()).containsExactlyInAnyOrderElementsOf(job.endpoints());
    assertThat(artifacts.versions(unversioned(model))).isEqualTo(new Versions(List.of("1")));
  }

  @Test
  @DisplayName("deletes an endpoint after its model was undeployed, which takes a while")
  void endpointDeleted() {
    String name = service.succeeded(null).endpoints().getFirst();
    assertRefused(artifacts.deleteEndpoint(name));
    undeploy(name);
    assertThat(endpoint(name).deployed()).hasSize(1);
    assertRefused(artifacts.deleteEndpoint(name));
    assertRefused(artifacts.undeploy(name, endpoint(name).deployed().getFirst().id()));

    clock.advance(Duration.ofSeconds(3));

    assertThat(endpoint(name).deployed()).isEmpty();
    assertThat(artifacts.deleteEndpoint(name)).isEqualTo(new Accepted());
    clock.advance(Duration.ofSeconds(3));
    assertThat(artifacts.endpoint(name)).isEqualTo(new Absent());
    assertThat(artifacts.deleteEndpoint(name)).isEqualTo(new Absent());
    assertThat(artifacts.undeploy(name, "1")).isEqualTo(new Absent());
  }

  @Test
  @DisplayName("refuses a model's deletion while it is deployed, and for a while after that")
  void modelDeleted() {
    JobSnapshot job = service.succeeded(null);
    String name = job.model().orElseThrow();
    String model = unversioned(name);
    assertRefused(artifacts.deleteModel(model));
    job.endpoints().forEach(this::undeploy);
    clock.advance(Duration.ofSeconds(3));
    job.endpoints().forEach(each -> assertThat(endpoint(each).deployed()).isEmpty());
    assertRefused(artifacts.deleteModel(model));
    assertRefused(artifacts.deleteVersion(name));

    clock.advance(Duration.ofSeconds(3));

    assertRefused(artifacts.deleteVersion(name)); // the only one
    assertThat(artifacts.deleteModel(model)).isEqualTo(new Accepted());
    clock.advance(Duration.ofSeconds(3));
    assertThat(artifacts.version(name)).isEqualTo(new Absent());
    assertThat(artifacts.versions(model)).isEqualTo(new Absent());
    assertThat(artifacts.deleteModel(model)).isEqualTo(new Absent());
  }

  @Test
  @DisplayName("deletes one of several versions, and the others stay")
  void versionDeleted() {
    JobSnapshot first = service.succeeded(null);
    String name = first.model().orElseThrow();
    JobSnapshot second = service.succeeded(name);
    assertThat(second.model()).contains(name.replace("@1", "@2"));
    assertThat(((Versions) artifacts.versions(unversioned(name))).ids())
        .containsExactlyInAnyOrder("1", "2");
    first.endpoints().forEach(this::undeploy);
    clock.advance(Duration.ofSeconds(6));

    assertThat(artifacts.deleteVersion(name)).isEqualTo(new Accepted());

    clock.advance(Duration.ofSeconds(3));
    assertThat(artifacts.version(name)).isEqualTo(new Absent());
    assertThat(artifacts.versions(unversioned(name))).isEqualTo(new Versions(List.of("2")));
    assertThat(((Version) artifacts.version(second.model().orElseThrow())).id()).isEqualTo("2");
  }

  @Test
  @DisplayName("makes a checkpoint the default one, which moves the job's endpoint, and no other")
  void defaultCheckpoint() {
    JobSnapshot job = service.succeeded(null);
    String model = job.model().orElseThrow();
    Version before = (Version) artifacts.version(model);
    assertThat(job.checkpoints())
        .containsEntry(before.defaultCheckpoint(), job.endpoints().getFirst());
    assertThat(before.defaultCheckpoint()).isNotEqualTo("1");
    assertRefused(artifacts.setDefaultCheckpoint(model, "404"));

    assertThat(artifacts.setDefaultCheckpoint(model, "1")).isEqualTo(new Accepted());

    clock.advance(Duration.ofSeconds(3));
    assertThat(((Version) artifacts.version(model)).defaultCheckpoint()).isEqualTo("1");
    JobSnapshot after = ((TuningJobs.Found) service.jobs().get(SCOPE, job.name())).job();
    assertThat(after.endpoints()).startsWith(job.checkpoints().get("1"));
    assertThat(after.checkpoints()).isEqualTo(job.checkpoints());
  }

  @Test
  @DisplayName("says of what does not exist that it does not")
  void absent() {
    assertThat(artifacts.endpoint(NOBODY + "endpoints/404")).isEqualTo(new Absent());
    assertThat(artifacts.undeploy(NOBODY + "endpoints/404", "1")).isEqualTo(new Absent());
    assertThat(artifacts.deleteEndpoint(NOBODY + "endpoints/404")).isEqualTo(new Absent());
    assertThat(artifacts.version(NOBODY + "models/404@1")).isEqualTo(new Absent());
    assertThat(artifacts.setDefaultCheckpoint(NOBODY + "models/404@1", "1"))
        .isEqualTo(new Absent());
    assertThat(artifacts.versions(NOBODY + "models/404")).isEqualTo(new Absent());
    assertThat(artifacts.deleteVersion(NOBODY + "models/404@1")).isEqualTo(new Absent());
    assertThat(artifacts.deleteModel(NOBODY + "models/404")).isEqualTo(new Absent());
  }

  @ParameterizedTest
  @CsvSource({
    "FAILED_PRECONDITION, REQUEST_REJECTED",
    "PERMISSION_DENIED,   PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED,  QUOTA_EXCEEDED",
    "UNAVAILABLE,         SERVICE_UNAVAILABLE",
    "INTERNAL,            SERVICE_UNAVAILABLE",
    "DEADLINE_EXCEEDED,   SERVICE_UNAVAILABLE"
  })
  @DisplayName("takes any other answer of each call for a failure, never for an absence")
  void failures(String code, Kind kind) {
    JobSnapshot job = service.succeeded(null);
    String endpoint = job.endpoints().getFirst();
    String model = job.model().orElseThrow();
    for (ArtifactVerb verb : ArtifactVerb.values()) {
      service.answer(verb, code, kind);
      Object reply =
          switch (verb) {
            case GET_ENDPOINT -> artifacts.endpoint(endpoint);
            case UNDEPLOY -> artifacts.undeploy(endpoint, "1");
            case DELETE_ENDPOINT -> artifacts.deleteEndpoint(endpoint);
            case GET_MODEL -> artifacts.version(model);
            case LIST_VERSIONS -> artifacts.versions(unversioned(model));
            case DELETE_VERSION -> artifacts.deleteVersion(model);
            case DELETE_MODEL -> artifacts.deleteModel(unversioned(model));
            case PATCH_MODEL -> artifacts.setDefaultCheckpoint(model, "1");
          };
      assertThat(reply).as(verb.label()).isInstanceOf(Failed.class);
      assertThat(((Failed) reply).failure().kind()).as(verb.label()).isEqualTo(kind);
      assertThat(((Failed) reply).failure().code()).isEqualTo(code);
    }
  }
}
