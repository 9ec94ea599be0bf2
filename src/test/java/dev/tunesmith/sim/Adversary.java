package dev.tunesmith.sim;

import dev.tunesmith.lifecycle.JobState.Known;
import dev.tunesmith.sim.Step.AcceptLater;
import dev.tunesmith.sim.Step.Apply;
import dev.tunesmith.sim.Step.Copy;
import dev.tunesmith.sim.Step.DefaultLocation;
import dev.tunesmith.sim.Step.Delete;
import dev.tunesmith.sim.Step.Die;
import dev.tunesmith.sim.Step.Edit;
import dev.tunesmith.sim.Step.Fail;
import dev.tunesmith.sim.Step.FailAlways;
import dev.tunesmith.sim.Step.Former;
import dev.tunesmith.sim.Step.Gate;
import dev.tunesmith.sim.Step.Heal;
import dev.tunesmith.sim.Step.Lag;
import dev.tunesmith.sim.Step.Listings;
import dev.tunesmith.sim.Step.LoseAnswer;
import dev.tunesmith.sim.Step.LoseReply;
import dev.tunesmith.sim.Step.LoseStatus;
import dev.tunesmith.sim.Step.Meanwhile;
import dev.tunesmith.sim.Step.OneJob;
import dev.tunesmith.sim.Step.Pass;
import dev.tunesmith.sim.Step.PutBack;
import dev.tunesmith.sim.Step.RefuseWrite;
import dev.tunesmith.sim.Step.Restart;
import dev.tunesmith.sim.Step.ServerDown;
import dev.tunesmith.sim.Step.SetClock;
import dev.tunesmith.sim.Step.Standby;
import dev.tunesmith.sim.Step.Strangers;
import dev.tunesmith.sim.Step.Strip;
import dev.tunesmith.sim.Step.TakeOver;
import dev.tunesmith.sim.Step.Touch;
import dev.tunesmith.sim.Step.TuneAs;
import dev.tunesmith.sim.Step.WatchLag;
import dev.tunesmith.support.Jobs;
import dev.tunesmith.vertex.Failure.Kind;
import dev.tunesmith.vertex.Verb;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Draws stories at random: all that can go wrong between people, two API servers, a service and
 * processes that die, freeze, overlap and see things late.
 */
final class Adversary {
  /** What it can do beside the rest. */
  enum Power {
    /** A resource is applied again with the same run and other inputs (promise 1, rule I). */
    OTHER_INPUTS,
    /**
     * A resource is restored under another name or in another cluster, with its status (rule H).
     */
    COPIES,
    /** Statuses come back at any moment (rules T and H). */
    PUT_BACK,
    /** Two processes act as leaders at once, one of them frozen for a while (rules T and L). */
    OVERLAP,
    /** The gate closes after a job was created (rules O, F: gates bar creates, nothing else). */
    GATE,
    /** The operator's default location changes (rules K and H). */
    DEFAULTS,
    /** Somebody removes a finalizer (rule O). */
    STRIP,
    /** Listings that are not newest first. */
    ORDER,
    /** People hold runs (rules C and B, the gate of suspended runs). */
    CONTROLS,
    /** People tune by every method; rewards are tried before the create. */
    METHODS
  }

  private static final List<String> NAMES = List.of("a", "b");
  private static final String COPY = "there/a";
  private static final List<String> SAMPLES = List.copyOf(Jobs.samples().keySet());
  private static final List<Verb> READS =
      List.of(Verb.LIST, Verb.GET, Verb.CANCEL, Verb.MODEL, Verb.REWARD);
  private static final List<Kind> REFUSALS =
      List.of(Kind.REQUEST_REJECTED, Kind.PERMISSION_DENIED, Kind.QUOTA_EXCEEDED);

  private final Random random;
  private final Set<Power> powers;

  Adversary(long seed, Set<Power> powers) {
    this.random = new Random(seed);
    this.powers = EnumSet.copyOf(powers);
    // Both within a grace of a create are too much (design, section 4: documented, not coded for).
    if (this.powers.containsAll(Set.of(Power.PUT_BACK, Power.STRIP))) {
      this.powers.remove(random.nextBoolean() ? Power.PUT_BACK : Power.STRIP);
    }
  }

  /** A story of so many steps. */
  List<Step> story(int length) {
    List<Step> steps = new ArrayList<>();
    if (random.nextBoolean()) {
      SimService.Order order =
          can(Power.ORDER) ? pick(List.of(SimService.Order.values())) : SimService.Order.NEWEST;
      steps.add(new Listings(order, 2 + random.nextInt(3)));
    }
    if (can(Power.DEFAULTS) || random.nextBoolean()) {
      steps.add(new Former("europe-west4"));
      steps.add(new Former("us-central1"));
    }
    if (can(Power.METHODS)) {
      NAMES.forEach(name -> steps.add(new TuneAs(name, pick(SAMPLES))));
    }
    steps.add(apply("a"));
    for (int i = 0; i < length; i++) {
      steps.add(step());
    }
    return List.copyOf(steps);
  }

  private boolean can(Power power) {
    return powers.contains(power);
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String name() {
    return can(Power.COPIES) && random.nextInt(4) == 0 ? COPY : pick(NAMES);
  }

  private Step step() {
    int drawn = random.nextInt(100);
    if (drawn < 42) {
      return pass();
    }
    if (drawn < 47) {
      return new Meanwhile(pick(List.of(Effects.ANY, Effects.STATUS, Effects.CREATE)), inside());
    }
    return drawn < 75 ? people() : surroundings();
  }

  private Pass pass() {
    return new Pass(pick(List.of(1, 1, 3, 10, 20, 40, 90, 130, 200, 400)));
  }

  /**
   * What happens while a process waits for the answer to a call. Not for long: a create that is
   * sent by a process that was frozen for minutes is documented, not coded for.
   */
  private List<Step> inside() {
    Pass soon = new Pass(1 + random.nextInt(25));
    Step step = random.nextBoolean() ? people() : surroundings();
    return step instanceof Pass ? List.of(soon) : List.of(step, soon);
  }

  private Apply apply(String name) {
    @Nullable String location =
        can(Power.OTHER_INPUTS) && random.nextInt(6) == 0
            ? pick(List.of("us-central1", "europe-west4"))
            : null;
    String dataset = can(Power.OTHER_INPUTS) ? pick(List.of("train", "train", "other")) : "train";
    return new Apply(name, pick(List.of("1", "1", "2")), dataset, location);
  }

  private Step people() {
    return switch (random.nextInt(can(Power.CONTROLS) ? 20 : 16)) {
      case 0, 1, 2, 3, 4 -> apply(name());
      case 5, 6 -> new Delete(name());
      case 7 -> new Touch(name());
      case 8 -> can(Power.PUT_BACK) ? new LoseStatus(name()) : pass();
      case 9, 10 -> can(Power.PUT_BACK) ? new PutBack(name(), random.nextInt(12)) : pass();
      case 11 -> can(Power.STRIP) ? new Strip(name()) : pass();
      case 12 -> can(Power.COPIES) ? new Copy("a", copyTo(), random.nextInt(5) > 1) : pass();
      case 13 -> new OneJob(random.nextInt(3), Known.JOB_STATE_FAILED);
      case 16, 17, 18, 19 -> control(name());
      default -> new OneJob(random.nextInt(3), Known.JOB_STATE_SUCCEEDED);
    };
  }

  private Step control(String resource) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Edit(resource, "suspend", random.nextBoolean() ? true : null);
      case 2 -> new Edit(resource, "cancelRun", pick(List.of("1", "2")));
      case 3 -> new Edit(resource, "activeDeadlineSeconds", 300);
      case 4 -> new Edit(resource, "ttlSecondsAfterFinished", 60);
      default -> new Edit(resource, "backoffLimit", 2);
    };
  }

  private String copyTo() {
    return random.nextBoolean() ? COPY : "b";
  }

  private Step surroundings() {
    return switch (random.nextInt(27)) {
      case 0, 1, 2, 3, 4 -> new Die(1 + random.nextInt(8), random.nextBoolean());
      case 5 -> new Restart();
      case 6, 7, 8 ->
          can(Power.OVERLAP)
              ? new TakeOver(random.nextInt(2) * random.nextInt(200), random.nextInt(60))
              : new Restart();
      case 9 -> can(Power.OVERLAP) ? new Standby() : new Restart();
      case 26 -> new WatchLag(random.nextInt(2) * random.nextInt(20));
      case 10 -> new ServerDown(random.nextInt(200));
      case 11 -> new RefuseWrite(pick(List.of(409, 500, 422)));
      case 12 -> new LoseAnswer();
      case 13, 14 -> new LoseReply();
      case 15 -> new AcceptLater(1 + random.nextInt(30));
      case 16 -> new Lag(random.nextInt(2) * random.nextInt(60));
      case 17 -> new Fail(Verb.CREATE, pick(REFUSALS));
      case 18 -> new Fail(Verb.CREATE, Kind.CREATE_OUTCOME_UNKNOWN);
      case 19 -> new Fail(pick(READS), unavailable());
      case 20 -> new FailAlways(pick(READS), unavailable());
      case 21, 22 -> new Heal();
      case 23 -> new Strangers(1 + random.nextInt(4));
      case 24 -> can(Power.GATE) ? new Gate(random.nextBoolean()) : new Heal();
      default ->
          can(Power.DEFAULTS)
              ? new DefaultLocation(pick(List.of("us-central1", "europe-west4")))
              : new SetClock(random.nextInt(240) - 120);
    };
  }

  private static Kind unavailable() {
    return Kind.SERVICE_UNAVAILABLE;
  }
}
