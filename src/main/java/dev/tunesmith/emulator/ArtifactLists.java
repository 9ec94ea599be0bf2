package dev.tunesmith.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunesmith.emulator.Call.Paging;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists of models and endpoints, with the filter, order and mask that their references document.
 *
 * @param pager makes the pages
 */
record ArtifactLists(Pager pager) {
  private static final Pattern ORDER = Pattern.compile("\\s*([A-Za-z_]+)(?:\\s+(asc|desc))?\\s*");
  private static final Pattern SNAKE = Pattern.compile("_([a-z])");
  private static final Set<String> ORDERED = Set.of("displayName", "createTime", "updateTime");

  /**
   * One page.
   *
   * @param readMask the fields to show, separated by commas; empty for all
   */
  <T> ObjectNode page(
      Pager.Source<T> source,
      String collection,
      Paging paging,
      String readMask,
      Function<T, List<ObjectNode>> itemsOf) {
    Predicate<ObjectNode> filter = ListFilter.parse(paging.filter());
    ObjectNode page =
        paging.orderBy().isBlank()
            ? pager.page(source, collection, paging, itemsOf, filter)
            : pager.page(
                ordered(source, paging.orderBy(), itemsOf), collection, paging, List::of, filter);
    if (!readMask.isEmpty()) {
      List<String> masked =
          Arrays.stream(readMask.split(",", -1)).map(ArtifactLists::camelCase).toList();
      page.path(collection).forEach(item -> ((ObjectNode) item).retain(masked));
    }
    return page;
  }

  /** All items in order; a page token holds for the same order only. */
  private static <T> Pager.Source<ObjectNode> ordered(
      Pager.Source<T> source, String orderBy, Function<T, List<ObjectNode>> itemsOf) {
    List<ObjectNode> items = new ArrayList<>();
    source
        .before(source.size(), source.size())
        .forEach(listed -> items.addAll(itemsOf.apply(listed)));
    items.sort(order(orderBy));
    // A pager begins at the end.
    return Pager.all(source.name() + "?" + URLEncoder.encode(orderBy, UTF_8), items.reversed());
  }

  private static Comparator<ObjectNode> order(String orderBy) {
    Comparator<ObjectNode> order = Comparator.comparingInt(item -> 0);
    for (String term : orderBy.split(",", -1)) {
      Matcher matcher = ORDER.matcher(term);
      if (!matcher.matches() || !ORDERED.contains(camelCase(matcher.group(1)))) {
        throw ApiError.invalid("order_by", "Invalid order_by: '" + orderBy + "'.").refused();
      }
      String field = camelCase(matcher.group(1));
      Comparator<ObjectNode> next = Comparator.comparing(item -> text(item, field));
      order = order.thenComparing("desc".equals(matcher.group(2)) ? next.reversed() : next);
    }
    return order;
  }

  private static String text(JsonNode item, String field) {
    return item.path(field).asText();
  }

  private static String camelCase(String name) {
    return SNAKE.matcher(name.strip()).replaceAll(found -> found.group(1).toUpperCase(Locale.ROOT));
  }
}
