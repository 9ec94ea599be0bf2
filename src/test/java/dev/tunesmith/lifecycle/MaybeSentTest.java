package dev.tunesmith.lifecycle;

import static dev.tunesmith.lifecycle.Given.DOWN;
import static dev.tunesmith.lifecycle.Given.GRACE;
import static dev.tunesmith.lifecycle.Given.SEEN;
import static dev.tunesmith.lifecycle.Given.aResource;
import static dev.tunesmith.lifecycle.Given.job;
import static dev.tunesmith.lifecycle.Given.seconds;
import static dev.tunesmith.lifecycle.JobState.Known.JOB_STATE_RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.Decision.Adopt;
import dev.tunesmith.lifecycle.Decision.Hold;
import dev.tunesmith.lifecycle.Decision.Look;
import dev.tunesmith.lifecycle.Decision.Release;
import dev.tunesmith.lifecycle.Decision.Stall;
import dev.tunesmith.lifecycle.Decision.Submit;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where a create may have been sent that the status does not tell of,")
class MaybeSentTest {
  private static final JobSnapshot OURS = job("1", JOB_STATE_RUNNING);

  @Test
  @DisplayName("one look that finds nothing proves nothing: it is looked again, for one grace")
  void looks() {
    assertHeld(aResource().maybeSent(SEEN).looked(SEEN), SEEN + 1);
    assertHeld(aResource().maybeSent(SEEN).looked(SEEN + 5), SEEN + 8);
    assertHeld(aResource().maybeSent(SEEN).looked(SEEN + GRACE - 1), SEEN + GRACE);
  }

  @Test
  @DisplayName("a look that failed is waited for")
  void failing() {
    assertHeld(aResource().maybeSent(SEEN).looked(SEEN).failing(DOWN), SEEN + 1);
  }

  @Test
  @DisplayName("the first attempt is bought when the grace is over")
  void buys() {
    assertThat(aResource().maybeSent(SEEN).looked(SEEN + GRACE).decided()).isEqualTo(new Submit(1));
  }

  @Test
  @DisplayName("a job that shows is adopted at once")
  void adopts() {
    assertThat(aResource().maybeSent(SEEN).looked(SEEN, OURS).decided()).isEqualTo(new Adopt(OURS));
  }

  @Test
  @DisplayName("a manifest that must not be acted upon says so at once")
  void refused() {
    assertThat(aResource().maybeSent(SEEN).refused("PolicyViolation").decided())
        .isEqualTo(new Stall("PolicyViolation", "mend the manifest", null));
  }

  @Test
  @DisplayName("it is let go no sooner")
  void deleting() {
    assertThat(aResource().maybeSent(SEEN).deleting().looked(SEEN).decided())
        .isEqualTo(new Look(seconds(SEEN + GRACE)));
    assertThat(aResource().maybeSent(SEEN).deleting().looked(SEEN + GRACE).decided())
        .isEqualTo(new Release(null));
  }

  private static void assertHeld(Given given, int next) {
    assertThat(given.decided())
        .isInstanceOfSatisfying(
            Hold.class,
            hold -> {
              assertThat(hold.reason()).isEqualTo("CreateOutcomeUnknown");
              assertThat(hold.lookSince()).isEqualTo(Duration.ofSeconds(next));
            });
  }
}
