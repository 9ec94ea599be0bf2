package dev.tunesmith.it;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.emulator.Emulator;
import dev.tunesmith.support.apiserver.ApiServer;
import dev.tunesmith.support.apiserver.KubeApiServer;
import dev.tunesmith.support.apiserver.Kubectl;
import dev.tunesmith.support.apiserver.TestNamespace;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every way in which kubectl writes, while the operator runs. */
@KubeApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("While the operator runs,")
class KubectlApplyIT {
  private KubectlUser user;
  private Emulator emulator;
  private OperatorUnderTest operator;
  private EmulatorJobs jobs;

  @BeforeAll
  void start(ApiServer server, TestNamespace namespace) {
    user = new KubectlUser(namespace);
    emulator = OperatorUnderTest.emulator();
    jobs = new EmulatorJobs(emulator);
    operator = OperatorUnderTest.start(server, emulator, user.namespace());
  }

  @AfterAll
  void stop() {
    operator.close();
    emulator.close();
  }

  private ObjectMeta metadata(String name) {
    TuningJob resource = Objects.requireNonNull(user.read(name));
    return resource.getMetadata();
  }

  private void isUnchangedBy(Manifest manifest, String words, String... command) {
    ObjectMeta before = metadata(manifest.name());
    Kubectl.Result result = user.tryToRun(manifest, command);
    assertThat(result.output()).contains(words);
    assertThat(result.stderr()).as(result.toString()).isEmpty();
    assertThat(metadata(manifest.name())).isEqualTo(before);
    assertThat(jobs.of(manifest.name())).hasSize(1);
  }

  @Test
  @DisplayName("a second apply changes nothing, and kubectl diff finds nothing to change")
  void again() {
    Manifest manifest = Manifest.of("again");
    user.apply(manifest);
    user.awaitCondition("again", "Complete");

    isUnchangedBy(manifest, "tuningjob.tunesmith.dev/again unchanged", "apply", "-f", "-");
    Kubectl.Result diff = user.tryToRun(manifest, "diff", "-f", "-");
    assertThat(diff.output()).isEmpty();
    assertThat(metadata("again").getGeneration()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "server-side apply owns what the user wrote, and the operator owns nothing of the spec")
  void serverSide() {
    Manifest manifest = Manifest.of("owned");
    String[] ci = {"apply", "--server-side", "--field-manager=ci", "-f", "-"};
    String unused = user.tryToRun(manifest, ci).output();
    user.awaitCondition("owned", "Complete");

    isUnchangedBy(manifest, "owned serverside-applied", ci);
    Kubectl.Result diff =
        user.tryToRun(manifest, "diff", "--server-side", "--field-manager=ci", "-f", "-");
    assertThat(diff.output()).isEmpty();
    List<ManagedFieldsEntry> others =
        metadata("owned").getManagedFields().stream()
            .filter(entry -> !entry.getManager().equals("ci"))
            .toList();
    assertThat(others)
        .isNotEmpty()
        .allSatisfy(
            entry ->
                assertThat(entry.getFieldsV1().getAdditionalProperties())
                    .doesNotContainKey("f:spec"));
  }

  @Test
  @DisplayName("two field managers conflict over a field, and the one that forces its value has it")
  void conflict() {
    // Not allowed here, so nothing is created and the inputs stay editable.
    Manifest elsewhere = Manifest.of("contested").inProject("other-project");
    String[] one = {"apply", "--server-side", "--field-manager=one", "-f", "-"};
    String unused = user.tryToRun(elsewhere, one).output();
    user.awaitReason("contested", "PolicyViolation");
    Manifest here = Manifest.of("contested").inProject("local-project");

    Kubectl.Result refused =
        user.tryToRun(here, "apply", "--server-side", "--field-manager=two", "-f", "-");
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.stderr()).contains("conflict with \"one\"", ".spec.projectId");
    assertThat(jobs.of("contested")).isEmpty();

    String forced =
        user.tryToRun(
                here,
                "apply",
                "--server-side",
                "--field-manager=two",
                "--force-conflicts",
                "-f",
                "-")
            .output();
    assertThat(forced).contains("serverside-applied");
    user.awaitCondition("contested", "Complete");
    assertThat(jobs.of("contested")).hasSize(1);
  }

  @Test
  @DisplayName("a dry run reports what would be refused, stores nothing and creates nothing")
  void dryRun() {
    Manifest manifest = Manifest.of("dry");
    assertThat(user.tryToRun(manifest, "apply", "--dry-run=server", "-f", "-").output())
        .contains("dry created (server dry run)");
    Kubectl.Result wrong =
        user.tryToRun(manifest.inLocation("global"), "apply", "--dry-run=server", "-f", "-");
    assertThat(wrong.exitCode()).isNotZero();
    assertThat(wrong.stderr()).contains("location 'global' is for open models");
    // Reconciled after anything that the dry runs might have left.
    user.apply(Manifest.of("wet"));
    user.awaitCondition("wet", "Complete");
    String run2 =
        user.tryToRun(Manifest.of("wet").withRun("2"), "apply", "--dry-run=server", "-f", "-")
            .output();

    assertThat(run2).contains("wet configured (server dry run)");
    assertThat(user.read("dry")).isNull();
    assertThat(jobs.of("dry")).isEmpty();
    assertThat(user.field("wet", ".spec.run")).isEqualTo("1");
    assertThat(jobs.of("wet")).hasSize(1);
  }

  @Test
  @DisplayName("a misspelt field in spec.tuning is refused by the operator, however it was applied")
  void misspeltInTuning() {
    long before = emulator.calls().of(CREATE_TUNING_JOB);
    List<String> ways = List.of("strict", "warn", "ignore");
    for (String validate : ways) {
      Manifest manifest =
          Manifest.of("misspelt-" + validate).withSupervised("hyper_parameters: {epochCount: 2}");
      String unused =
          user.tryToRun(manifest, "apply", "--validate=" + validate, "-f", "-").output();
    }
    for (String validate : ways) {
      String name = "misspelt-" + validate;
      assertThat(user.awaitReason(name, "RequestRejected"))
          .contains("hyper_parameters", "did you mean hyperParameters?");
      assertThat(user.field(name, ".spec.tuning.supervisedTuningSpec.hyper_parameters.epochCount"))
          .isEqualTo("2");
      assertThat(jobs.of(name)).isEmpty();
    }
    assertThat(emulator.calls().of(CREATE_TUNING_JOB)).isEqualTo(before);
  }

  @Test
  @DisplayName("a misspelt field elsewhere is refused or warned of, as the flag says")
  void misspeltElsewhere() {
    Manifest misspelt =
        new Manifest("typo", "1", "project_id: x,", "gemini-2.5-flash", "train", "");

    Kubectl.Result strict = user.tryToRun(misspelt, "apply", "--validate=strict", "-f", "-");
    assertThat(strict.exitCode()).isNotZero();
    assertThat(strict.stderr()).contains("unknown field \"spec.project_id\"");
    assertThat(user.read("typo")).isNull();
    String[] warn = {"apply", "--validate=warn", "--dry-run=server", "-f", "-"};
    assertThat(user.tryToRun(misspelt, warn).stderr())
        .contains("unknown field \"spec.project_id\"");
    String[] ignore = {"apply", "--validate=ignore", "-f", "-"};
    assertThat(user.tryToRun(misspelt, ignore).output()).contains("typo created");

    assertThat(user.field("typo", ".spec.project_id")).as("what no schema knows").isEmpty();
    user.awaitCondition("typo", "Complete");
    assertThat(jobs.of("typo")).hasSize(1);
  }

  @Test
  @DisplayName("patch, edit and replace write what the user wants, and create nothing")
  void editing() {
    Manifest manifest = Manifest.of("edited");
    user.apply(manifest);
    user.awaitCondition("edited", "Complete");

    user.run(
        "patch", "tj/edited", "--type=merge", "-p", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    String asStored = user.tryToRun("get", "tj/edited", "-o", "json").output();
    Kubectl.Result edited =
        user.tryToRunOn(asStored.replace("\"a\": \"b\"", "\"a\": \"c\""), "replace", "-f", "-");
    assertThat(edited.output()).contains("replaced");

    // Without status, finalizer and version, as it lies in a repository.
    assertThat(user.tryToRun(manifest, "replace", "-f", "-").output()).contains("replaced");
    user.awaitCondition("edited", "Complete");
    KubectlUser.awaitThat(
        "the finalizer that the replacement left out",
        () -> assertThat(metadata("edited").getFinalizers()).hasSize(1));
    String job = user.job("edited").orElseThrow();
    assertThat(user.tryToRun(manifest, "replace", "--force", "-f", "-").output())
        .contains("replaced");
    user.awaitCondition("edited", "Complete");

    assertThat(user.job("edited")).contains(job);
    assertThat(jobs.of("edited")).hasSize(1);
  }

  @Test
  @DisplayName("delete waits for the job's end, whatever is to become of dependents")
  void deletion() {
    List<String> names = List.of("background", "orphan", "foreground");
    names.forEach(name -> user.apply(Manifest.ofEndless(name)));
    names.forEach(name -> user.awaitState(name, "JOB_STATE_RUNNING"));

    user.run("delete", "tj/orphan", "--cascade=orphan", "--wait=false");
    user.run("delete", "tj/foreground", "--cascade=foreground", "--wait=false");
    Kubectl.Result deleted = user.tryToRun("delete", "tj/background", "--timeout=55s");

    assertThat(jobs.states("background")).containsExactly("JOB_STATE_CANCELLED");
    assertThat(deleted.exitCode()).as(deleted.toString()).isZero();
    // The garbage collector, which does not run here, would remove its own finalizers.
    for (String name : List.of("orphan", "foreground")) {
      String theirs = name.equals("orphan") ? "orphan" : "foregroundDeletion";
      KubectlUser.awaitThat(
          "no finalizer of the operator on " + name,
          () -> assertThat(metadata(name).getFinalizers()).containsExactly(theirs));
      assertThat(jobs.states(name)).containsExactly("JOB_STATE_CANCELLED");
      user.run("patch", "tj/" + name, "--type=merge", "-p", "{\"metadata\":{\"finalizers\":null}}");
      user.awaitGone(name);
    }
  }
}
