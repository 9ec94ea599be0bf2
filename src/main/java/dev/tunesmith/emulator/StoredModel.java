package dev.tunesmith.emulator;

import dev.tunesmith.emulator.Artifacts.Edited;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tuned model: its versions, each made by a job, and what was changed of it since. Everything
 * that is changed is changed under the store's lock, and replaced as a whole.
 */
final class StoredModel {
  static final String DEFAULT = "default";

  private final String name;
  private volatile List<StoredJob> jobs = List.of();
  private volatile Edited edited = Edited.NEVER;
  private volatile Map<String, Integer> aliases = Map.of();

  StoredModel(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** The jobs that make, made or failed to make a version, oldest first. */
  List<StoredJob> jobs() {
    return jobs;
  }

  void add(StoredJob job) {
    List<StoredJob> more = new ArrayList<>(jobs);
    more.add(job);
    jobs = List.copyOf(more);
  }

  Edited edited() {
    return edited;
  }

  void edit(Edited changed) {
    edited = changed;
  }

  /** The versions that are there, oldest first. */
  List<StoredJob> versions(Instant now) {
    return jobs.stream().filter(job -> job.hasModel(now)).toList();
  }

  /** The version of a number or an alias; without either the default one. */
  Optional<StoredJob> version(String version, Instant now) {
    List<StoredJob> there = versions(now);
    @Nullable Integer aliased = aliases.get(version.isEmpty() ? DEFAULT : version);
    String number = aliased == null ? version : Integer.toString(aliased);
    Optional<StoredJob> found =
        there.stream()
            .filter(job -> Integer.toString(job.outputs().version()).equals(number))
            .findFirst();
    boolean newest = version.isEmpty() || version.equals(DEFAULT);
    return found.isEmpty() && newest && !there.isEmpty() ? Optional.of(there.getLast()) : found;
  }

  /** The aliases of a version; the newest is the default one until the alias is moved. */
  List<String> aliasesOf(StoredJob job, Instant now) {
    List<String> names = new ArrayList<>();
    if (version(DEFAULT, now).filter(job::equals).isPresent()) {
      names.add(DEFAULT);
    }
    aliases.forEach(
        (alias, version) -> {
          if (version == job.outputs().version() && !alias.equals(DEFAULT)) {
            names.add(alias);
          }
        });
    return names;
  }

  void alias(String alias, int version) {
    Map<String, Integer> changed = new HashMap<>(aliases);
    changed.put(alias, version);
    aliases = Map.copyOf(changed);
  }

  void removeAlias(String alias, int version) {
    Map<String, Integer> changed = new HashMap<>(aliases);
    changed.remove(alias, version);
    aliases = Map.copyOf(changed);
  }
}
