package dev.tunesmith.sim;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.reconcile.ResultWriter;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An API server in memory: generations, resource versions that lock writes, deletion that waits for
 * the finalizer, the CRD's two rules of editing, and watches. Statuses go through JSON, as they do
 * on the wire. What the operator's deployment sets by flags stands here too.
 */
final class SimCluster {
  /** What a watch shows. */
  enum Change {
    ADDED,
    MODIFIED,
    DELETED
  }

  /**
   * One event of a watch.
   *
   * @param change what happened
   * @param resource as it is now, or last was; never changed
   */
  record Event(Change change, TuningJob resource) {
    ResourceKey key() {
      return keyOf(resource);
    }

    long version() {
      return versionOf(resource);
    }
  }

  private final SimWorld world;
  private final String name;
  private final Map<ResourceKey, TuningJob> stored =
      new TreeMap<>(Comparator.comparing(ResourceKey::toString));
  private final Map<ResourceKey, List<TuningJobStatus>> history = new HashMap<>();
  private final List<Consumer<Event>> watches = new ArrayList<>();
  private final Deque<Integer> refusals = new ArrayDeque<>();
  private long version = 1000;
  private int created;
  private boolean answerIsLost;
  @Nullable Runnable beforeWrite;

  /** Nobody can write or is told anything while true. */
  private boolean down;

  private final Deque<Event> held = new ArrayDeque<>();

  /** Further fields of what people apply, by resource. */
  final Map<ResourceKey, Map<String, @Nullable Object>> fields = new HashMap<>();

  /** A ConfigMap in the one namespace. */
  record Published(String owner, Map<String, String> data) {}

  final Map<String, Published> configMaps = new TreeMap<>();

  /** Why ConfigMaps cannot be written; null where they can. */
  @Nullable String configMapsRefused;

  // The operator's flags: a process reads them when it starts.
  String instanceId;
  @Nullable String defaultLocation = SimWorld.SCOPE.location();
  final Set<Scope> formerScopes = new HashSet<>();
  boolean gateOpen = true;

  SimCluster(SimWorld world, String name) {
    this.world = world;
    this.name = name;
    this.instanceId = name;
  }

  String name() {
    return name;
  }

  // ---- people

  /**
   * Creates the resource, or edits its spec; the same again is no write, as on the real server.
   *
   * @return false where the CRD's rules refuse the edit, or a deletion is under way
   */
  boolean apply(ResourceKey key, TuningJobSpec spec) {
    TuningJob old = stored.get(key);
    if (old == null) {
      TuningJob resource = new TuningJob();
      resource.setMetadata(
          new ObjectMetaBuilder()
              .withNamespace(key.namespace())
              .withName(key.name())
              .withUid(name + "-" + ++created)
              .withGeneration(1L)
              .build());
      resource.setSpec(spec);
      resource.setStatus(initial());
      put(Change.ADDED, resource);
      return true;
    }
    if (spec.equals(old.getSpec())) {
      return true;
    }
    if (old.isMarkedForDeletion() || !Admission.admits(old, edited(old, spec))) {
      return false;
    }
    edit(key, spec);
    return true;
  }

  /** Edits a spec past the CRD's rules. */
  void edit(ResourceKey key, TuningJobSpec spec) {
    put(Change.MODIFIED, edited(Objects.requireNonNull(stored.get(key)), spec));
  }

  private static TuningJob edited(TuningJob old, TuningJobSpec spec) {
    TuningJob resource = copy(old);
    resource.setSpec(spec);
    resource.getMetadata().setGeneration(old.getMetadata().getGeneration() + 1);
    return resource;
  }

  static boolean isFinished(TuningJobStatus status) {
    return conditions(status).contains("Finished");
  }

  /** What the schema's default makes of an absent status. */
  static TuningJobStatus initial() {
    return Serialization.unmarshal("observedGeneration: -1", TuningJobStatus.class);
  }

  /** A person or a restore writes into the status. */
  void forge(ResourceKey key, UnaryOperator<TuningJobStatus> change) {
    TuningJob resource = copy(Objects.requireNonNull(stored.get(key)));
    resource.setStatus(change.apply(resource.getStatus()));
    put(Change.MODIFIED, resource);
    world.judge.forged(this, key);
  }

  void loseStatus(ResourceKey key) {
    forge(key, status -> initial());
  }

  /** Somebody writes an annotation, or the like: nothing that we read. */
  void touch(ResourceKey key) {
    put(Change.MODIFIED, copy(Objects.requireNonNull(stored.get(key))));
  }

  /** Somebody sets an annotation; null removes it. */
  void annotate(ResourceKey key, String name, @Nullable String value) {
    TuningJob resource = copy(Objects.requireNonNull(stored.get(key)));
    Map<String, String> annotations =
        new HashMap<>(
            Objects.requireNonNullElse(resource.getMetadata().getAnnotations(), Map.of()));
    if (value == null) {
      annotations.remove(name);
    } else {
      annotations.put(name, value);
    }
    resource.getMetadata().setAnnotations(annotations);
    put(Change.MODIFIED, resource);
  }

  /** Asks for the deletion; the finalizer holds the resource, where it has one. */
  void delete(ResourceKey key) {
    TuningJob old = stored.get(key);
    if (old == null || old.isMarkedForDeletion()) {
      return;
    }
    if (old.getMetadata().getFinalizers().isEmpty()) {
      remove(key);
      return;
    }
    TuningJob resource = copy(old);
    resource.getMetadata().setDeletionTimestamp(world.time.instant().toString());
    put(Change.MODIFIED, resource);
  }

  /** Somebody removes all finalizers; a resource that is being deleted is gone then. */
  void strip(ResourceKey key) {
    TuningJob old = stored.get(key);
    if (old == null || old.getMetadata().getFinalizers().isEmpty()) {
      return;
    }
    world.judge.stripped(this, key);
    if (old.isMarkedForDeletion()) {
      remove(key);
      return;
    }
    TuningJob resource = copy(old);
    resource.getMetadata().setFinalizers(List.of());
    put(Change.MODIFIED, resource);
  }

  /** Somebody else adds a finalizer of their own. */
  void hold(ResourceKey key) {
    TuningJob resource = copy(Objects.requireNonNull(stored.get(key)));
    List<String> finalizers = new ArrayList<>(resource.getMetadata().getFinalizers());
    finalizers.add("example.com/other");
    resource.getMetadata().setFinalizers(finalizers);
    put(Change.MODIFIED, resource);
  }

  /** Somebody removes the finalizer and deletes the resource. */
  void vanish(ResourceKey key) {
    world.judge.stripped(this, key);
    remove(key);
  }

  /** The cluster is gone, and another is in its place: nobody is told of it. */
  void tearAway(ResourceKey key) {
    stored.remove(key);
    watches.clear();
  }

  /** A backup is restored: the resource as it is in another place, with its status or without. */
  void restore(ResourceKey key, TuningJob original, boolean withStatus) {
    TuningJob resource = new TuningJob();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(key.namespace())
            .withName(key.name())
            .withUid(name + "-" + ++created)
            .withGeneration(1L)
            .withFinalizers(withStatus ? original.getMetadata().getFinalizers() : List.of())
            .build());
    resource.setSpec(original.getSpec());
    resource.setStatus(withStatus ? original.getStatus() : initial());
    put(Change.ADDED, resource);
  }

  /** A backup is restored over a resource: the same with its status, and no finalizer. */
  void replace(ResourceKey key) {
    TuningJob resource = copy(Objects.requireNonNull(stored.get(key)));
    resource.getMetadata().setUid(name + "-" + ++created);
    resource.getMetadata().setFinalizers(List.of());
    resource.getMetadata().setDeletionTimestamp(null);
    put(Change.ADDED, resource);
  }

  /** All statuses that a resource of this name ever had, oldest first. */
  List<TuningJobStatus> history(ResourceKey key) {
    return history.getOrDefault(key, List.of());
  }

  // ---- the operator

  void watch(Consumer<Event> watch) {
    watches.add(watch);
    stored.values().forEach(resource -> watch.accept(new Event(Change.ADDED, resource)));
  }

  void unwatch(Consumer<Event> watch) {
    watches.remove(watch);
  }

  TuningJob writeFinalizers(TuningJob read, List<String> finalizers) {
    TuningJob current = current(read);
    TuningJob resource = copy(current);
    resource.getMetadata().setFinalizers(List.copyOf(finalizers));
    if (finalizers.isEmpty() && resource.isMarkedForDeletion()) {
      remove(keyOf(read));
      return resource;
    }
    put(Change.MODIFIED, resource);
    if (!finalizers.isEmpty()) {
      world.judge.regained(this, keyOf(read));
    }
    return copy(resource);
  }

  TuningJob writeStatus(TuningJob read, TuningJobStatus status) {
    TuningJob current = current(read);
    TuningJob resource = copy(current);
    resource.setStatus(
        Serialization.unmarshal(Serialization.asJson(status), TuningJobStatus.class));
    put(Change.MODIFIED, resource);
    world.judge.written(this, current, resource);
    return copy(resource);
  }

  /** The operator deletes a resource that it read, and no other version of it. */
  void deleteRead(TuningJob read) {
    TuningJob current = current(read);
    world.judge.expiring(this, current);
    delete(keyOf(current));
  }

  /** As the real writer does: by the owner's name. */
  ResultWriter.Reply publish(ObjectMeta owner, ResultWriter.Result result) {
    if (configMapsRefused != null) {
      return new ResultWriter.Refused(configMapsRefused);
    }
    Published old = configMaps.get(result.configMapName());
    if (old != null && !old.owner().equals(owner.getName())) {
      return new ResultWriter.NotOwned();
    }
    Published now = new Published(owner.getName(), result.data());
    configMaps.put(result.configMapName(), now);
    return new ResultWriter.Written(!now.equals(old));
  }

  /** Whether the answer to the next write does not arrive. */
  boolean takeLostAnswer() {
    boolean lost = answerIsLost;
    answerIsLost = false;
    return lost;
  }

  private TuningJob current(TuningJob read) {
    Integer code = refusals.poll();
    if (down || code != null) {
      throw new KubernetesClientException("scripted", code == null ? 503 : code, null);
    }
    TuningJob current = stored.get(keyOf(read));
    boolean same =
        current != null && current.getMetadata().getUid().equals(read.getMetadata().getUid());
    if (current == null || !same) {
      throw new KubernetesClientException("gone", HttpURLConnection.HTTP_NOT_FOUND, null);
    }
    if (versionOf(current) != versionOf(read)) {
      throw new KubernetesClientException(
          "changed meanwhile", HttpURLConnection.HTTP_CONFLICT, null);
    }
    return current;
  }

  /** Makes the next write of the operator fail with a code of HTTP, and write nothing. */
  void refuseNextWrite(int code) {
    refusals.add(code);
  }

  /** Makes the next write of the operator go through, and its answer get lost. */
  void loseNextAnswer() {
    answerIsLost = true;
  }

  /** Writes of the operator fail, and watches show nothing, until the server is back. */
  void setDown(boolean wanted) {
    down = wanted;
    while (!down && !held.isEmpty()) {
      emit(held.remove());
    }
  }

  /** Takes back every scripted failure. */
  void calmDown() {
    setDown(false);
    refusals.clear();
    answerIsLost = false;
  }

  // ---- what people see

  Collection<TuningJob> all() {
    return stored.values();
  }

  @Nullable TuningJob find(ResourceKey key) {
    TuningJob resource = stored.get(key);
    return resource == null ? null : copy(resource);
  }

  /** The status as it stands, without a copy of the resource; null where there is none. */
  @Nullable TuningJobStatus status(ResourceKey key) {
    TuningJob resource = stored.get(key);
    return resource == null ? null : resource.getStatus();
  }

  private void put(Change change, TuningJob resource) {
    resource.getMetadata().setResourceVersion(Long.toString(++version));
    stored.put(keyOf(resource), resource);
    history.computeIfAbsent(keyOf(resource), key -> new ArrayList<>()).add(resource.getStatus());
    emit(new Event(change, resource));
  }

  private void remove(ResourceKey key) {
    TuningJob last = Objects.requireNonNull(stored.remove(key));
    TuningJob resource = copy(last);
    resource.getMetadata().setResourceVersion(Long.toString(++version));
    emit(new Event(Change.DELETED, resource));
    world.judge.removed(this, key);
  }

  private void emit(Event event) {
    if (down) {
      held.add(event);
      return;
    }
    List.copyOf(watches).forEach(watch -> watch.accept(event));
  }

  static ResourceKey keyOf(TuningJob resource) {
    ObjectMeta meta = resource.getMetadata();
    return new ResourceKey(meta.getNamespace(), meta.getName());
  }

  static long versionOf(TuningJob resource) {
    return Long.parseLong(resource.getMetadata().getResourceVersion());
  }

  static TuningJob copy(TuningJob old) {
    TuningJob copy = new TuningJob();
    copy.setMetadata(new ObjectMetaBuilder(old.getMetadata()).build());
    copy.setSpec(old.getSpec());
    copy.setStatus(old.getStatus());
    return copy;
  }

  /** The conditions that are True, in order, such as {@code Failed Stalled}. */
  static String conditions(TuningJobStatus status) {
    return conditions(status.conditions());
  }

  static String conditions(List<Condition> all) {
    return all.stream()
        .filter(condition -> condition != null && "True".equals(condition.getStatus()))
        .map(Condition::getType)
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
