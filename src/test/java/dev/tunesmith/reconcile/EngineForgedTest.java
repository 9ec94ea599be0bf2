package dev.tunesmith.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.ResourceKey;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A status that somebody wrote into by hand")
class EngineForgedTest {
  private static final ResourceKey STRANGER = new ResourceKey("team-b", "stranger");

  private final World world = new World();
  private @Nullable JobName strangers;
  private @Nullable JobName own;

  /**
   * What people can do to a status. {@code STRANGER} and {@code STRANGERS_SUBMISSION} stand for
   * another resource's job that runs, {@code OWN} for the resource's own; null removes a field.
   */
  private static final Map<String, String> FORGERIES =
      Map.ofEntries(
          Map.entry(
              "wiped",
              "{'conditions':null,'run':null,'instanceId':null,'projectId':null,"
                  + "'location':null,'submission':null,'attempts':null,'job':null,"
                  + "'observedGeneration':-1}"),
          Map.entry("a stranger's job", "{'job':{'name':'STRANGER'}}"),
          Map.entry(
              "a stranger's job and submission",
              "{'job':{'name':'STRANGER'},'submission':{'id':'STRANGERS_SUBMISSION','attempt':1}}"),
          Map.entry(
              "a stranger's submission and no job",
              "{'job':null,'submission':{'id':'STRANGERS_SUBMISSION','attempt':1}}"),
          Map.entry(
              "a submission that nobody made",
              "{'submission':{'id':'5a7c7a52-0000-4000-8000-000000000000','attempt':1}}"),
          Map.entry(
              "a submission that nobody made and no job",
              "{'job':null,'submission':{'id':'5a7c7a52-0000-4000-8000-000000000000','attempt':1}}"),
          Map.entry("no submission", "{'submission':null}"),
          Map.entry("no job", "{'job':null}"),
          Map.entry("another state", "{'job':{'name':'OWN','state':'JOB_STATE_EXPIRED'}}"),
          Map.entry(
              "a whole end",
              "{'job':{'name':'OWN','state':'JOB_STATE_EXPIRED'},'attempts':[{'run':'1',"
                  + "'number':1,'job':'OWN','state':'JOB_STATE_EXPIRED','reason':'Expired'}],"
                  + "'conditions':[{'type':'Ready','status':'True','reason':'Succeeded',"
                  + "'message':'','lastTransitionTime':'2026-01-01T00:00:00Z'},"
                  + "{'type':'Complete','status':'True','reason':'Succeeded',"
                  + "'message':'','lastTransitionTime':'2026-01-01T00:00:00Z'}]}"),
          Map.entry("no attempts", "{'attempts':null}"),
          Map.entry("another run", "{'run':'9'}"),
          Map.entry("another instance", "{'instanceId':'elsewhere'}"),
          Map.entry("another instance and no job", "{'instanceId':'elsewhere','job':null}"),
          Map.entry("another project", "{'projectId':'allowed-project'}"),
          Map.entry("another location", "{'location':'europe-west4'}"),
          Map.entry(
              "conditions of success",
              "{'conditions':[{'type':'Ready','status':'True','reason':'Succeeded',"
                  + "'message':'','lastTransitionTime':'2026-01-01T00:00:00Z'},"
                  + "{'type':'Complete','status':'True','reason':'Succeeded',"
                  + "'message':'','lastTransitionTime':'2026-01-01T00:00:00Z'}]}"),
          Map.entry(
              "conditions of a refusal",
              "{'conditions':[{'type':'Ready','status':'False','reason':'RequestRejected',"
                  + "'message':'Vertex AI refused the request: no','observedGeneration':1,"
                  + "'lastTransitionTime':'2026-01-01T00:00:00Z'},"
                  + "{'type':'Stalled','status':'True','reason':'RequestRejected',"
                  + "'message':'Vertex AI refused the request: no','observedGeneration':1,"
                  + "'lastTransitionTime':'2026-01-01T00:00:00Z'}]}"),
          Map.entry("no conditions", "{'conditions':null}"));

  static Stream<Arguments> forgeries() {
    return FORGERIES.keySet().stream()
        .sorted()
        .flatMap(
            forgery ->
                Stream.of(
                        JobState.Known.JOB_STATE_RUNNING,
                        JobState.Known.JOB_STATE_SUCCEEDED,
                        JobState.Known.JOB_STATE_FAILED)
                    .map(state -> Arguments.of(forgery, state)));
  }

  private JobName begin(JobState.Known state) {
    world.cluster.apply(STRANGER, World.spec("1"));
    world.seconds(5);
    JobName stranger = world.onlyJob();
    strangers = stranger;
    world.set(stranger, JobState.Known.JOB_STATE_RUNNING);
    world.apply("1");
    world.seconds(5);
    JobName mine = world.service.jobs().getFirst().name();
    own = mine;
    assertThat(mine).isNotEqualTo(stranger);
    world.set(mine, state);
    return mine;
  }

  private void forge(String forgery) {
    String json =
        Objects.requireNonNull(FORGERIES.get(forgery))
            .replace('\'', '"')
            .replace("STRANGERS_SUBMISSION", submission(Objects.requireNonNull(strangers)))
            .replace("STRANGER", Objects.requireNonNull(strangers).value())
            .replace("OWN", Objects.requireNonNull(own).value());
    world.cluster.forge(World.KEY, status -> merged(status, json));
  }

  private String submission(JobName job) {
    return world.service.job(job).submission().orElseThrow();
  }

  private static TuningJobStatus merged(TuningJobStatus status, String patch) {
    ObjectNode merged = Serialization.unmarshal(Serialization.asJson(status), ObjectNode.class);
    ObjectNode changes = Serialization.unmarshal(patch, ObjectNode.class);
    merged.setAll(changes);
    return Serialization.unmarshal(Serialization.asJson(merged), TuningJobStatus.class);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("forgeries")
  @DisplayName("tells the truth again, and buys nothing")
  void endsTrue(String forgery, JobState.Known state) {
    JobName job = begin(state);
    TuningJobStatus honest = world.status();

    forge(forgery);
    world.minutes(10);

    assertThat(world.bought()).as("jobs, with the stranger's").isEqualTo(2);
    assertThat(world.service.job(job).state()).isEqualTo(state);
    assertThat(told(world.status())).isEqualTo(told(honest));
    strangerIsLeftAlone();
  }

  /** But for times, and for how often something was tried. */
  private static String told(TuningJobStatus status) {
    return String.join(
        "\n",
        "run " + status.run(),
        "instance " + status.instanceId(),
        "in " + status.projectId() + "/" + status.location(),
        "submission " + (status.submission() == null ? null : status.submission().id()),
        "job " + (status.job() == null ? null : status.job().name() + status.job().state()),
        "conditions "
            + status.conditions().stream()
                .map(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
                .sorted()
                .toList());
  }

  private void strangerIsLeftAlone() {
    assertThat(world.service.job(Objects.requireNonNull(strangers)).state())
        .isEqualTo(JobState.Known.JOB_STATE_RUNNING);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("forgeries")
  @DisplayName("buys nothing for the next process either")
  void nextProcess(String forgery, JobState.Known state) {
    JobName job = begin(state);
    forge(forgery);

    world.restart();
    world.minutes(10);

    assertThat(world.bought()).as("jobs, with the stranger's").isEqualTo(2);
    assertThat(world.jobName()).isEqualTo(job.value());
    assertThat(world.service.job(job).state()).isEqualTo(state);
    strangerIsLeftAlone();
  }

  /**
   * But for a whole end: nothing tells it from a true one but a read, and finished jobs cost none.
   */
  static Stream<Arguments> forgeriesThatTheNextProcessSees() {
    return forgeries().filter(forgery -> !"a whole end".equals(forgery.get()[0]));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("forgeriesThatTheNextProcessSees")
  @DisplayName(
      "and a deletion by the next process: the own job is cancelled, the stranger's is not")
  void deletedByTheNextProcess(String forgery, JobState.Known state) {
    JobName job = begin(state);
    forge(forgery);
    world.restart();

    world.cluster.delete(World.KEY);

    endsWithItsJob(job, state);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("forgeries")
  @DisplayName("and a deletion right then: the own job is cancelled, the stranger's is not")
  void deleted(String forgery, JobState.Known state) {
    JobName job = begin(state);
    forge(forgery);

    world.cluster.delete(World.KEY);

    endsWithItsJob(job, state);
  }

  private void endsWithItsJob(JobName job, JobState.Known state) {
    world.minutes(4);
    if (state == JobState.Known.JOB_STATE_RUNNING) {
      assertThat(world.service.job(job).state()).isEqualTo(JobState.Known.JOB_STATE_CANCELLING);
      world.set(job, JobState.Known.JOB_STATE_CANCELLED);
    }
    world.minutes(12);

    assertThat(world.find()).isNull();
    assertThat(world.bought()).isEqualTo(2);
    strangerIsLeftAlone();
  }
}
