package dev.tunesmith.it;

import dev.tunesmith.vertex.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is expected of every fault in every call, in one table. {@link FaultMatrixIT} proves it on
 * the real API server and over real sockets, {@code reconcile.FaultMatrixTest} on virtual time.
 */
public final class FaultMatrix {

  /**
   * One row per fault, one column per call that it meets.
   *
   * <p>A cell names the reason of {@code Ready} that is shown while the fault lasts, beside {@code
   * Reconciling}, or beside {@code Stalled} for RequestRejected of a create and for JobLost. In
   * brackets: shown only when the fault lasts, since one read that did not come through is no news.
   * With a question mark: shown unless the job is seen to end before. {@code -}: no trouble is
   * shown. Blank: the fault does not exist for that call.
   *
   * <p>{@code 2/1}: when the fault happens once, the service sees 2 creates, and sells 1 job.
   * Without numbers: 1 create, 1 job. Where 2 creates are expected of one fault, n faults lead to n
   * + 1.
   *
   * <p>Once the fault has passed, and with nobody's help, the resource is Complete; in the columns
   * of a deletion its job is cancelled and it is gone; 2/2 leaves one job, and the other cancelled.
   * Only what ends Stalled waits for a person: 1/0 is never sent again until the manifest was
   * mended, and is Complete then. ModelGone is Failed and Stalled: it is an answer, no fault.
   *
   * <p>Events: a create that failed is told in one Warning of the reason shown; nothing else is
   * told in a Warning, but for ModelGone, which is a TuningJobFailed.
   *
   * <ul>
   *   <li>{@code list}: the look before the first create.
   *   <li>{@code in doubt}: the look for a job whose create was accepted and never answered.
   *   <li>{@code deleted in doubt}: that look when the resource was deleted meanwhile.
   *   <li>{@code cancel}: the resource is deleted while its job runs.
   *   <li>{@code model}: the resource is deleted and applied again after its job succeeded.
   * </ul>
   */
  static final String TABLE =
      """
      fault                       | create                   | get                  | list                 | in doubt             | deleted in doubt   | cancel             | model
      CANCELLED                   | CreateOutcomeUnknown 2/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable | ServiceUnavailable
      UNKNOWN                     | CreateOutcomeUnknown 2/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable | ServiceUnavailable
      INVALID_ARGUMENT            | RequestRejected      1/0 | RequestRejected      | RequestRejected      | CreateOutcomeUnknown | RequestRejected    | RequestRejected    | -
      DEADLINE_EXCEEDED           | CreateOutcomeUnknown 2/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable | ServiceUnavailable
      NOT_FOUND                   | PermissionDenied     2/1 | (JobLost)            | PermissionDenied     | CreateOutcomeUnknown | PermissionDenied   | RequestRejected    | ModelGone
      ALREADY_EXISTS              | CreateOutcomeUnknown 2/1 | InternalError        | InternalError        | CreateOutcomeUnknown | InternalError      | InternalError      | InternalError
      PERMISSION_DENIED           | PermissionDenied     2/1 | PermissionDenied     | PermissionDenied     | CreateOutcomeUnknown | PermissionDenied   | PermissionDenied   | -
      RESOURCE_EXHAUSTED          | QuotaExceeded        2/1 | QuotaExceeded        | QuotaExceeded        | CreateOutcomeUnknown | QuotaExceeded      | QuotaExceeded      | QuotaExceeded
      FAILED_PRECONDITION         | RequestRejected      1/0 | RequestRejected      | RequestRejected      | CreateOutcomeUnknown | RequestRejected    | RequestRejected    | -
      ABORTED                     | CreateOutcomeUnknown 2/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable | ServiceUnavailable
      OUT_OF_RANGE                | RequestRejected      1/0 | RequestRejected      | RequestRejected      | CreateOutcomeUnknown | RequestRejected    | RequestRejected    | -
      UNIMPLEMENTED               | RequestRejected      1/0 | RequestRejected      | RequestRejected      | CreateOutcomeUnknown | RequestRejected    | RequestRejected    | -
      INTERNAL                    | CreateOutcomeUnknown 2/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable | ServiceUnavailable
      UNAVAILABLE                 | CreateOutcomeUnknown 2/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable | ServiceUnavailable
      DATA_LOSS                   | CreateOutcomeUnknown 2/1 | InternalError        | InternalError        | CreateOutcomeUnknown | InternalError      | InternalError      | InternalError
      UNAUTHENTICATED             | PermissionDenied     2/1 | PermissionDenied     | PermissionDenied     | CreateOutcomeUnknown | PermissionDenied   | PermissionDenied   | -
      CANCELLED, accepted         | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable?|
      UNKNOWN, accepted           | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable?|
      DEADLINE_EXCEEDED, accepted | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable?|
      ALREADY_EXISTS, accepted    | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | InternalError?     |
      ABORTED, accepted           | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable?|
      INTERNAL, accepted          | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable?|
      UNAVAILABLE, accepted       | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable?|
      DATA_LOSS, accepted         | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | InternalError?     |
      cut                         | CreateOutcomeUnknown 2/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable | ServiceUnavailable
      cut, accepted               | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable?|
      no reply                    | CreateOutcomeUnknown 2/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable | ServiceUnavailable
      no reply, accepted          | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable?|
      late reply                  | -                    1/1 | -                    | -                    | CreateOutcomeUnknown | -                  | -                  | -
      reply after the deadline    | CreateOutcomeUnknown 1/1 | (ServiceUnavailable) | (ServiceUnavailable) | CreateOutcomeUnknown | ServiceUnavailable | ServiceUnavailable?| ServiceUnavailable
      accepted after the deadline | CreateOutcomeUnknown 1/1 |                      |                      |                      |                    | ServiceUnavailable |
      accepted after the grace    | CreateOutcomeUnknown 2/2 |                      |                      |                      |                    |                    |
      listed late                 | CreateOutcomeUnknown 1/1 |                      |                      | CreateOutcomeUnknown | -                  |                    |
      second page fails           |                          |                      | (ServiceUnavailable) | CreateOutcomeUnknown | -                  |                    |
      """;

  private static final Pattern CELL =
      Pattern.compile("(\\()?([A-Za-z-]+)([)?])?(?:\\s+([0-9])/([0-9]))?");

  private FaultMatrix() {}

  /** Where a fault strikes. */
  public enum Column {
    /** The create. */
    CREATE(Verb.CREATE),
    /** The reads of the job that was bought. */
    GET(Verb.GET),
    /** The look before the first create. */
    LIST(Verb.LIST),
    /** The look for a create in doubt. */
    IN_DOUBT(Verb.LIST),
    /** The look for a create in doubt, of a resource that was deleted. */
    DELETED_IN_DOUBT(Verb.LIST),
    /** The cancel of a running job, of a resource that was deleted. */
    CANCEL(Verb.CANCEL),
    /** The read of the model, of a resource that was applied again. */
    MODEL(Verb.MODEL);

    private final Verb verb;

    Column(Verb verb) {
      this.verb = verb;
    }

    /**
     * The call that fails.
     *
     * @return its verb
     */
    public Verb verb() {
      return verb;
    }
  }

  /** When a reason is shown. */
  public enum When {
    /** Also when the fault happened once. */
    ALWAYS,
    /** When the fault lasts. */
    LASTING,
    /** Unless something else comes first. */
    PERHAPS
  }

  /**
   * One cell.
   *
   * @param fault the row's name
   * @param column where it strikes
   * @param shown the reason; {@code -} for none
   * @param when when the reason is shown
   * @param creates how many creates the service sees when the fault happens once
   * @param jobs how many jobs are bought
   */
  public record Cell(String fault, Column column, String shown, When when, int creates, int jobs) {

    /** Whether nothing is sent again before the manifest was mended. */
    public boolean rejected() {
      return column == Column.CREATE && jobs == 0;
    }

    /** Whether the fault can happen more than once: an accepted call is not made again. */
    public boolean canLast() {
      return switch (column) {
        case CREATE -> rejected() || (creates == 2 && jobs == 1);
        // A late answer is one, and is not asked for again.
        case GET, LIST, IN_DOUBT, DELETED_IN_DOUBT ->
            !fault.equals("listed late") && !fault.equals("late reply");
        case CANCEL ->
            !fault.contains("accepted")
                && !fault.equals("late reply")
                && !fault.equals("reply after the deadline");
        // A definite answer ends the asking, and so does one that waiting would not change.
        case MODEL -> !shown.equals("-") && !shown.equals("ModelGone");
      };
    }

    /** The conditions that are True while the fault is shown. */
    public String beside() {
      return switch (shown) {
        case "ModelGone" -> "Failed Stalled";
        case "JobLost" -> "Stalled";
        default -> rejected() ? "Stalled" : "Reconciling";
      };
    }

    /** Whether the resource is deleted in the end. */
    public boolean deleted() {
      return column == Column.CANCEL || column == Column.DELETED_IN_DOUBT;
    }

    @Override
    public String toString() {
      return fault + " on " + column.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * The table.
   *
   * @return every cell that is not blank, row by row
   */
  public static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (String line : TABLE.lines().skip(1).toList()) {
      String[] texts = line.split("\\|", -1);
      int next = 1;
      for (Column column : Column.values()) {
        String text = texts[next++].strip();
        if (!text.isEmpty()) {
          cells.add(cell(texts[0].strip(), column, text));
        }
      }
    }
    return List.copyOf(cells);
  }

  private static Cell cell(String fault, Column column, String text) {
    Matcher matcher = CELL.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a cell: " + text);
    }
    boolean numbers = matcher.group(4) != null;
    return new Cell(
        fault,
        column,
        matcher.group(2),
        "?".equals(matcher.group(3))
            ? When.PERHAPS
            : matcher.group(1) != null ? When.LASTING : When.ALWAYS,
        numbers ? Integer.parseInt(matcher.group(4)) : 1,
        numbers ? Integer.parseInt(matcher.group(5)) : 1);
  }
}
