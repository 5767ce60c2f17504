package dev.larder.event.publication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.TestConfig;
import dev.larder.api.Item;
import dev.larder.api.ItemChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangePublicationTest {
  private final List<Integer> calls = new ArrayList<>();

  /** Takes so many entries. */
  private ChangePublication publication(int taken) {
    return new ChangePublication(
        TestConfig.of(Map.of("larder.publication.event-bus", "bus")),
        null,
        new EventBus(null, null) {
          private int left = taken;

          @Override
          int put(String bus, List<ChangeEntry> entries) {
            calls.add(entries.size());
            int put = Math.min(left, entries.size());
            left -= put;
            return put;
          }
        });
  }

  private static List<ItemChange> changes(int count, int length) {
    Item item = Item.of(Map.of()).with("text", "x".repeat(length));
    return Collections.nCopies(
        count,
        new ItemChange(
            "event",
            "1",
            ItemChange.Kind.CREATED,
            "items",
            "arn:aws:dynamodb:eu-central-1:123456789012:table/items",
            Optional.empty(),
            Instant.EPOCH,
            item.without("text"),
            Optional.empty(),
            Optional.of(item),
            false));
  }

  @Test
  void itTakesPartWhereABusIsConfigured() {
    assertTrue(publication(0).isActive());
    assertFalse(new ChangePublication(TestConfig.of(Map.of()), null, null).isActive());
    assertFalse(
        new ChangePublication(TestConfig.of(Map.of("larder.publication.event-bus", "")), null, null)
            .isActive());
  }

  @Test
  void aCallHasTenEntries() {
    assertEquals(25, publication(25).handle(changes(25, 10)));
    assertEquals(List.of(10, 10, 5), calls);
  }

  @Test
  void aCallHasAsManyBytesAsEventBridgeTakes() {
    assertEquals(3, publication(3).handle(changes(3, 600_000)));
    assertEquals(List.of(1, 1, 1), calls);
    calls.clear();
    assertEquals(5, publication(5).handle(changes(5, 400_000)));
    assertEquals(List.of(2, 2, 1), calls);
  }

  @Test
  void itStopsWhereAnEntryIsNotTaken() {
    assertEquals(13, publication(13).handle(changes(25, 10)));
    assertEquals(List.of(10, 10), calls);
  }
}
