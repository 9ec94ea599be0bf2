package dev.tunesmith.reconcile;

import dev.tunesmith.lifecycle.ResourceKey;
import dev.tunesmith.lifecycle.Scope;
import dev.tunesmith.lifecycle.Uptime;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process remembers beside the status. All of it may be lost at any moment; it makes
 * things quicker and calmer, never right.
 */
final class MemoryBook {
  private final Uptime uptime;
  private final Pauses pauses;
  private final Map<ResourceKey, MemoryPage> pages = new ConcurrentHashMap<>();
  private final Set<Scope> markerNotKept = ConcurrentHashMap.newKeySet();

  /** UIDs of resources that another process cared for, until their first round. */
  private final Set<String> inherited = ConcurrentHashMap.newKeySet();

  MemoryBook(Uptime uptime, Pauses pauses) {
    this.uptime = uptime;
    this.pauses = pauses;
  }

  /** The page of a resource; another UID under the same name begins a new one. */
  MemoryPage page(ResourceKey key, String uid) {
    return pages.compute(
        key,
        (k, page) ->
            page == null || !page.isOf(uid)
                ? new MemoryPage(uid, inherited.remove(uid), uptime, pauses)
                : page);
  }

  void forget(ResourceKey key) {
    pages.remove(key);
  }

  /**
   * What the watch shows of a resource before its first round.
   *
   * @param another whether it is in another process's care
   */
  void met(ResourceKey key, String uid, boolean another) {
    if (!another) {
      inherited.remove(uid);
    } else if (!knows(key, uid)) {
      inherited.add(uid);
    }
  }

  /** Whether there is a page of a resource: not before its first round, nor after it was let go. */
  boolean knows(ResourceKey key, String uid) {
    MemoryPage page = pages.get(key);
    return page != null && page.isOf(uid);
  }

  void markerNotKept(Scope scope) {
    markerNotKept.add(scope);
  }

  /** Whether the service was seen to drop our labels there. */
  boolean isMarkerNotKept(Scope scope) {
    return markerNotKept.contains(scope);
  }
}
