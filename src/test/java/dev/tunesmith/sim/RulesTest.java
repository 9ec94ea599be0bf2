package dev.tunesmith.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Judge.Violation;
import dev.tunesmith.sim.RuleStories.RuleStory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Each rule is needed")
class RulesTest {
  static List<RuleStory> all() {
    return RuleStories.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  @DisplayName("its story goes well with it")
  void withIt(RuleStory story) {
    assertThat(play(Mutation.NOTHING, story)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  @DisplayName("its story goes wrong without it")
  void withoutIt(RuleStory story) {
    assertThat(play(story.rule(), story)).extracting(Violation::flaw).contains(story.flaw());
  }

  @Test
  @DisplayName("and has a story")
  void complete() {
    assertThat(all())
        .extracting(RuleStory::rule)
        .containsExactlyElementsOf(
            Arrays.stream(Mutation.values()).filter(rule -> rule != Mutation.NOTHING).toList());
  }

  private static List<Violation> play(Mutation without, RuleStory story) {
    SimWorld world = new SimWorld(without);
    world.jobsEnd = Known.JOB_STATE_SUCCEEDED;
    world.jobsLast = null;
    world.play(story.steps());
    world.calmDown();
    return world.judge.violations();
  }
}
