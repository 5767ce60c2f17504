package dev.larder.dynamo;

import jakarta.inject.Singleton;
import java.util.List;

/**
 * Makes several writes with one call, all or none. Where nothing but other writers or throttling
 * stands in the way, that is tried a few times, with exponential backoff and full jitter, until the
 * deadline is over.
 */
@Singleton
public class Transactions {
  /** Writes and checks that TransactWriteItems takes. */
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
   * @throws TransactionFailedException where one of them could not be made; nothing was written
   * @throws dev.larder.problem.ProblemException as for every write; {@code invalid-transaction}
   *     where two writes are of one item, {@code content-too-large} where the items have more than
   *     4 MB together
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
