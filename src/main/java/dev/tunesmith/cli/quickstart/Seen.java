package dev.tunesmith.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunesmith.api.v1alpha1.tunedmodel.TunedModel;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.cli.gemini.LossCurve;
import dev.tunesmith.gemini.TuningSnapshot;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource of either kind as it was last seen.
 *
 * @param resource the resource
 * @param row what {@code kubectl get} shows of it
 * @param outcome how it stands
 * @param ready its condition Ready; null until the operator has seen it
 * @param body {@code status.job} or {@code status.model}; null where there is none yet
 */
record Seen(
    HasMetadata resource,
    Row row,
    Outcome outcome,
    @Nullable Condition ready,
    @Nullable Object body) {
  private static final ObjectMapper JSON = new JsonMapper();

  /** The CRDs' default, which a mock server does not fill in. */
  private static final String DEFAULT_RUN = "1";

  static Seen of(TuningJob job) {
    var status = Optional.ofNullable(job.getStatus());
    List<Condition> conditions = status.map(each -> each.conditions()).orElse(List.of());
    return of(
        job,
        conditions,
        status.map(each -> each.model()),
        status.map(each -> each.state()),
        status.map(each -> each.percent()),
        status.map(each -> each.reason()),
        Optional.ofNullable(job.getSpec()).map(each -> each.run()),
        status.<Object>map(each -> each.job()).orElse(null));
  }

  static Seen of(TunedModel model) {
    var status = Optional.ofNullable(model.getStatus());
    List<Condition> conditions = status.map(each -> each.conditions()).orElse(List.of());
    return of(
        model,
        conditions,
        status.map(each -> each.baseModel()),
        status.map(each -> each.state()),
        status.map(each -> each.percent()),
        status.map(each -> each.reason()),
        Optional.ofNullable(model.getSpec()).map(each -> each.run()),
        status.<Object>map(each -> each.model()).orElse(null));
  }

  private static Seen of(
      HasMetadata resource,
      List<Condition> conditions,
      Optional<String> model,
      Optional<String> state,
      Optional<Integer> percent,
      Optional<String> reason,
      Optional<String> run,
      @Nullable Object body) {
    Condition ready =
        conditions.stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .findFirst()
            .orElse(null);
    return new Seen(
        resource,
        new Row(
            resource.getMetadata().getName(),
            model.orElse(""),
            state.orElse(""),
            percent.map(String::valueOf).orElse(""),
            ready == null ? "" : ready.getStatus(),
            reason.orElse(""),
            run.orElse(DEFAULT_RUN)),
        Outcome.of(conditions, resource.getMetadata().getGeneration()),
        ready,
        body);
  }

  /** Kind and name: both kinds may have the same name. */
  String key() {
    return resource.getKind() + "/" + row.name();
  }

  /** One line: how it ended, what can be used now, what it cost. */
  String line(Surroundings surroundings) {
    return switch (outcome) {
      case COMPLETE -> row.name() + ": Complete" + duration() + ", " + result(surroundings);
      case FAILED -> row.name() + ": Failed" + duration() + ", " + why();
      case STALLED -> row.name() + ": Stalled, " + why();
      case SUSPENDED -> row.name() + ": Suspended, no job was created";
      case UNDER_WAY -> row.name() + ": not at its end, " + why();
    };
  }

  /** An open model is not deployed; a model of the Gemini API is asked by its name. */
  private String result(Surroundings surroundings) {
    JsonNode body = JSON.valueToTree(this.body);
    String tokens = body.findPath("totalBillableTokenCount").asText("");
    String billed = tokens.isEmpty() ? "" : ", " + tokens + " tokens billed";
    String endpoint = body.at("/tunedModel/endpoint").asText("");
    String folder = body.path("outputUri").asText("");
    if (resource instanceof TunedModel model) {
      List<TuningSnapshot> points = LossCurve.points(model);
      return "model "
          + body.path("name").asText("none")
          + (points.isEmpty() ? "" : loss(points, surroundings));
    }
    return (!endpoint.isEmpty()
            ? "endpoint " + endpoint
            : folder.isEmpty() ? "endpoint none" : "artefacts in " + folder)
        + billed;
  }

  private static String loss(List<TuningSnapshot> points, Surroundings surroundings) {
    LossCurve curve = LossCurve.of("", points);
    String bars = curve.bars();
    return ", " + (surroundings.canShow(bars) ? bars + " " : "") + curve.summary();
  }

  /** From the job's creation to its end, by the service's clock. */
  private String duration() {
    JsonNode body = JSON.valueToTree(this.body);
    JsonNode task = body.path("tuningTask");
    String begin = body.path("createTime").asText(task.path("startTime").asText(""));
    String end = body.path("endTime").asText(task.path("completeTime").asText(""));
    return begin.isEmpty() || end.isEmpty()
        ? ""
        : " in " + Row.human(Duration.between(Instant.parse(begin), Instant.parse(end)));
  }

  private String why() {
    return ready == null
        ? "the operator has not seen it yet"
        : ready.getReason() + ": " + Objects.requireNonNullElse(ready.getMessage(), "");
  }
}
