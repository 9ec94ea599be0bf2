package dev.tunesmith.emulator;

import dev.tunesmith.emulator.Call.Paging;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * All tuned models, found by name. A deleted one keeps its place, so that a position in a listing
 * stays valid. Safe for use by many threads; its lock is held for a short time only.
 */
final class TunedModelStore {
  static final String COLLECTION = "tunedModels";

  private final List<StoredTunedModel> all = new ArrayList<>();
  private final Map<String, StoredTunedModel> byName = new HashMap<>();

  /**
   * Adds a model that is built under the lock; refuses one whose name is taken.
   *
   * @param build is given the model's number, 1 for the first
   */
  synchronized StoredTunedModel add(IntFunction<StoredTunedModel> build) {
    StoredTunedModel model = build.apply(all.size() + 1);
    if (byName.putIfAbsent(model.name(), model) != null) {
      throw ApiError.of(
              CanonicalCode.ALREADY_EXISTS, "The tuned model " + model.name() + " exists already.")
          .refused();
    }
    all.add(model);
    return model;
  }

  synchronized boolean has(String name) {
    return byName.containsKey(name);
  }

  /** By its name; empty when there is none, or none any more. */
  synchronized Optional<StoredTunedModel> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** By its name; refuses when there is none, or none any more. */
  StoredTunedModel get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                ApiError.of(CanonicalCode.NOT_FOUND, "The tuned model " + name + " does not exist.")
                    .refused());
  }

  synchronized void delete(String name) {
    get(name).delete();
    byName.remove(name);
  }

  /** Changes a model under the lock. */
  synchronized void change(Runnable change) {
    change.run();
  }

  /** Those that were not deleted, newest first; a copy. */
  synchronized List<StoredTunedModel> all() {
    return all.reversed().stream().filter(model -> !model.isDeleted()).toList();
  }

  /**
   * A listing.
   *
   * @param paging with the parameters that must stay the same from page to page
   */
  Pager.Source<StoredTunedModel> listing(Paging paging) {
    return new Pager.Source<>() {
      @Override
      public String name() {
        return COLLECTION + "/" + Integer.toHexString(Objects.hash(paging.size(), paging.filter()));
      }

      @Override
      public int size() {
        synchronized (TunedModelStore.this) {
          return all.size();
        }
      }

      @Override
      public List<StoredTunedModel> before(int position, int count) {
        synchronized (TunedModelStore.this) {
          return List.copyOf(all.subList(Math.max(0, position - count), position).reversed());
        }
      }
    };
  }
}
