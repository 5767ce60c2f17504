package dev.larder.table.config;

import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.problem.Limit;
import dev.larder.runtime.ResponseLimits;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * What a request may demand, as it is configured. A proxy stands for it in readers of bodies, which
 * are made before the configuration is there.
 */
@ApplicationScoped
@Startup
public class RequestLimits {
  /** Bytes of an event; "Lambda quotas" of the Lambda developer guide. */
  private static final int MAX_BODY_SIZE = 6 << 20;

  /** Each takes up to four of the 300 operators of an expression, and others are beside them. */
  private static final int MAX_OPERATORS = 50;

  /** The most entries that could be done in Lambda's 15 minutes. */
  private static final int MAX_ENTRIES = 1_000_000;

  /** Each may shift all elements of a list, so they are not to be as many as a body can hold. */
  private static final int MAX_OPERATIONS = 10_000;

  /** A page has 6 MB at most. */
  private static final int MAX_PAGE_SIZE = 10_000;

  private final Limit depth;
  private final Limit entries;
  private final Limit operators;
  private final Limit operations;
  private final Limit pageSize;
  private final Limit batchSize;

  /**
   * @throws IllegalArgumentException naming the setting whose value is out of its range
   */
  public RequestLimits(LarderConfig config) {
    LarderConfig.Limits limits = config.limits();
    limit("body-size", limits.bodySize(), MAX_BODY_SIZE);
    depth = limit("depth", limits.depth(), ItemReader.MAX_DEPTH);
    entries = limit("entries", limits.entries(), MAX_ENTRIES);
    operators = limit("operators", limits.operators(), MAX_OPERATORS);
    operations = limit("operations", limits.operations(), MAX_OPERATIONS);
    pageSize = limit("page-size", limits.pageSize(), MAX_PAGE_SIZE);
    batchSize = limit("batch-size", limits.batchSize(), Transactions.MAX_WRITES);
    if (!(limits.pageCapacity() > 0)) {
      throw refused("page-capacity", limits.pageCapacity(), "a number of read units above 0");
    }
    if (limits.pageTime().compareTo(Duration.ZERO) <= 0
        || limits.pageTime().compareTo(ResponseLimits.LONGEST) > 0) {
      throw refused(
          "page-time",
          limits.pageTime(),
          "a duration above 0 and up to " + ResponseLimits.LONGEST + ", as in 5S");
    }
  }

  private static Limit limit(String name, long value, int most) {
    if (value < 1 || value > most) {
      throw refused(name, value, "a whole number from 1 to " + most);
    }
    return new Limit(name, (int) value);
  }

  private static IllegalArgumentException refused(String name, Object value, String taken) {
    return new IllegalArgumentException(
        "larder.limits." + name + " is " + value + "; it must be " + taken);
  }

  /** Levels of lists and maps in an item, itself included. */
  public Limit depth() {
    return depth;
  }

  /** Entries of a bulk request. */
  public Limit entries() {
    return entries;
  }

  /** Conditions of a query, or of an {@code if}. */
  public Limit operators() {
    return operators;
  }

  /** Operations of a JSON Patch. */
  public Limit operations() {
    return operations;
  }

  /** Items of a page. */
  public Limit pageSize() {
    return pageSize;
  }

  /** Keys of a batch get, operations of a transaction, values of an {@code in}. */
  public Limit batchSize() {
    return batchSize;
  }
}
