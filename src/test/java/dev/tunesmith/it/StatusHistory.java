package dev.tunesmith.it;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every status that the resources of a namespace ever had, as a watch shows them. */
final class StatusHistory implements AutoCloseable {
  private final Map<String, List<Seen>> seen = new ConcurrentHashMap<>();
  private final Map<String, TuningJob> present = new ConcurrentHashMap<>();
  private final SharedIndexInformer<TuningJob> informer;

  /**
   * One status.
   *
   * @param reason Ready's; empty before the operator has written anything
   * @param message Ready's
   * @param conditions those that are True, in order, such as {@code Complete Ready}
   * @param job its name; null when there is none
   * @param deleting whether the resource is being deleted
   */
  record Seen(
      String reason, String message, String conditions, @Nullable String job, boolean deleting) {}

  StatusHistory(KubernetesClient client, String namespace) {
    this.informer =
        client
            .resources(TuningJob.class)
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(TuningJob resource) {
                    add(resource);
                  }

                  @Override
                  public void onUpdate(TuningJob before, TuningJob resource) {
                    add(resource);
                  }

                  @Override
                  public void onDelete(TuningJob resource, boolean unknown) {
                    present.remove(resource.getMetadata().getName());
                  }
                });
  }

  private void add(TuningJob resource) {
    String name = resource.getMetadata().getName();
    List<Seen> all = seen.computeIfAbsent(name, n -> new ArrayList<>());
    synchronized (all) {
      all.add(read(resource));
    }
    present.put(name, resource);
  }

  private static Seen read(TuningJob resource) {
    TuningJobStatus status = resource.getStatus();
    List<Condition> conditions = status == null ? List.of() : status.conditions();
    Optional<Condition> ready =
        conditions.stream().filter(c -> c.getType().equals("Ready")).findFirst();
    return new Seen(
        ready.map(Condition::getReason).orElse(""),
        ready.map(Condition::getMessage).orElse(""),
        conditions.stream()
            .filter(c -> c.getStatus().equals("True"))
            .map(Condition::getType)
            .collect(Collectors.toCollection(TreeSet::new))
            .stream()
            .collect(Collectors.joining(" ")),
        status == null || status.job() == null ? null : status.job().name(),
        resource.isMarkedForDeletion());
  }

  /** All that was seen of a name, oldest first; also of resources that are gone. */
  List<Seen> of(String name) {
    List<Seen> all = seen.getOrDefault(name, List.of());
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** Whether a reason of Ready was ever seen. */
  boolean showed(String name, String reason) {
    return of(name).stream().anyMatch(status -> status.reason().equals(reason));
  }

  /** The status now; nothing when the resource is gone. */
  Optional<Seen> now(String name) {
    return Optional.ofNullable(present.get(name)).map(StatusHistory::read);
  }

  String state(String name) {
    TuningJob resource = present.get(name);
    return resource == null
            || resource.getStatus() == null
            || resource.getStatus().job() == null
            || resource.getStatus().job().state() == null
        ? ""
        : resource.getStatus().job().state();
  }

  @Override
  public void close() {
    informer.close();
  }
}
