package dev.tunesmith.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The policy")
class PolicyGateTest {
  private static final String ACCOUNT = "tuner@my-project.iam.gserviceaccount.com";
  private static final String KEY = "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k";
  private static final Gate.Facts FACTS = new Gate.Facts(Instant.EPOCH);
  private static final PolicyGate STRICT =
      new PolicyGate("my-project", Set.of(), Set.of(), Set.of());

  @Test
  @DisplayName("lets every namespace use the operator's default project, and nothing else")
  void defaultProjectOnly() {
    assertThat(STRICT.violations(in("my-project"), null, null)).isEmpty();
    assertThat(STRICT.violations(in("my-project-2"), null, null))
        .containsExactly(
            "spec.projectId my-project-2 is not allowed here: leave it out, or have the"
                + " administrator start the operator with --allow-project=my-project-2");
    assertThat(STRICT.violations(in("my-project"), ACCOUNT, null))
        .containsExactly(
            "spec.tuning.serviceAccount "
                + ACCOUNT
                + " is not allowed here: leave it out, or have the administrator start the"
                + " operator with --allow-service-account="
                + ACCOUNT);
    assertThat(STRICT.violations(in("my-project"), null, KEY))
        .containsExactly(
            "spec.tuning.encryptionSpec.kmsKeyName "
                + KEY
                + " is not allowed here: leave it out, or have the administrator start the"
                + " operator with --allow-kms-key="
                + KEY);
  }

  @Test
  @DisplayName("lets nothing be used where there is no default project")
  void noDefault() {
    PolicyGate policy = new PolicyGate(null, Set.of(), Set.of(), Set.of());
    assertThat(policy.violations(in("my-project"), null, null)).hasSize(1);
  }

  @Test
  @DisplayName("reports all violations at once")
  void allAtOnce() {
    assertThat(STRICT.violations(in("theirs"), ACCOUNT, KEY))
        .hasSize(3)
        .extracting(text -> text.substring(0, text.indexOf(' ')))
        .isEqualTo(
            List.of(
                "spec.projectId",
                "spec.tuning.serviceAccount",
                "spec.tuning.encryptionSpec.kmsKeyName"));
  }

  @Test
  @DisplayName("holds each allowance for its own field alone")
  void ownField() {
    PolicyGate projects = new PolicyGate(null, Set.of("*"), Set.of(), Set.of());
    assertThat(projects.violations(in("any"), ACCOUNT, KEY)).hasSize(2);
    PolicyGate accounts = new PolicyGate(null, Set.of(), Set.of("*"), Set.of());
    assertThat(accounts.violations(in("any"), ACCOUNT, KEY)).hasSize(2);
    PolicyGate keys = new PolicyGate(null, Set.of(), Set.of(), Set.of("*"));
    assertThat(keys.violations(in("any"), ACCOUNT, KEY)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "team-a, team-a, true",
    "team-a, team-ab, false",
    "team-a, xteam-a, false",
    "team-*, team-a, true",
    "team-*, team-, true",
    "team-*, team, false",
    "team-*, my-team-a, false",
    "*, anything, true",
    "*-prod, team-a-prod, true",
    "*-prod, team-a-production, false",
    "a*b*c, abc, true",
    "a*b*c, a-b-b-c, true",
    "a*b*c, acb, false",
    "**, x, true",
    "a.c, abc, false",
    "a.c, a.c, true",
    "'[a-z]', a, false",
    "'\\Ea', a, false",
    "'', a, false",
    "example.com:*, example.com:proj, true"
  })
  @DisplayName("reads * in an allowance as anything, and every other sign as itself")
  void patterns(String allowed, String project, boolean matches) {
    PolicyGate policy = new PolicyGate(null, Set.of(allowed), Set.of(), Set.of());
    assertThat(policy.violations(in(project), null, null).isEmpty()).isEqualTo(matches);
  }

  @Test
  @DisplayName("judges what a manifest names where it is not known where it would run")
  void withoutScope() {
    assertThat(STRICT.violations(null, ACCOUNT, null)).hasSize(1);
    assertThat(STRICT.violations(null, null, null)).isEmpty();
  }

  @Test
  @DisplayName("is a gate: it passes, or refuses with all violations, and asks nothing again")
  void verdicts() {
    assertThat(STRICT.check(job(in("my-project"), null), FACTS)).isEqualTo(new Verdict.Pass());
    assertThat(STRICT.check(job(in("theirs"), ACCOUNT), FACTS))
        .isInstanceOfSatisfying(
            Verdict.Refuse.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(ConditionReason.POLICY_VIOLATION);
              assertThat(refusal.message())
                  .contains("spec.projectId theirs")
                  .contains("; spec.tuning.serviceAccount " + ACCOUNT);
              assertThat(refusal.again()).isNull();
            });
  }

  private static DesiredJob job(Scope scope, @Nullable String account) {
    return new DesiredJob(
        "1", "{}", scope, null, null, account, null, List.of(), List.of(), Controls.NONE, null);
  }

  private static Scope in(String project) {
    return new Scope(project, "us-central1");
  }
}
