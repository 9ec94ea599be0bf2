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
        .contains("--set emulator.enabled=true");
  }

  @Test
  @DisplayName(
      "says that a project is billed, whom to grant the role to, and that a location is missing")
  void project() {
    assertThat(Chart.notes("vertex: {project: my-project}"))
        .contains("billed, in project my-project")
        .contains("WARNING: there is no default location")
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
      "shows a first TuningJob in a namespace that is watched, complete where no default fills it"
          + " in")
  void firstJob() {
    assertThat(
            Chart.notes(
                "{watchNamespaces: [team-a, team-b], allow: {projects: ['*']}, workers: 1}"))
        .contains("It watches team-a, team-b.")
        .contains("namespace: team-a")
        .contains("projectId: MY_PROJECT")
        .contains("location: us-central1")
        .contains("kubectl wait tuningjob/my-first-model --for=condition=Complete")
        .contains("--namespace team-a")
        .doesNotContain("no default project");
  }
}
