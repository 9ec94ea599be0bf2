package dev.tunesmith.kind.tuningjob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.lifecycle.Reasons;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Situation.Refusal;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A wish")
class WishesTest {
  private static final Policy POLICY = new Policy("my-project", Set.of(), Set.of(), Set.of());
  private static final Wishes WISHES = new Wishes(POLICY, "us-central1");

  @Test
  @DisplayName("stays where the run was begun, whatever the operator's defaults are now")
  void staysWhereItWasBegun() {
    Scope begun = new Scope("my-project", "europe-west4");
    assertThat(WISHES.read(smallest(""), begun).scope()).isEqualTo(begun);
    assertThat(WISHES.read(smallest(""), null).scope())
        .isEqualTo(new Scope("my-project", "us-central1"));
  }

  @Test
  @DisplayName("is judged by the policy where it was begun, too")
  void policyOfTheBegun() {
    Wish wish = WISHES.read(smallest(""), new Scope("old-default", "us-central1"));
    assertThat(wish.scope()).isEqualTo(new Scope("old-default", "us-central1"));
    assertThat(refusal(wish).reason()).isEqualTo(Reasons.POLICY_VIOLATION);
  }

  @Test
  @DisplayName(
      "that may not be fulfilled still has its place and its canonical JSON: it finds jobs")
  void refusedIsStillFound() {
    Wish wish = WISHES.read(smallest("projectId: theirs\n"), null);
    assertThat(wish.scope()).isEqualTo(new Scope("theirs", "us-central1"));
    assertThat(wish.canonicalJson())
        .isEqualTo(WISHES.read(smallest(""), null).canonicalJson())
        .contains("gemini-2.5-flash");
    assertThat(wish.request()).isNull();
  }

  @Test
  @DisplayName("without a place says how to give it one")
  void nowhere() {
    Wish wish = new Wishes(POLICY, null).read(smallest(""), null);
    assertThat(wish.scope()).isNull();
    assertThat(refusal(wish))
        .isEqualTo(
            new Refusal(
                "RequestRejected",
                "no project or no location: set spec.projectId and spec.location, or start the"
                    + " operator with --project and --location"));
  }

  @Test
  @DisplayName("of a manifest without a spec is refused, not a fault")
  void noSpec() {
    assertThat(refusal(WISHES.read(null, null)).reason()).isEqualTo("RequestRejected");
  }

  @Test
  @DisplayName("that breaks the policy is refused for that, with its other mistakes told besides")
  void policyFirst() {
    Refusal refusal = refusal(WISHES.read(smallest("projectId: theirs\n", "epochs: 3"), null));
    assertThat(refusal.reason()).isEqualTo(Reasons.POLICY_VIOLATION);
    assertThat(refusal.message()).startsWith("spec.projectId theirs is not").contains("epochs");
  }

  @Test
  @DisplayName("for an infinite learning rate is refused: no marker could say what is sent")
  void infinite() {
    Wish wish =
        WISHES.read(
            Manifest.spec(
                """
                spec:
                  tuning:
                    baseModel: gemini-2.5-flash
                    supervisedTuningSpec:
                      trainingDatasetUri: gs://my-bucket/train.jsonl
                      hyperParameters: {learningRateMultiplier: 1.0e+999}
                """),
            null);
    assertThat(refusal(wish).message()).contains("learningRateMultiplier must be a number");
  }

  private static Refusal refusal(Wish wish) {
    return Objects.requireNonNull(wish.refusal());
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
