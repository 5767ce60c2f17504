package dev.larder.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.dynamo.Write;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.Expiry;
import dev.larder.table.schema.TableSchema;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransactionItemsTest {
  private final TransactionItems items = new TransactionItems();

  private static Collection collection(String name, String table) {
    return new Collection(
        name,
        table,
        TableSchema.parse("year:N,title:S"),
        new Expiry(Optional.empty()),
        false,
        Double.MAX_VALUE,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  private static Write delete(Collection collection, String year, String title) {
    Item key = collection.schema().keyOfPath(List.of(year, title));
    return Write.delete(collection.table(), key, Condition.ALWAYS);
  }

  private void refuses(int operation, Write write, String detail) {
    ProblemException e = assertThrows(ProblemException.class, () -> items.add(operation, write));
    assertEquals(ProblemType.INVALID_TRANSACTION, e.type());
    assertEquals(detail, e.getMessage());
  }

  @Test
  void theSameItemIsNamedWithBothOperations() {
    Collection films = collection("films", "films");
    items.add(0, delete(films, "1975", "Jaws"));
    items.add(1, delete(films, "1975", "Jaws 2"));
    items.add(2, delete(films, "1976", "Jaws"));
    refuses(
        3,
        delete(films, "1975", "Jaws 2"),
        "The operations 1 and 3 are on the same item, but a transaction can have only one"
            + " operation for each item.");
  }

  @Test
  void numbersAreTheSameHoweverTheyAreWritten() {
    Collection films = collection("films", "films");
    items.add(0, delete(films, "1", "a"));
    for (String same : List.of("1.0", "1e0", "10E-1")) {
      refuses(
          7,
          delete(films, same, "a"),
          "The operations 0 and 7 are on the same item, but a transaction can have only one"
              + " operation for each item.");
    }
  }

  @Test
  void twoCollectionsOfOneTableHaveTheSameItems() {
    items.add(0, delete(collection("films", "table"), "1", "a"));
    items.add(1, delete(collection("films", "another"), "1", "a"));
    refuses(
        2,
        delete(collection("movies", "table"), "1", "a"),
        "The operations 0 and 2 are on the same item, but a transaction can have only one"
            + " operation for each item.");
  }
}
