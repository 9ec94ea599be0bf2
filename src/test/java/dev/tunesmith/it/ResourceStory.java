package dev.tunesmith.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody does with one resource, step by step, and what there has to be in the end. */
final class ResourceStory {
  /** One thing that somebody does; false where it cannot be done yet. */
  private interface Step {
    boolean take(ResourceStory story);
  }

  /** What somebody has in mind, and how many jobs that may cost. */
  enum Plan {
    SUCCEEDS(1, 1),
    FAILS(1, 1),
    RUNS_AGAIN(2, 2),
    IS_DELETED(0, 1),
    IS_DELETED_RUNNING(1, 1),
    COMES_BACK(1, 1);

    private final int least;
    private final int most;

    Plan(int least, int most) {
      this.least = least;
      this.most = most;
    }

    private List<Step> steps() {
      return switch (this) {
        case SUCCEEDS, FAILS -> List.of(ResourceStory::apply);
        case RUNS_AGAIN -> List.of(ResourceStory::apply, ResourceStory::runAgain);
        case IS_DELETED ->
            List.of(ResourceStory::apply, ResourceStory::delete, ResourceStory::seeGone);
        case IS_DELETED_RUNNING ->
            List.of(ResourceStory::apply, ResourceStory::deleteRunning, ResourceStory::seeGone);
        case COMES_BACK ->
            List.of(
                ResourceStory::apply,
                ResourceStory::delete,
                ResourceStory::seeGone,
                ResourceStory::apply);
      };
    }

    int least() {
      return least;
    }

    int most() {
      return most;
    }

    String data() {
      return switch (this) {
        case SUCCEEDS, RUNS_AGAIN, COMES_BACK -> "train";
        case FAILS -> "fail-train";
        case IS_DELETED, IS_DELETED_RUNNING -> "never/train";
      };
    }

    String end() {
      return switch (this) {
        case SUCCEEDS, RUNS_AGAIN -> "Complete";
        case FAILS -> "Failed";
        // Deleted before its end, its job was cancelled.
        case COMES_BACK -> "Complete|Failed";
        case IS_DELETED, IS_DELETED_RUNNING -> "";
      };
    }
  }

  private final NamespacedKubernetesClient client;
  private final Plan plan;
  private final String name;
  private int step;

  ResourceStory(NamespacedKubernetesClient client, Plan plan, String name) {
    this.client = client;
    this.plan = plan;
    this.name = name;
  }

  Plan plan() {
    return plan;
  }

  String name() {
    return name;
  }

  /** Does the next step, where it can be done already. */
  synchronized void goOn() {
    try {
      if (!told() && plan.steps().get(step).take(this)) {
        step++;
      }
    } catch (KubernetesClientException e) {
      // Two writers at once: people try again.
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  synchronized boolean told() {
    return step == plan.steps().size();
  }

  boolean ended() {
    return plan.end().isEmpty()
        ? read() == null
        : has(plan.end(), plan == Plan.RUNS_AGAIN ? "2" : "1");
  }

  private boolean apply() {
    write("1");
    return true;
  }

  private boolean runAgain() {
    if (!has("Complete", "1")) {
      return false;
    }
    write("2");
    return true;
  }

  private boolean delete() {
    client.resources(TuningJob.class).withName(name).delete();
    return true;
  }

  private boolean deleteRunning() {
    TuningJob resource = read();
    boolean running =
        resource != null
            && resource.getStatus() != null
            && resource.getStatus().job() != null
            && "JOB_STATE_RUNNING".equals(resource.getStatus().job().state());
    return running && delete();
  }

  private boolean seeGone() {
    return read() == null;
  }

  @Nullable TuningJob read() {
    return client.resources(TuningJob.class).withName(name).get();
  }

  private boolean has(String conditions, String run) {
    TuningJob resource = read();
    return resource != null
        && resource.getStatus() != null
        && run.equals(resource.getStatus().run())
        && resource.getStatus().conditions().stream()
            .anyMatch(c -> c.getType().matches(conditions) && c.getStatus().equals("True"));
  }

  private void write(String run) {
    String yaml = new Manifest(name, run, "", "gemini-2.5-flash", plan.data(), "").yaml();
    var unused =
        client
            .resources(TuningJob.class)
            .load(new ByteArrayInputStream(yaml.getBytes(UTF_8)))
            .forceConflicts()
            .serverSideApply();
  }
}
