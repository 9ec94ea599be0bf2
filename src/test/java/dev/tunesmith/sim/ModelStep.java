package dev.tunesmith.sim;

import dev.tunesmith.gemini.ModelVerb;
import dev.tunesmith.vertex.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A step of a story of one TunedModel. */
sealed interface ModelStep {
  /** What the operator calls. */
  List<ModelVerb> VERBS =
      List.of(
          ModelVerb.CREATE,
          ModelVerb.GET,
          ModelVerb.LIST,
          ModelVerb.PATCH,
          ModelVerb.DELETE,
          ModelVerb.OPERATION,
          ModelVerb.OPERATIONS);

  /** Plays it; what the API server would refuse is left out. */
  void in(ModelWorld world);

  /** Applies the manifest, whose training data is in the ConfigMap. */
  record Apply(int run, boolean deletes) implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      if (world.mayRun(Integer.toString(run))) {
        world.apply(
            """
            model: {baseModel: models/gemini-1.5-flash-001-tuning}
            trainingDataFrom: {configMapKeyRef: {name: numbers, key: train}, format: JSONL}
            apiKeySecretRef: {name: gemini, key: api-key}
            deletionPolicy: %s
            run: "%d"
            """
                .formatted(deletes ? "Delete" : "Orphan", run));
      }
    }
  }

  /** Somebody changes the training data. */
  record Data(int input) implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.configMaps.put(
          "numbers/train", "{\"textInput\": \"1\", \"output\": \"%d\"}".formatted(input));
    }
  }

  /** Deletes the resource. */
  record Delete() implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      if (world.exists() && !world.isDeleted()) {
        world.delete();
      }
    }
  }

  /** Another process takes over. */
  record Restart() implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.restart();
    }
  }

  /** The process dies at one of its next effects. */
  record Die(int effects) implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.deathAt = world.effects + effects;
    }
  }

  /** Calls fail until all is well again. */
  record Fail(ModelVerb verb, Failure.Kind kind) implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.service.failAlways(verb, Failures.of(kind, kind.name()));
    }
  }

  /** The reply of the next create is lost. */
  record Drop() implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.service.dropNextCreateReply();
    }
  }

  /** What is created from now on is listed late. */
  record Lag(int seconds) implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.service.listLag(Duration.ofSeconds(seconds));
    }
  }

  /** An admission policy refuses changes of metadata. */
  record Refuse() implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.refusesMetadata = true;
    }
  }

  /** All is well again. */
  record Heal() implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.service.heal();
      world.refusesMetadata = false;
    }
  }

  /** The tunings under way end. */
  record End(boolean succeeds) implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.service.models().stream()
          .filter(model -> !model.state().ended())
          .forEach(
              model -> {
                if (succeeds) {
                  world.service.succeed(model.name());
                } else {
                  world.service.fail(model.name(), "INVALID_ARGUMENT", "cannot be tuned");
                }
              });
    }
  }

  /** Time passes. */
  record Pass(int seconds) implements ModelStep {
    @Override
    public void in(ModelWorld world) {
      world.pass(Duration.ofSeconds(seconds));
    }
  }

  /** A story that a seed tells. */
  static List<ModelStep> story(long seed, int steps) {
    Random random = new Random(seed);
    return Stream.concat(
            Stream.of(new Data(0), new Apply(0, false)),
            Stream.generate(() -> any(random)).limit(steps))
        .toList();
  }

  private static ModelStep any(Random random) {
    return switch (random.nextInt(14)) {
      case 0 -> new Data(random.nextInt(2));
      case 1, 2 -> new Apply(random.nextInt(2), random.nextBoolean());
      case 3 -> new Delete();
      case 4 -> new Restart();
      case 5 -> new Die(1 + random.nextInt(12));
      case 6 ->
          new Fail(
              VERBS.get(random.nextInt(VERBS.size())),
              random.nextBoolean()
                  ? Failure.Kind.SERVICE_UNAVAILABLE
                  : Failure.Kind.PERMISSION_DENIED);
      case 7 -> new Drop();
      case 8 -> new Lag(random.nextInt(60));
      case 9 -> new Refuse();
      case 10 -> new Heal();
      case 11 -> new End(random.nextInt(4) > 0);
      default -> new Pass(1 + random.nextInt(200));
    };
  }
}
