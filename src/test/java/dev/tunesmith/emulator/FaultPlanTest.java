package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RpcMethod.CANCEL_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.GET_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.tunesmith.emulator.Effect.CancelIgnored;
import dev.tunesmith.emulator.Effect.Delay;
import dev.tunesmith.emulator.Effect.Drop;
import dev.tunesmith.emulator.Effect.EndsAs;
import dev.tunesmith.emulator.Effect.Fail;
import dev.tunesmith.emulator.Effect.Follows;
import dev.tunesmith.emulator.Effect.LabelsNotKept;
import dev.tunesmith.emulator.Effect.NeverEnds;
import dev.tunesmith.emulator.Fault.CallFacts;
import dev.tunesmith.emulator.Fault.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The plan of faults")
class FaultPlanTest {
  @Test
  @DisplayName("docs/reference/emulator.md has a row for each effect, with its fields")
  void documented() throws IOException {
    List<String> page = Files.readAllLines(Path.of("docs/reference/emulator.md"));
    for (JsonSubTypes.Type type : Effect.class.getAnnotation(JsonSubTypes.class).value()) {
      String fields =
          Arrays.stream(type.value().getRecordComponents())
              .map(component -> "`" + component.getName() + "`")
              .collect(Collectors.joining(", "));
      String row = "| `%s` | %s |".formatted(type.name(), fields).replace("|  |", "| |");
      assertThat(page).as(row).anyMatch(line -> line.startsWith(row));
    }
  }

  private static final CallFacts CREATE = facts(CREATE_TUNING_JOB, 1);
  private static final Effect FIRST = new Fail(CanonicalCode.UNAVAILABLE, "first", false);
  private static final Effect SECOND = new Fail(CanonicalCode.INTERNAL, "second", false);

  private final FaultPlan plan = new FaultPlan();

  @Test
  @DisplayName("lets the first calls pass, then applies so many times, then is used up")
  void skipAndTimes() {
    plan.add(Fault.on(CREATE_TUNING_JOB, FIRST).after(2).times(3));
    List<Integer> applied =
        List.of(1, 2, 3, 4, 5, 6, 7).stream()
            .map(call -> plan.take(CREATE).effects().size())
            .toList();
    assertThat(applied).containsExactly(0, 0, 1, 1, 1, 0, 0);
    assertThat(plan.list())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.passed()).isEqualTo(2);
              assertThat(fault.applied()).isEqualTo(3);
            });
  }

  @Test
  @DisplayName("two failures for one call each apply to two calls, in the order of the plan")
  void oneAfterTheOther() {
    plan.add(Fault.on(CREATE_TUNING_JOB, FIRST).once());
    plan.add(Fault.on(CREATE_TUNING_JOB, SECOND).once());
    assertThat(plan.take(CREATE).effects()).containsExactly(FIRST);
    assertThat(plan.take(CREATE).effects()).containsExactly(SECOND);
    assertThat(plan.take(CREATE).effects()).isEmpty();
  }

  @Test
  @DisplayName("two paths for one job each apply to two jobs, also of different types")
  void onePathPerJob() {
    plan.add(Fault.on(CREATE_TUNING_JOB, new NeverEnds()).once());
    plan.add(Fault.on(CREATE_TUNING_JOB, new EndsAs("JOB_STATE_EXPIRED")).once());
    assertThat(plan.take(CREATE).effects()).containsExactly(new NeverEnds());
    assertThat(plan.take(CREATE).effects()).containsExactly(new EndsAs("JOB_STATE_EXPIRED"));
  }

  @Test
  @DisplayName("effects of different types meet in one call")
  void together() {
    Effect delay = new Delay(Duration.ofSeconds(1), false);
    plan.add(Fault.on(CREATE_TUNING_JOB, delay));
    plan.add(Fault.on(CREATE_TUNING_JOB, new LabelsNotKept()));
    plan.add(Fault.on(CREATE_TUNING_JOB, new Drop(true)));
    assertThat(plan.take(CREATE).effects())
        .containsExactly(delay, new LabelsNotKept(), new Drop(true));
  }

  @Test
  @DisplayName("matches on method, location, base model, display name and page, each alone")
  void match() {
    for (Match wrong :
        List.of(
            new Match(LIST_TUNING_JOBS, null, null, null, null),
            new Match(null, "us-west1", null, null, null),
            new Match(null, null, "gemini-2.5-pro", null, null),
            new Match(null, null, null, "other", null),
            new Match(null, null, null, null, 2))) {
      plan.add(new Fault(wrong, 0, null, FIRST));
    }
    assertThat(plan.take(CREATE).effects()).isEmpty();

    plan.add(
        new Fault(
            new Match(CREATE_TUNING_JOB, "us-central1", "gemini-3.5-flash", "demo", 1),
            0,
            null,
            SECOND));
    assertThat(plan.take(CREATE).effects()).containsExactly(SECOND);
  }

  @Test
  @DisplayName("a fault of no method is a fault of every method")
  void anyMethod() {
    plan.add(new Fault(new Match(null, null, null, null, null), 0, null, FIRST));
    for (RpcMethod method : RpcMethod.values()) {
      assertThat(plan.take(facts(method, 1)).effects()).containsExactly(FIRST);
    }
  }

  @Test
  @DisplayName("faults are taken back one by one or all together")
  void takenBack() {
    String first = plan.add(Fault.on(CREATE_TUNING_JOB, FIRST));
    plan.add(Fault.on(CREATE_TUNING_JOB, SECOND));
    assertThat(plan.remove(first)).isTrue();
    assertThat(plan.remove(first)).isFalse();
    assertThat(plan.take(CREATE).effects()).containsExactly(SECOND);
    plan.clear();
    assertThat(plan.take(CREATE).effects()).isEmpty();
    assertThat(plan.list()).isEmpty();
  }

  @Test
  @DisplayName("an invalid fault is refused when it is created")
  void senseless() {
    assertThatThrownBy(() -> Fault.on(GET_TUNING_JOB, new NeverEnds()))
        .hasMessageContaining("CreateTuningJob or CreateTunedModel only");
    assertThatThrownBy(() -> Fault.on(CREATE_TUNING_JOB, new CancelIgnored()))
        .hasMessageContaining("CancelTuningJob only");
    assertThatThrownBy(() -> Fault.on(CANCEL_TUNING_JOB, FIRST).times(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Fail(CanonicalCode.OK, null, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Follows(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Delay(Duration.ofSeconds(-1), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a fault applies exactly as often as it says, under many threads")
  void threads() {
    plan.add(Fault.on(CREATE_TUNING_JOB, FIRST).after(100).times(300));
    AtomicInteger applied = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int call = 0; call < 1000; call++) {
        threads.execute(() -> applied.addAndGet(plan.take(CREATE).effects().size()));
      }
    }
    assertThat(applied).hasValue(300);
  }

  private static CallFacts facts(RpcMethod method, int page) {
    return new CallFacts(method, "us-central1", "gemini-3.5-flash", "demo", page);
  }
}
