package dev.larder.query;

import dev.larder.dynamo.Batches;
import dev.larder.dynamo.DynamoDb;
import dev.larder.dynamo.StoredTable;
import dev.larder.dynamo.TableRead;
import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.expression.Projection;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.KeyIdentity;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.TableIndex;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Fills pages according to a plan. It reads past items that filters leave out, until the page is
 * full or its budget is spent.
 */
@Singleton
class PageReader {
  /** The fewest items to read first if there are filters, which may leave out most items. */
  private static final int FIRST_FILTERED = 20;

  /**
   * The most items to read by one call: as many small items fit into the 1 MB at which DynamoDB
   * ends a Query or Scan.
   */
  private static final int MAX_READ = 10_000;

  private final DynamoDb dynamoDb;
  private final Batches batches;
  private final Clock clock;

  /** What {@link BatchReads} remembers of each table. */
  private final Map<String, Double> heaviest = new ConcurrentHashMap<>();

  PageReader(DynamoDb dynamoDb, Batches batches, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.batches = batches;
    this.clock = clock;
  }

  /**
   * The ends of a page.
   *
   * @param next where the next page begins; empty on the last page
   * @param prev where the previous page begins; empty on the first page, and in a scan
   * @param stop why the page ended before its limit; empty if it did not
   * @param missing the requested keys that have no item
   */
  record End(
      Optional<Position> next,
      Optional<Position> prev,
      Optional<Page.Stop> stop,
      List<Item> missing) {}

  /**
   * What was read for a page, from where it began.
   *
   * @param first the position of the first item of the page, in the order of reading; empty if it
   *     has none
   * @param last the position up to which it was read; empty for the end of the list
   * @param more whether items may follow
   */
  private record Read(
      Optional<Item> first,
      Optional<Item> last,
      boolean more,
      Optional<Page.Stop> stop,
      List<Item> missing) {
    static final Read NOTHING =
        new Read(Optional.empty(), Optional.empty(), false, Optional.empty(), List.of());
  }

  /**
   * Fills a page, whose items are in the order of the list also if it is read backward.
   *
   * @param shown makes the item of the page from an item that was read
   * @throws ProblemException as for every read; {@code deadline} if there was no time to read any
   *     of it
   */
  End fill(
      Page page,
      Collection collection,
      Plan plan,
      UnaryOperator<Item> shown,
      Position from,
      PageBudget budget) {
    Read read =
        switch (plan.operation()) {
          case NOTHING -> Read.NOTHING;
          case BATCH_GET -> new KeyedFill(page, collection, plan, shown, from, budget).fill();
          default -> new Fill(page, collection, plan, shown, from, budget).fill();
        };
    if (read.stop().isPresent() && read.last().equals(from.key())) {
      throw new ProblemException(
              ProblemType.DEADLINE,
              "DynamoDB did not return the items at the start of the page in time. Try again.")
          .retryAfterSeconds(1);
    }
    return end(read, plan, from, page);
  }

  private static End end(Read read, Plan plan, Position from, Page page) {
    Optional<Position> onward =
        read.more() ? Optional.of(new Position(read.last(), from.backward())) : Optional.empty();
    Optional<Position> back =
        from.equals(Position.START) || plan.operation() == Plan.Operation.SCAN
            ? Optional.empty()
            : Optional.of(new Position(read.first().or(read::last), !from.backward()));
    if (from.backward()) {
      page.reverse();
      return new End(back, onward, read.stop(), reversed(read.missing()));
    }
    return new End(onward, back, read.stop(), read.missing());
  }

  private static List<Item> reversed(List<Item> items) {
    List<Item> reversed = new ArrayList<>(items);
    Collections.reverse(reversed);
    return reversed;
  }

  /**
   * Throws the problem unless it is temporary and the page has begun. Otherwise the page ends here,
   * and the next one starts with the items that could not be read.
   */
  private static void requireBegun(
      ProblemException problem, Optional<Item> after, Optional<Item> last) {
    if (last.equals(after) || !problem.type().isTransient()) {
      throw problem;
    }
  }

  /**
   * Returns how many items to read so that the page gets the items that it has room for.
   *
   * @param read the number of items that were read so far
   * @param kept the number of them that the page took
   * @param asked the number of items that the last call asked for
   */
  private static long wanted(Page page, long read, long kept, int asked) {
    return read > kept
        ? Math.min((long) asked * BatchReads.GROWTH, page.room() * (read + 1) / (kept + 1) + 1)
        : page.room();
  }

  /** Returns why no other call may be made for a page below its limit; empty if one may. */
  private static Optional<Page.Stop> stopBeforeCall(Page page, PageBudget budget) {
    return page.room() == 0 ? Optional.of(Page.Stop.SIZE) : budget.exhausted();
  }

  /** Fills a page from calls of Query or Scan. */
  private final class Fill {
    private final Page page;
    private final Collection collection;
    private final Plan plan;
    private final UnaryOperator<Item> shown;
    private final Position from;
    private final PageBudget budget;
    private final BatchReads batchReads;
    private final Condition check;
    private final Condition fetchedCheck;
    private final StoredTable table;
    private final Instant now = clock.instant();

    /** Takes the numbers of items if DynamoDB counts them. */
    private final Optional<CountPage> counter;

    private Optional<Item> first = Optional.empty();
    private Optional<Item> last;
    private boolean begun;
    private Optional<Page.Stop> stop = Optional.empty();
    private long scanned;
    private long kept;
    private int asked;

    Fill(
        Page page,
        Collection collection,
        Plan plan,
        UnaryOperator<Item> shown,
        Position from,
        PageBudget budget) {
      this.page = page;
      this.collection = collection;
      this.plan = plan;
      this.shown = shown;
      this.from = from;
      this.last = from.key();
      this.budget = budget;
      this.batchReads = new BatchReads(batches, heaviest, collection, plan.consistent(), budget);
      this.check = Filter.all(plan.checks());
      this.fetchedCheck = Filter.all(plan.fetchedChecks());
      this.table =
          plan.index()
              .map(index -> collection.table().readBy(index.name()))
              .orElse(collection.table());
      this.counter =
          page instanceof CountPage count && plan.isCountedByDynamoDb(collection)
              ? Optional.of(count)
              : Optional.empty();
    }

    Read fill() {
      boolean more = true;
      while (more && page.remaining() > 0 && stop.isEmpty()) {
        try {
          more = run();
        } catch (ProblemException e) {
          requireBegun(e, from.key(), last);
          stop = Optional.of(Page.Stop.TIME);
        }
        if (more && page.remaining() > 0 && stop.isEmpty()) {
          stop = stopBeforeCall(page, budget);
        }
      }
      return new Read(first, last, more, stop, List.of());
    }

    /** Adds the items of one call. Returns false if no more items follow them. */
    private boolean run() {
      asked = toAsk();
      if (counter.isPresent()) {
        return count(counter.get());
      }
      TableRead.Result result = dynamoDb.run(read(Filter.all(plan.filters()), plan.read()));
      addScanned(result.scanned());
      List<Item> found = result.items().stream().filter(check::holdsFor).toList();
      if (!(plan.fetched().isPresent() ? addFetched(found) : add(found))) {
        return true;
      }
      last = result.last();
      begun = true;
      return last.isPresent();
    }

    /** Counts the items of one call. Returns false if no more items follow them. */
    private boolean count(CountPage counter) {
      TableRead.Count count =
          dynamoDb.count(
              read(
                  Filter.all(plan.filters()).and(collection.unexpiredCondition(now)),
                  Projection.ALL));
      addScanned(count.scanned());
      kept += count.found();
      counter.count(count.found());
      last = count.last();
      return last.isPresent();
    }

    private TableRead read(Condition filter, Projection projection) {
      return new TableRead(
          table,
          plan.index().map(TableIndex::name),
          plan.key(),
          filter,
          projection,
          plan.descending() != from.backward(),
          plan.consistent(),
          asked,
          last);
    }

    private void addScanned(int items) {
      scanned += items;
      budget.addScanned(items);
    }

    /**
     * Returns how many items to read: as many as the page can take, or more if items were left out,
     * but no more than the rest of the budget allows if they weigh what earlier ones weighed.
     */
    private int toAsk() {
      long wanted = wanted(page, scanned, kept, asked);
      if (scanned == 0 && plan.leavesOut()) {
        wanted = Math.max(wanted, FIRST_FILTERED);
      }
      if (from.backward()) {
        // One more tells whether this is the first page, which has none before it.
        wanted++;
      }
      return (int)
          Math.min(
              Math.min(wanted, budget.affordable()),
              plan.fetched().isPresent() ? Batches.MAX_READS : MAX_READ);
    }

    /** Adds items. Returns false if the page ends before the last of them. */
    private boolean add(List<Item> found) {
      for (Item item : found) {
        if (!add(item, item)) {
          return false;
        }
      }
      return true;
    }

    /** Adds items that an index has in part. Returns false if the page ends before the last. */
    private boolean addFetched(List<Item> found) {
      int from = 0;
      while (from < found.size()) {
        if (page.remaining() == 0) {
          return false;
        }
        if (begun) {
          stop = stopBeforeCall(page, budget);
          if (stop.isPresent()) {
            return false;
          }
        }
        int size = batchReads.size(Math.min(found.size() - from, page.room()), page.bytesLeft());
        if (!addFetchedTogether(found.subList(from, from + size))) {
          return false;
        }
        from += size;
      }
      return true;
    }

    private boolean addFetchedTogether(List<Item> found) {
      List<Item> keys = found.stream().map(collection.schema()::keyOf).toList();
      Map<KeyIdentity, Optional<Item>> fetched = batchReads.get(keys, plan.fetched().orElseThrow());
      for (int i = 0; i < found.size(); i++) {
        Optional<Item> item = fetched.get(KeyIdentity.of(keys.get(i)));
        if (item == null) {
          stop = Optional.of(Page.Stop.TIME);
          return false;
        }
        if (item.filter(fetchedCheck::holdsFor).isEmpty()) {
          pass(found.get(i));
        } else if (!add(found.get(i), item.get())) {
          return false;
        }
      }
      return true;
    }

    /**
     * @param read the item as the table or index returned it, from which the position is taken
     * @param item the item to add
     */
    private boolean add(Item read, Item item) {
      if (collection.isVisible(item, now)) {
        if (page.remaining() == 0) {
          return false;
        }
        if (!page.add(shown.apply(item))) {
          stop = Optional.of(Page.Stop.SIZE);
          return false;
        }
        kept++;
        pass(read);
        if (first.isEmpty()) {
          first = last;
        }
      } else {
        pass(read);
      }
      return true;
    }

    /** Has the next page begin after this item, so that it is not read again. */
    private void pass(Item read) {
      Item passed = collection.schema().position(plan.index(), read);
      last = Optional.of(passed);
      page.passed(passed);
      begun = true;
    }
  }

  /** Fills a page with the items of keys, in the order of the keys. */
  private final class KeyedFill {
    private final Page page;
    private final Collection collection;
    private final Plan plan;
    private final UnaryOperator<Item> shown;
    private final Position from;
    private final PageBudget budget;
    private final BatchReads batchReads;
    private final Condition check;
    private final Instant now = clock.instant();
    private final List<Item> missing = new ArrayList<>();
    private Optional<Item> last;
    private Optional<Page.Stop> stop = Optional.empty();
    private long kept;

    KeyedFill(
        Page page,
        Collection collection,
        Plan plan,
        UnaryOperator<Item> shown,
        Position from,
        PageBudget budget) {
      this.page = page;
      this.collection = collection;
      this.plan = plan;
      this.shown = shown;
      this.from = from;
      this.last = from.key();
      this.budget = budget;
      this.batchReads = new BatchReads(batches, heaviest, collection, plan.consistent(), budget);
      this.check = Filter.all(plan.checks());
    }

    Read fill() {
      List<Item> keys = remaining();
      int read = 0;
      int asked = 0;
      boolean more = true;
      while (more && read < keys.size() && page.remaining() > 0) {
        asked =
            batchReads.size(
                Math.min(wanted(page, read, kept, asked), keys.size() - read), page.bytesLeft());
        try {
          more = add(keys.subList(read, read + asked));
        } catch (ProblemException e) {
          requireBegun(e, from.key(), last);
          stop = Optional.of(Page.Stop.TIME);
          more = false;
        }
        if (more) {
          read += asked;
          if (read < keys.size() && page.remaining() > 0) {
            stop = stopBeforeCall(page, budget);
            more = stop.isEmpty();
          }
        }
      }
      return new Read(keys.stream().findFirst(), last, read < keys.size(), stop, missing);
    }

    /** Adds the items of one call. Returns false if the page ends before the last of them. */
    private boolean add(List<Item> keys) {
      Map<KeyIdentity, Optional<Item>> read = batchReads.get(keys, plan.read());
      for (Item key : keys) {
        Optional<Item> item = read.get(KeyIdentity.of(key));
        if (item == null) {
          stop = Optional.of(Page.Stop.TIME);
          return false;
        }
        Optional<Item> present = item.filter(there -> collection.isVisible(there, now));
        if (present.isEmpty()) {
          missing.add(key);
        } else if (check.holdsFor(present.get())) {
          if (page.remaining() == 0) {
            return false;
          }
          if (!page.add(shown.apply(present.get()))) {
            stop = Optional.of(Page.Stop.SIZE);
            return false;
          }
          kept++;
        }
        last = Optional.of(key);
        page.passed(key);
      }
      return true;
    }

    /** Returns the keys that follow the position, in the order of reading. */
    private List<Item> remaining() {
      List<Item> keys = from.backward() ? reversed(plan.keys()) : plan.keys();
      if (from.key().isEmpty()) {
        return keys;
      }
      KeyIdentity end = KeyIdentity.of(from.key().get());
      for (int i = 0; i < keys.size(); i++) {
        if (KeyIdentity.of(keys.get(i)).equals(end)) {
          return keys.subList(i + 1, keys.size());
        }
      }
      throw Cursor.invalid();
    }
  }
}
