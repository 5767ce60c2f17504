package dev.larder.bulk;

import dev.larder.api.Problem;
import dev.larder.dynamo.Batches;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemDigest;
import dev.larder.dynamo.item.KeyIdentity;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.StoredResponse;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Writes the entries of one bulk request. It reads entries only as fast as it can write them, so
 * memory holds no more than the writes in progress and the next batch.
 */
final class BulkRun {
  private final EntryWrite.Kind kind;
  private final Optional<IdempotentRequest> request;
  private final Writers writers;
  private final KeyedExecutor inFlight;
  private final BooleanSupplier isOver;
  private final BulkResults results;

  /** The writes of the next batch, by key. */
  private Map<KeyIdentity, EntryWrite> batch = new LinkedHashMap<>();

  /**
   * The functions that make writes.
   *
   * @param batch makes up to {@link Batches#MAX_WRITES} writes, and returns for each of them why it
   *     was not made, or empty if it was
   * @param single makes one write and returns its response
   */
  record Writers(
      Function<List<Write>, List<Optional<ProblemException>>> batch,
      Function<EntryWrite, StoredResponse> single) {}

  /**
   * @param request recognises repeats of the entries; empty if the request has no Idempotency-Key
   * @param isOver whether no time is left for another write
   */
  BulkRun(
      EntryWrite.Kind kind,
      Optional<IdempotentRequest> request,
      Writers writers,
      KeyedExecutor inFlight,
      BooleanSupplier isOver,
      BulkResults results) {
    this.kind = kind;
    this.request = request;
    this.writers = writers;
    this.inFlight = inFlight;
    this.isOver = isOver;
    this.results = results;
  }

  /**
   * Writes entries until the deadline. When it returns, each entry before the one at which it
   * stopped has its result, and no write is in progress.
   *
   * @throws ProblemException {@code deadline} if there was no time for the first entry; {@code
   *     malformed-json} if none can be read
   */
  void write(Entries entries) {
    try {
      int index = 0;
      Optional<Entry> entry = entries.next();
      while (entry.isPresent()) {
        EntryPosition place = new EntryPosition(index++, entry.get().line());
        if (isOver.getAsBoolean()) {
          stop(place, notTried(place));
          break;
        }
        take(place, entry.get());
        entry = entries.next();
      }
      startBatch();
    } finally {
      inFlight.await();
    }
  }

  /**
   * @throws ProblemException that is why, if it is the first entry
   */
  private void stop(EntryPosition first, Problem why) {
    if (first.entry() == 0) {
      throw why;
    }
    results.stopped(first, why);
  }

  private static ProblemException notTried(EntryPosition first) {
    return new ProblemException(
            ProblemType.DEADLINE,
            first.entry() == 0
                ? "The request ran out of time before it reached its first entry, so nothing was"
                    + " done. Send it again, in smaller parts if it is large."
                : "The request ran out of time before it reached these entries, so none of them"
                    + " was tried. Send them again; with an Idempotency-Key, send the whole"
                    + " request again.")
        .retryAfterSeconds(1);
  }

  private void take(EntryPosition place, Entry entry) {
    EntryWrite write;
    try {
      Item item = entry.content().get();
      write =
          kind.of(
              place, item, request.map(whole -> whole.part(place.entry(), ItemDigest.of(item))));
    } catch (RuntimeException e) {
      if (entry.isUnreadable()) {
        stop(place, ProblemException.of(e));
      } else {
        results.failed(place, ProblemException.of(e));
      }
      return;
    }
    KeyIdentity key = KeyIdentity.of(write.write().key());
    if (batch.containsKey(key)) {
      startBatch();
    }
    if (write.needsOwnCall()) {
      inFlight.start(Set.of(key), () -> writeSingle(write));
    } else {
      batch.put(key, write);
      if (batch.size() == Batches.MAX_WRITES) {
        startBatch();
      }
    }
  }

  private void startBatch() {
    if (!batch.isEmpty()) {
      Map<KeyIdentity, EntryWrite> started = batch;
      batch = new LinkedHashMap<>();
      inFlight.start(started.keySet(), () -> makeBatch(List.copyOf(started.values())));
    }
  }

  private void writeSingle(EntryWrite entry) {
    try {
      if (isOver.getAsBoolean()) {
        throw notTried();
      }
      results.succeeded(entry.place(), writers.single().apply(entry));
    } catch (RuntimeException e) {
      results.failed(entry.place(), entry.explained(ProblemException.of(e)));
    }
  }

  private void makeBatch(List<EntryWrite> entries) {
    List<Optional<ProblemException>> failures;
    try {
      if (isOver.getAsBoolean()) {
        throw notTried();
      }
      failures = writers.batch().apply(entries.stream().map(EntryWrite::write).toList());
    } catch (RuntimeException e) {
      entries.forEach(entry -> results.failed(entry.place(), ProblemException.of(e)));
      return;
    }
    for (int i = 0; i < entries.size(); i++) {
      EntryWrite entry = entries.get(i);
      failures
          .get(i)
          .ifPresentOrElse(
              failure -> results.failed(entry.place(), entry.explained(failure)),
              () -> results.succeeded(entry.place(), entry.answer()));
    }
  }

  private static ProblemException notTried() {
    return new ProblemException(
        ProblemType.DEADLINE,
        "The request ran out of time before it reached this entry, so the entry was not tried."
            + " Send the entry again.");
  }
}
