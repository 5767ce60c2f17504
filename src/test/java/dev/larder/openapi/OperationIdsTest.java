package dev.larder.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperationIdsTest {

  @Test
  void theyAreNamesOfMethodsAfterAVerb() {
    assertEquals(new OperationIds("Films", "FilmsItem"), OperationIds.of("films"));
    assertEquals(
        new OperationIds("Order-lines", "Order-linesItem"), OperationIds.of("order-lines"));
    assertEquals(new OperationIds("Items", "Item"), OperationIds.of("items"));
  }

  @Test
  void noTwoCollectionsHaveTheSame() {
    List<String> names = List.of("films", "Films", "FILMS", "fILMS", "2films", "f", "F", "items");
    assertEquals(
        names.size() * 2L,
        names.stream()
            .map(OperationIds::of)
            .flatMap(ids -> Stream.of(ids.many(), ids.one()))
            .distinct()
            .count());
  }
}
