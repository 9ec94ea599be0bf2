package dev.tunesmith.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.ConditionReason;
import dev.tunesmith.lifecycle.Controls;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Verdict;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.TuningMethod;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The gates")
class GateTest {
  private static final Gate.Facts FACTS = new Gate.Facts(Instant.EPOCH);

  private static DesiredJob job(String project, List<String> errors) {
    return new DesiredJob(
        "1",
        "{}",
        new Scope(project, "us-central1"),
        null,
        null,
        null,
        null,
        errors,
        List.of(),
        Controls.NONE,
        null);
  }

  @Test
  @DisplayName("pass a valid resource")
  void valid() {
    assertThat(new ValidityGate().check(job("p", List.of()), FACTS)).isEqualTo(new Verdict.Pass());
  }

  @Test
  @DisplayName("refuse an invalid one with all its errors, until the resource changes")
  void invalid() {
    assertThat(new ValidityGate().check(job("p", List.of("a is missing", "b is wrong")), FACTS))
        .isEqualTo(
            new Verdict.Refuse(ConditionReason.REQUEST_REJECTED, "a is missing; b is wrong", null));
  }

  @Test
  @DisplayName("refuse what the API in use cannot express, and name the flag that helps")
  void transport() {
    Gate gate = new TransportGate(request -> List.of("spec.tuning.outputUri"));
    JobRequest request = new JobRequest(TuningMethod.SUPERVISED, "{}");
    DesiredJob sendable =
        new DesiredJob(
            "1",
            "{}",
            new Scope("p", "l"),
            request,
            null,
            null,
            null,
            List.of(),
            List.of(),
            Controls.NONE,
            null);

    assertThat(gate.check(job("p", List.of("wrong")), FACTS)).isEqualTo(new Verdict.Pass());
    assertThat(new TransportGate(any -> List.of()).check(sendable, FACTS))
        .isEqualTo(new Verdict.Pass());
    assertThat(gate.check(sendable, FACTS))
        .isInstanceOfSatisfying(
            Verdict.Refuse.class,
            refuse ->
                assertThat(refuse.message())
                    .contains("nothing was sent", "spec.tuning.outputUri")
                    .contains("--vertex-transport=auto"));
  }

  @Test
  @DisplayName("say the first verdict that does not pass: policy first, then validity")
  void chain() {
    Gate chain =
        Gate.all(List.of(new PolicyGate("mine", Set.of(), Set.of(), Set.of()), new ValidityGate()));

    assertThat(chain.check(job("mine", List.of()), FACTS)).isEqualTo(new Verdict.Pass());
    assertThat(reason(chain.check(job("theirs", List.of("wrong")), FACTS)))
        .isEqualTo(ConditionReason.POLICY_VIOLATION);
    assertThat(reason(chain.check(job("mine", List.of("wrong")), FACTS)))
        .isEqualTo(ConditionReason.REQUEST_REJECTED);
    assertThat(Gate.all(List.of()).check(job("any", List.of("wrong")), FACTS))
        .isEqualTo(new Verdict.Pass());
  }

  private static ConditionReason reason(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Refuse refuse -> refuse.reason();
      case Verdict.Wait wait -> wait.reason();
      case Verdict.Pass pass -> throw new AssertionError("passes");
    };
  }
}
