package dev.tunesmith.leader;

/**
 * The Lease of leader election.
 *
 * @param identity of this process, unique among all replicas that ever were
 */
public record LeaseSettings(String namespace, String name, String identity, LeaseTiming timing) {
  String path() {
    return namespace + "/" + name;
  }
}
