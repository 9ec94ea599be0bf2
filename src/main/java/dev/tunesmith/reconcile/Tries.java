package dev.tunesmith.reconcile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each of several things was tried, and when it is next. Lost with the process. */
final class Tries {
  private final Map<String, Try> tries = new LinkedHashMap<>();

  private record Try(int calls, Duration notBefore) {}

  int calls(String what) {
    Try before = tries.get(what);
    return before == null ? 0 : before.calls();
  }

  /** Nothing is to be done about it before. */
  void tried(String what, Duration notBefore) {
    tries.put(what, new Try(calls(what) + 1, notBefore));
  }

  /** How long until the next call; not positive where it is due. */
  Duration until(String what, Duration now) {
    Try before = tries.get(what);
    return before == null ? Duration.ZERO : before.notBefore().minus(now);
  }

  /** How long each of those still waits that is not due. */
  Map<String, Duration> waiting(Duration now) {
    Map<String, Duration> waiting = new LinkedHashMap<>();
    tries.forEach(
        (what, last) -> {
          if (last.notBefore().compareTo(now) > 0) {
            waiting.put(what, last.notBefore().minus(now));
          }
        });
    return waiting;
  }

  void clear() {
    tries.clear();
  }
}
