package dev.tunesmith.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.api.v1alpha1.tuningjob.TuningJob;
import dev.tunesmith.kind.tuningjob.DesiredJobs;
import dev.tunesmith.lifecycle.JobName;
import dev.tunesmith.lifecycle.JobState;
import dev.tunesmith.vertex.JobRequest;
import dev.tunesmith.vertex.JobSnapshot;
import dev.tunesmith.vertex.SnapshotReader;
import dev.tunesmith.vertex.TuningMethod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests and snapshots of jobs, in the service's REST spelling. */
public final class Jobs {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Jobs() {}

  /** The smallest request that the service accepts. */
  public static JobRequest request() {
    return request(
        """
        {"baseModel": "gemini-2.5-flash",
         "supervisedTuningSpec": {"trainingDatasetUri": "gs://bucket/train.jsonl"}}
        """);
  }

  /** A request of supervised tuning with this body. */
  public static JobRequest request(String json) {
    return new JobRequest(TuningMethod.SUPERVISED, json);
  }

  /** The requests of the samples in {@code deploy/samples}, by their files' names. */
  public static SortedMap<String, JobRequest> samples() {
    DesiredJobs jobs = new DesiredJobs("local-project", "us-central1");
    SortedMap<String, JobRequest> samples = new TreeMap<>();
    Path folder = Path.of("deploy", "samples");
    try (Stream<Path> files = Files.list(folder);
        Stream<Path> byAllowlist = Files.list(folder.resolve("allowlist"))) {
      for (Path file : Stream.concat(files, byAllowlist).filter(Files::isRegularFile).toList()) {
        TuningJob job = Serialization.unmarshal(Files.readString(file), TuningJob.class);
        JobRequest request = jobs.read(job.getSpec()).request();
        if (request != null) {
          samples.put(String.valueOf(file.getFileName()), request);
        }
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON object. */
  public static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The snapshot of a job that the service shows so. */
  public static JobSnapshot snapshot(ObjectNode body) {
    return SnapshotReader.read(body.deepCopy());
  }

  /** The snapshot of a job that shows nothing else. */
  public static JobSnapshot snapshot(
      JobName name, JobState state, Map<String, String> labels, @Nullable Instant created) {
    ObjectNode body = JSON.createObjectNode().put("name", name.value()).put("state", state.raw());
    labels.forEach(body.putObject("labels")::put);
    if (created != null) {
      body.put("createTime", created.toString());
    }
    return snapshot(body);
  }

  /** The body of a snapshot, to be changed. */
  public static ObjectNode body(JobSnapshot job) {
    return job.body().deepCopy();
  }
}
