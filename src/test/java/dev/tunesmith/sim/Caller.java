package dev.tunesmith.sim;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJobSpec;
import dev.tunesmith.lifecycle.ResourceKey;
import java.util.Objects;

/**
 * Who sent a create: the truth about a job's owner, which no label and no status can forge.
 *
 * @param cluster the cluster whose operator sent it
 * @param key the resource that was reconciled
 * @param uid its uid at that time
 * @param run the run that it asked for at that time
 * @param inputs everything else that it asked for
 */
record Caller(SimCluster cluster, ResourceKey key, String uid, String run, String inputs) {
  static Caller of(SimCluster cluster, TuningJob resource) {
    TuningJobSpec spec = resource.getSpec();
    return new Caller(
        cluster,
        SimCluster.keyOf(resource),
        resource.getMetadata().getUid(),
        Objects.requireNonNull(spec.run()),
        spec.projectId()
            + "/"
            + spec.location()
            + "/"
            + spec.tuning()
            + "/"
            + spec.preTunedModelFrom());
  }

  boolean isFor(SimCluster other, ResourceKey otherKey) {
    return cluster == other && key.equals(otherKey);
  }

  @Override
  public String toString() {
    return cluster.name() + "/" + key + " run " + run;
  }
}
