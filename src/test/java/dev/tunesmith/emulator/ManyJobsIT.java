package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RunningEmulator.ALL_OVER;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.aiplatform.v1.GenAiTuningServiceClient;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.TuningJob;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@DisplayName("10,000 jobs")
class ManyJobsIT {
  private static final Logger LOG = LoggerFactory.getLogger(ManyJobsIT.class);
  private static final int JOBS = 10_000;

  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  @DisplayName("are listed page by page, each once; the times are reported")
  void list() {
    GenAiTuningServiceClient client = running.grpc().client();
    TuningJob request = GrpcJson.message(request("demo"), TuningJob.newBuilder()).build();
    List<String> created = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < JOBS; i++) {
      created.add(client.createTuningJob(PARENT, request).getName());
    }
    report("create", start);
    running.clock().advance(ALL_OVER);

    start = System.nanoTime();
    List<String> overGrpc = new ArrayList<>();
    client
        .listTuningJobs(ListTuningJobsRequest.newBuilder().setParent(PARENT).build())
        .iterateAll()
        .forEach(job -> overGrpc.add(job.getName()));
    report("list over gRPC, all pages", start);
    assertThat(overGrpc).containsExactlyElementsOf(created.reversed());

    start = System.nanoTime();
    List<String> overRest = new ArrayList<>();
    String token = "";
    do {
      Wire.Result page = running.rest().list(PARENT, 0, token, "");
      overRest.addAll(page.names());
      token = page.nextPageToken();
    } while (!token.isEmpty());
    report("list over REST, all pages", start);
    assertThat(overRest).containsExactlyElementsOf(created.reversed());
  }

  private static void report(String what, long since) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    LOG.info("{} jobs: {} in {} ms", JOBS, what, millis);
  }
}
