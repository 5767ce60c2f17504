package dev.larder.api;

import java.util.List;
import java.util.Optional;

/**
 * A page of items.
 *
 * <pre>{@code
 * Page page = larder.query("orders", open);
 * while (page.next().isPresent()) {
 *   page = larder.query("orders", open.cursor(page.next().get()));
 * }
 * }</pre>
 *
 * @param next the cursor of the next page; empty if this is the last one
 */
public record Page(List<Item> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }
}
