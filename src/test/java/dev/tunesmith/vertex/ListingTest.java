package dev.tunesmith.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobSnapshot;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.support.Failures;
import dev.tunesmith.support.FakeTuningJobs;
import dev.tunesmith.support.ForwardingTuningJobs;
import dev.tunesmith.support.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A listing")
@Timeout(20)
class ListingTest {
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
  private static final Instant OLDEST = NOW.minus(Duration.ofDays(90));

  private final Map<String, TuningJobs.PageReply> pages = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();

  @Test
  @DisplayName("is complete only when its last page was read")
  void readsOn() {
    page("", "b", days("1", 1));
    page("b", "c", days("2", 2));
    page("c", null, days("3", 3));

    Listing.Result result = read();

    assertThat(result).isEqualTo(new Listing.Result(3, true, null));
    assertThat(seen).containsExactly("1", "2", "3");
  }

  @Test
  @DisplayName("that ends because enough was seen answers no question")
  void enough() {
    page("", "b", days("1", 1));
    page("b", null, days("2", 2));

    Listing.Result result = listing().read(job -> seen.add(job.name().id()), () -> true);

    assertThat(result).isEqualTo(new Listing.Result(1, false, null));
    assertThat(asked).containsExactly("");
  }

  @Test
  @DisplayName("that fails midway keeps what it saw, and is not complete")
  void failsMidway() {
    page("", "b", days("1", 1));
    pages.put("b", new TuningJobs.Unknown(Failures.unavailable()));

    Listing.Result result = read();

    assertThat(result).isEqualTo(new Listing.Result(2, false, Failures.unavailable()));
    assertThat(seen).containsExactly("1");
  }

  @Test
  @DisplayName("may end at the adoption window where newest-first was seen throughout")
  void windowInOrder() {
    page("", "b", days("1", 1), days("2", 91));
    page("b", null, days("3", 92));

    assertThat(read()).isEqualTo(new Listing.Result(1, true, null));
    assertThat(asked).containsExactly("");
  }

  @Test
  @DisplayName("reads on past an old job where the order is not newest-first")
  void windowOutOfOrder() {
    page("", "b", days("1", 91), days("2", 1), days("3", 92));
    page("b", null, days("4", 2));

    assertThat(read()).isEqualTo(new Listing.Result(2, true, null));
    assertThat(seen).containsExactly("1", "2", "3", "4");
  }

  @Test
  @DisplayName("takes the order across pages into account, not only within one")
  void orderAcrossPages() {
    page("", "b", days("1", 10));
    page("b", "c", days("2", 5), days("3", 91));
    page("c", null, days("4", 1));

    assertThat(read().pages()).isEqualTo(3);
    assertThat(seen).contains("4");
  }

  @Test
  @DisplayName("verifies no order by a job without a create time")
  void noCreateTime() {
    page("", "b", job("1", null), days("2", 91));
    page("b", null, days("3", 1));

    assertThat(read().pages()).isEqualTo(2);
  }

  @Test
  @DisplayName("goes on after an empty page that names a next one")
  void emptyPage() {
    page("", "b");
    page("b", null, days("1", 1));

    assertThat(read()).isEqualTo(new Listing.Result(2, true, null));
    assertThat(seen).containsExactly("1");
  }

  @Test
  @DisplayName("ends when the service gives the same page token again, and is not complete")
  void sameTokenAtOnce() {
    page("", "b", days("1", 1));
    page("b", "b", days("2", 2));

    Listing.Result result = read();

    assertThat(result.complete()).isFalse();
    assertThat(result.failure()).isNotNull();
    assertThat(asked).containsExactly("", "b");
  }

  @Test
  @DisplayName("ends when the service's page tokens go round in a circle")
  void tokensInACircle() {
    page("", "b", days("1", 1));
    page("b", "c", days("2", 2));
    page("c", "b", days("3", 3));

    Listing.Result result = read();

    assertThat(result.complete()).isFalse();
    assertThat(result.failure()).isNotNull();
    assertThat(asked).containsExactly("", "b", "c");
  }

  private Listing.Result read() {
    return listing().read(job -> seen.add(job.name().id()), () -> false);
  }

  private Listing listing() {
    TuningJobs service =
        new ForwardingTuningJobs(new FakeTuningJobs(new VirtualTime())) {
          @Override
          public PageReply list(Scope scope, @Nullable String pageToken) {
            asked.add(pageToken == null ? "" : pageToken);
            if (asked.size() > 100) {
              throw new IllegalStateException("a listing without an end");
            }
            return Objects.requireNonNull(pages.get(pageToken == null ? "" : pageToken));
          }
        };
    return new Listing(service, SweeperWorld.SCOPE, OLDEST);
  }

  private void page(String token, @Nullable String next, JobSnapshot... jobs) {
    pages.put(token, new TuningJobs.Page(List.of(jobs), next));
  }

  private static JobSnapshot days(String id, int old) {
    return job(id, NOW.minus(Duration.ofDays(old)));
  }

  private static JobSnapshot job(String id, @Nullable Instant created) {
    return new JobSnapshot(
        new JobName("projects/6/locations/us-central1/tuningJobs/" + id),
        JobState.Known.JOB_STATE_RUNNING,
        created,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        null,
        null,
        null);
  }
}
