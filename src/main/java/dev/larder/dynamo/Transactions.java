package dev.larder.dynamo;

import jakarta.inject.Singleton;
import java.util.List;

/**
 * Makes several writes with one call, all or none. If only other writers or throttling prevent the
 * transaction, it is repeated a few times before the deadline, with exponential backoff and full
 * jitter.
 */
@Singleton
public class Transactions {
  /** Writes and checks that TransactWriteItems accepts. */
  public static final int MAX_WRITES = 100;

  static final int MAX_TRIES = 5;

  private final DynamoDb dynamoDb;
  private final Backoff backoff;

  Transactions(DynamoDb dynamoDb, Deadline deadline) {
    this.dynamoDb = dynamoDb;
    this.backoff = new Backoff(deadline);
  }

  /**
   * Makes up to {@link #MAX_WRITES} writes of different items.
   *
   * @throws TransactionFailedException if one of the writes failed; nothing was written
   * @throws dev.larder.problem.ProblemException as for {@link DynamoDb#write}; {@code
   *     invalid-transaction} if two writes are of the same item; {@code content-too-large} if the
   *     items exceed 4 MB together
   */
  public void commit(List<Write> writes) {
    for (int attempt = 0; ; attempt++) {
      try {
        dynamoDb.transact(writes);
        return;
      } catch (TransactionFailedException e) {
        if (!e.isTransient() || attempt == MAX_TRIES - 1 || !backoff.pause(attempt)) {
          throw e;
        }
      }
    }
  }
}
