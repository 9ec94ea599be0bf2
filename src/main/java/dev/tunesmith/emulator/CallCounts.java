package dev.tunesmith.emulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts calls by method and by the code that the caller saw. A call is counted before its answer
 * leaves, so a client that has the answer finds it counted. A call that was dropped counts as
 * {@code UNAVAILABLE}, one that was never answered as {@code DEADLINE_EXCEEDED}.
 */
public final class CallCounts {
  private record Key(RpcMethod method, CanonicalCode code) {}

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

  CallCounts() {}

  void count(RpcMethod method, CanonicalCode code) {
    counts.computeIfAbsent(new Key(method, code), key -> new LongAdder()).increment();
  }

  /**
   * The calls of one method, whatever their outcome.
   *
   * @param method the method
   * @return how many since the start
   */
  public long of(RpcMethod method) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().method() == method)
        .mapToLong(entry -> entry.getValue().sum())
        .sum();
  }

  /**
   * The calls of one method with one outcome.
   *
   * @param method the method
   * @param code what the caller saw
   * @return how many since the start
   */
  public long of(RpcMethod method, CanonicalCode code) {
    LongAdder count = counts.get(new Key(method, code));
    return count == null ? 0 : count.sum();
  }

  /**
   * All counts that are not zero.
   *
   * @return method name (such as {@code CreateTuningJob}) to canonical code to count; a copy
   */
  public Map<String, Map<String, Long>> counts() {
    Map<String, Map<String, Long>> all = new TreeMap<>();
    counts.entrySet().stream()
        .forEach(
            entry ->
                all.computeIfAbsent(entry.getKey().method().rpcName(), name -> new TreeMap<>())
                    .put(entry.getKey().code().name(), entry.getValue().sum()));
    return all;
  }
}
