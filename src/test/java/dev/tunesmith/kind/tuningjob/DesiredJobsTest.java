package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.app.ModelTables;
import dev.tunesmith.gate.DesiredJob;
import dev.tunesmith.gate.PolicyGate;
import dev.tunesmith.lifecycle.Scope;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The desired job")
class DesiredJobsTest {
  private static final DesiredJobs JOBS = new DesiredJobs("my-project", "us-central1");

  @Test
  @DisplayName("is where the resource says, else where the operator's defaults say")
  void scope() {
    assertThat(JOBS.read(smallest("")).scope()).isEqualTo(new Scope("my-project", "us-central1"));
    assertThat(JOBS.read(smallest("projectId: theirs")).scope())
        .isEqualTo(new Scope("theirs", "us-central1"));
    assertThat(JOBS.read(smallest("location: europe-west4")).scope())
        .isEqualTo(new Scope("my-project", "europe-west4"));
  }

  @Test
  @DisplayName(
      "has inputs of what the user set alone: a changed default of the operator is no edit")
  void inputs() {
    DesiredJobs others = new DesiredJobs("other", "europe-west4");

    assertThat(others.read(smallest("")).inputs()).isEqualTo(JOBS.read(smallest("")).inputs());
    assertThat(JOBS.read(smallest("projectId: my-project")).inputs())
        .as("set, though to the default")
        .isNotEqualTo(JOBS.read(smallest("")).inputs());
    assertThat(JOBS.read(smallest("location: us-central1")).inputs())
        .isNotEqualTo(JOBS.read(smallest("")).inputs());
  }

  @Test
  @DisplayName("has the same inputs whatever its run, and other inputs for other tuning")
  void inputsAndRun() {
    assertThat(JOBS.read(smallest("run: '2'")).inputs())
        .isEqualTo(JOBS.read(smallest("")).inputs());
    assertThat(JOBS.read(smallest("", "description: x")).inputs())
        .isNotEqualTo(JOBS.read(smallest("")).inputs());
  }

  @Test
  @DisplayName("is of the first run where none is named")
  void firstRun() {
    assertThat(JOBS.read(smallest("")).run()).isEqualTo("1");
    assertThat(JOBS.read(smallest("run: retry")).run()).isEqualTo("retry");
    assertThat(JOBS.read(null).run()).isEqualTo("1");
  }

  @Test
  @DisplayName("with errors still has run, inputs and scope: its jobs are found by them")
  void invalidIsStillFound() {
    DesiredJob job = JOBS.read(smallest("", "epochs: 3"));

    assertThat(job.errors()).singleElement().asString().contains("spec.tuning.epochs");
    assertThat(job.warnings()).isEqualTo(job.errors());
    assertThat(job.scope()).isEqualTo(new Scope("my-project", "us-central1"));
    assertThat(job.inputs())
        .as("what is not known does not reach the request")
        .isEqualTo(JOBS.read(smallest("")).inputs());
  }

  @Test
  @DisplayName("without a scope says how to give it one")
  void nowhere() {
    for (DesiredJobs none :
        new DesiredJobs[] {new DesiredJobs("p", null), new DesiredJobs(null, "l")}) {
      DesiredJob job = none.read(smallest(""));
      assertThat(job.scope()).isNull();
      assertThat(job.request()).isNull();
      assertThat(job.errors())
          .containsExactly(
              "no project or no location: set spec.projectId and spec.location, or start the"
                  + " operator with --project and --location");
    }
  }

  @Test
  @DisplayName("of a manifest without a spec has errors and no request, and is no fault")
  void noSpec() {
    assertThat(JOBS.read(null).errors()).isNotEmpty();
    assertThat(JOBS.read(null).request()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "google/gemma4@gemma-4-e2b-it | supervisedTuningSpec | TUNING_MODE_PEFT_ADAPTER |",
        "google/gemma4@gemma-4-e2b-it | supervisedTuningSpec | TUNING_MODE_FULL |"
            + " is documented with TUNING_MODE_PEFT_ADAPTER only as of ",
        "qwen/qwen3@qwen3-32b | distillationSpec | TUNING_MODE_PEFT_ADAPTER |",
        "qwen/qwen3-5@qwen3.5-9b | distillationSpec | TUNING_MODE_FULL |"
            + " is not documented for distillation tuning as of ",
      })
  @DisplayName("has a note where the packaged table does not have the model's tuning mode")
  void tuningMode(String model, String method, String mode, @Nullable String note) {
    String spec =
        "spec: {tuning: {baseModel: '%s', %s: {tuningMode: %s}}}".formatted(model, method, mode);

    assertThat(new DesiredJobs("p", "global", ModelTables.packaged()).notes(Manifest.spec(spec)))
        .hasSize(note == null ? 0 : 1)
        .allMatch(each -> each.startsWith(model + " " + String.valueOf(note).strip()));
  }

  @Test
  @DisplayName("for an infinite learning rate has an error: no label could say what is sent")
  void infinite() {
    DesiredJob job =
        JOBS.read(
            Manifest.spec(
                """
                spec:
                  tuning:
                    baseModel: gemini-2.5-flash
                    supervisedTuningSpec:
                      trainingDatasetUri: gs://my-bucket/train.jsonl
                      hyperParameters: {learningRateMultiplier: 1.0e+999}
                """));
    assertThat(job.errors())
        .singleElement()
        .asString()
        .contains("learningRateMultiplier must be a number");
    assertThat(job.request()).isNull();
  }

  @Test
  @DisplayName("is checked before it is applied, policy first, by the rules of the operator")
  void preflight() {
    Preflight preflight =
        new Preflight(JOBS, new PolicyGate("my-project", Set.of(), Set.of(), Set.of()));

    assertThat(preflight.errors(smallest(""))).isEmpty();
    assertThat(preflight.errors(smallest("projectId: theirs", "epochs: 3")))
        .satisfiesExactly(
            policy -> assertThat(policy).startsWith("spec.projectId theirs is not allowed"),
            unknown -> assertThat(unknown).contains("spec.tuning.epochs"));
    assertThat(preflight.unknownFields(smallest("", "epochs: 3"))).hasSize(1);
  }

  private static @Nullable TuningJobSpec smallest(String more) {
    return smallest(more, "");
  }

  private static @Nullable TuningJobSpec smallest(String more, String tuning) {
    return Manifest.spec(
        """
        spec:
          %s
          tuning:
            %s
            baseModel: gemini-2.5-flash
            supervisedTuningSpec: {trainingDatasetUri: gs://my-bucket/train.jsonl}
        """
            .formatted(more.strip(), tuning));
  }
}
