package dev.tunesmith.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What Helm prints after an installation")
class ChartNotesTest {

  @Test
  @DisplayName("warns that without a project nothing will be tuned, and says what to do")
  void noProject() {
    assertThat(Chart.notes("{}"))
        .contains("WARNING: there is no default project")
        .contains("--set vertex.project=MY_PROJECT")
        .contains("--set emulator.enabled=true")
        .contains("--reset-then-reuse-values");
  }

  @Test
  @DisplayName("warns of what cancels paid work, and says where each thing is")
  void cancels() {
    assertThat(Chart.notes("{vertex: {project: my-project}, namespaceOverride: tuning}"))
        .contains("--rollback-on-failure", "--atomic", "Flux")
        .contains("rollout status deployment/tunesmith --namespace tuning")
        .contains("subject/ns/tuning/sa/tunesmith")
        .contains("helm uninstall tunesmith --namespace tunesmith-system");
  }

  @Test
  @DisplayName("says that a project is billed, and whom to grant the role to")
  void project() {
    assertThat(Chart.notes("vertex: {project: my-project}"))
        .contains("billed, in project my-project")
        .contains("subject/ns/tunesmith-system/sa/tunesmith")
        .doesNotContain("no default project");
    assertThat(Chart.notes("vertex: {project: my-project, location: us-central1}"))
        .doesNotContain("WARNING");
  }

  @Test
  @DisplayName("says that the emulator trains nothing and bills nothing")
  void emulator() {
    assertThat(Chart.notes("emulator: {enabled: true}"))
        .contains("EMULATOR")
        .contains("nothing is billed")
        .doesNotContain("WARNING");
  }

  @Test
  @DisplayName(
      "shows a first TuningJob in a namespace that is watched, with a project where none is the"
          + " default")
  void firstJob() {
    assertThat(
            Chart.notes(
                "{watchNamespaces: [team-a, team-b], allow: {projects: ['*']}, workers: 1}"))
        .contains("It watches team-a, team-b.")
        .contains("namespace: team-a")
        .contains("projectId: MY_PROJECT")
        .contains("kubectl wait tuningjob/my-first-model --for=condition=Finished")
        .contains("--namespace team-a")
        .doesNotContain("no default project");
  }
}
