package dev.tunesmith.kind.tunedmodel;

import dev.tunesmith.gemini.TunedModelSnapshot;
import dev.tunesmith.gemini.TunedModels;
import dev.tunesmith.vertex.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the models of one run into the memory: the one that is known, and where it is not there, or
 * a deletion has to know of all, a whole listing.
 */
final class RunModels {
  private final TunedModels service;
  private final ModelMemory memory;
  private final ModelFacts facts;
  private final Duration now;
  private @Nullable Failure failure;

  RunModels(TunedModels service, ModelMemory memory, ModelFacts facts, Duration now) {
    this.service = service;
    this.memory = memory;
    this.facts = facts;
    this.now = now;
  }

  /** Returns why the models could not be read; null where they were. */
  @Nullable Failure read() {
    String known = known();
    if (known != null && !facts.deleted() && isAnswered(known)) {
      return failure;
    }
    List<TunedModelSnapshot> models = new ArrayList<>();
    failure = list(models);
    if (failure != null) {
      return failure;
    }
    if (models.isEmpty() && known != null && facts.deleted() && isAnswered(known)) {
      return failure;
    }
    memory.saw(models, true, now);
    return null;
  }

  /** Reads one model; false where only a listing can say more. */
  private boolean isAnswered(String name) {
    return switch (service.get(name)) {
      case TunedModels.Found found -> {
        memory.saw(List.of(found.model()), false, now);
        yield true;
      }
      case TunedModels.Absent absent -> {
        memory.absent();
        yield false;
      }
      // The public service answers so for a model that does not exist.
      case TunedModels.Unknown unknown
          when unknown.failure().kind() == Failure.Kind.PERMISSION_DENIED ->
          false;
      case TunedModels.Unknown unknown -> {
        failure = unknown.failure();
        yield true;
      }
    };
  }

  /** The one that was read before, or that the status names or may have created. */
  private @Nullable String known() {
    if (memory.models().size() == 1) {
      return memory.models().getFirst().name();
    }
    return facts.recorded() || facts.submitted() != null || facts.finalizer()
        ? facts.known().name()
        : null;
  }

  private @Nullable Failure list(List<TunedModelSnapshot> models) {
    Set<String> tokens = new HashSet<>();
    String token = null;
    do {
      switch (service.list(token, "")) {
        case TunedModels.Page page -> {
          page.models().stream()
              .filter(model -> model.id().startsWith(facts.id().prefix()))
              .forEach(models::add);
          token = page.nextPageToken();
          if (token != null && !tokens.add(token)) {
            return new Failure(
                Failure.Kind.SERVICE_UNAVAILABLE, "UNKNOWN", "the listing does not end");
          }
        }
        case TunedModels.Unknown unknown -> {
          return unknown.failure();
        }
      }
    } while (token != null);
    return null;
  }
}
