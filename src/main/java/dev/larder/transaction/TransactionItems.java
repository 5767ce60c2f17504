package dev.larder.transaction;

import dev.larder.dynamo.ItemPlace;
import dev.larder.dynamo.Write;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;

/**
 * The items of a transaction, within DynamoDB's limits for all of them together. DynamoDB refuses
 * two writes of one item without saying which ones.
 */
final class TransactionItems {
  /** Bytes of the items of a transaction ("Quotas in Amazon DynamoDB" of the developer guide). */
  static final long MAX_BYTES = 4 << 20;

  private final Map<ItemPlace, Integer> operations = new HashMap<>();
  private long bytes;

  /**
   * @param operation the index of the operation that writes the item
   * @throws ProblemException {@code invalid-transaction} if another operation is on the same item
   */
  void add(int operation, Write write) {
    bytes += write.size();
    Integer other = operations.putIfAbsent(write.place(), operation);
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

  /**
   * @throws ProblemException {@code content-too-large} if the items to put exceed DynamoDB's limit
   */
  void requireSize() {
    if (bytes > MAX_BYTES) {
      throw new ProblemException(
          ProblemType.CONTENT_TOO_LARGE,
          "The items of the transaction have "
              + bytes
              + " bytes, but DynamoDB's limit is "
              + MAX_BYTES
              + " (4 MB) in total. Send fewer or smaller items.");
    }
  }
}
