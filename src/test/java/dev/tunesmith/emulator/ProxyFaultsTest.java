package dev.tunesmith.emulator;

import static dev.tunesmith.emulator.RpcMethod.CREATE_TUNING_JOB;
import static dev.tunesmith.emulator.RpcMethod.LIST_TUNING_JOBS;
import static dev.tunesmith.emulator.RunningEmulator.PARENT;
import static dev.tunesmith.emulator.RunningEmulator.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunesmith.emulator.Effect.CutShort;
import dev.tunesmith.emulator.Effect.HttpReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Faults of what is between a client and the service")
class ProxyFaultsTest {
  private static final String JOBS = "/v1beta1/" + PARENT + "/tuningJobs";

  @RegisterExtension final RunningEmulator running = new RunningEmulator();

  @ParameterizedTest
  @CsvSource({"502, true", "403, false", "404, false", "200, true"})
  @DisplayName("httpReply: a page of a proxy, with the work done or not")
  void page(int status, boolean accepted) throws IOException {
    running.add(CREATE_TUNING_JOB, new HttpReply(status, null, null, accepted));
    HttpResponse<String> answer = create();

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html");
    assertThat(answer.body()).startsWith("<html>").contains("nginx");
    assertThat(running.emulator().jobs()).hasSize(accepted ? 1 : 0);
    assertThat(running.emulator().calls().of(CREATE_TUNING_JOB, CanonicalCode.UNKNOWN))
        .isEqualTo(1);
  }

  @Test
  @DisplayName("httpReply: any body and type, also none")
  void body() throws IOException {
    running
        .emulator()
        .faults()
        .add(Fault.on(CREATE_TUNING_JOB, new HttpReply(503, "text/plain", "", false)).once());
    HttpResponse<String> empty = create();
    assertThat(empty.body()).isEmpty();
    assertThat(empty.headers().firstValue("Content-Type")).hasValue("text/plain");

    running.add(CREATE_TUNING_JOB, new HttpReply(400, "application/json", "{\"error\": 7}", false));
    assertThat(create().body()).isEqualTo("{\"error\": 7}");
  }

  @Test
  @DisplayName("cutShort: the connection ends within the answer; the job is there")
  void cutShort() throws IOException {
    running.add(CREATE_TUNING_JOB, new CutShort(30));
    assertThatThrownBy(this::create).isInstanceOf(IOException.class);
    assertThat(running.emulator().jobs()).hasSize(1);

    running.add(LIST_TUNING_JOBS, new CutShort(1 << 20));
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), running.emulator().httpPort())) {
      socket
          .getOutputStream()
          .write(("GET " + JOBS + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).contains("\"tuningJobs\"").doesNotEndWith("}\n");
    }
  }

  @Test
  @DisplayName("over gRPC both end the call UNAVAILABLE")
  void grpc() {
    running.add(CREATE_TUNING_JOB, new HttpReply(502));
    running.add(LIST_TUNING_JOBS, new CutShort(3));
    assertThat(running.grpc().create(PARENT, request("demo")).code())
        .isEqualTo(CanonicalCode.UNAVAILABLE);
    assertThat(running.grpc().list(PARENT).code()).isEqualTo(CanonicalCode.UNAVAILABLE);
  }

  private HttpResponse<String> create() throws IOException {
    return running.rest().send("POST", JOBS, request("demo").toString(), Wire.PATIENCE);
  }
}
