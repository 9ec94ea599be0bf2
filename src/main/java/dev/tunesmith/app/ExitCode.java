package dev.tunesmith.app;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process's exit says; Kubernetes shows it as {@code lastState.terminated.exitCode}. */
public enum ExitCode {
  /** Done, or stopped as asked. */
  OK(0, "done, or stopped as asked"),
  /** Something unforeseen; the log has the details. */
  FAILED(1, "an unforeseen failure; see the log"),
  /** The options are wrong. */
  USAGE(2, "the options or environment variables are wrong; every error is listed"),
  /** No API server, or no right to talk to it. */
  NO_CLUSTER(3, "the Kubernetes API server cannot be reached, or refuses the operator"),
  /** The CRD is not installed; for a newer one the operator waits, not ready. */
  CRD_UNUSABLE(4, "the CRD is not installed: apply crds/"),
  /** No Google Cloud credentials. */
  NO_CREDENTIALS(5, "no Google Cloud credentials were found"),
  /** Another replica leads; this one must not go on. */
  LOST_LEADERSHIP(6, "leadership was lost to another replica; a restart rejoins"),
  /** Work in flight did not end in time. */
  SHUTDOWN_TIMED_OUT(7, "work in flight did not end within --shutdown-timeout"),
  /** The watch of resources ended, and is not opened again. */
  WATCH_LOST(8, "the watch of TuningJobs ended for good; a restart opens it again"),
  /** The API server did not answer for minutes, also over new connections. */
  API_SERVER_LOST(9, "the Kubernetes API server did not answer for five minutes"),
  /** No cluster can be taken from the kubeconfig. */
  KUBECONFIG(10, "the kubeconfig is missing, cannot be read, or names no cluster"),
  /** Another process has the port, or the address is not one of this machine. */
  PORT_UNUSABLE(11, "a port or address cannot be listened on");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /**
   * The number.
   *
   * @return 0 to 11
   */
  public int code() {
    return code;
  }

  /**
   * What it means, for people.
   *
   * @return half a sentence
   */
  public String meaning() {
    return meaning;
  }

  /**
   * All codes, as picocli's {@code exitCodeList} takes them.
   *
   * @return number to meaning, in order
   */
  public static Map<String, String> list() {
    Map<String, String> list = new LinkedHashMap<>();
    for (ExitCode exit : values()) {
      list.put(Integer.toString(exit.code), exit.meaning);
    }
    return list;
  }
}
