package dev.tunesmith.app;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object per line, in which every key-value and every entry of the MDC is a field of its
 * own. Logback would write an array of objects, which log queries cannot filter by.
 */
public final class JsonLines extends JsonEncoder {
  /** What is left out stands for nothing here, or is written below. */
  public JsonLines() {
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithMarkers(false);
    setWithMDC(false);
    setWithKVPList(false);
    setWithMessage(false);
    setWithArguments(false);
  }

  @Override
  protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>(event.getMDCPropertyMap());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> fields.put(pair.key, pair.value));
    }
    fields.put(MESSAGE_ATTR_NAME, event.getFormattedMessage());
    fields.forEach(
        (key, value) -> {
          line.append(VALUE_SEPARATOR);
          appenderMember(line, escaped(key), escaped(value));
        });
  }

  private static String escaped(Object value) {
    return JsonEscapeUtil.jsonEscapeString(String.valueOf(value));
  }
}
