package dev.larder.dynamo;

import java.util.List;

/**
 * Other writers have changed an item from which a write was made. Nothing was written; the write
 * can be made anew.
 */
public class OutdatedWriteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutdatedWriteException() {
    super("An item from which the write was made has changed", null, false, false);
  }

  /**
   * Throws this exception if that is why a transaction failed.
   *
   * @param writes the writes of the transaction, in the order of the reasons
   */
  public static void throwIfReasonOf(TransactionFailedException failed, List<Write> writes) {
    for (int i = 0; i < writes.size(); i++) {
      TransactionFailedException.Reason reason = failed.reasons().get(i);
      boolean outdated =
          switch (reason.kind()) {
            case CONDITION -> writes.get(i).isOutdated(reason.current());
            // It may be the reason, and if it is not, the next attempt reads the item.
            case CONDITION_WITHOUT_ITEM -> writes.get(i).isMadeFromStoredItem();
            default -> false;
          };
      if (outdated) {
        throw new OutdatedWriteException();
      }
    }
  }
}
