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

  void clear() {
    tries.clear();
  }
}
