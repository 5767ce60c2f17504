package dev.larder.transaction;

import dev.larder.dynamo.Write;
import dev.larder.dynamo.item.KeyIdentity;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;

/**
 * The items of a transaction. DynamoDB refuses two writes of one item without saying which ones.
 */
final class TransactionItems {
  private final Map<Map.Entry<String, KeyIdentity>, Integer> operations = new HashMap<>();

  /**
   * @param operation the index of the operation that writes the item
   * @throws ProblemException {@code invalid-transaction} if another operation is on the same item
   */
  void add(int operation, Write write) {
    Map.Entry<String, KeyIdentity> item = Map.entry(write.table(), KeyIdentity.of(write.key()));
    Integer other = operations.putIfAbsent(item, operation);
    if (other != null) {
      throw new ProblemException(
          ProblemType.INVALID_TRANSACTION,
          "The operations "
              + other
              + " and "
              + operation
              + " are on the same item, but a transaction can have only one operation for each"
              + " item.");
    }
  }
}
