package dev.larder.table.config;

import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.item.ItemReader;
import dev.larder.problem.Limit;
import dev.larder.runtime.ResponseLimits;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The configured limits of a request. Readers of bodies get a proxy, because they are created
 * before the configuration is available.
 */
@ApplicationScoped
@Startup
public class RequestLimits {
  /** Bytes of an event: "Lambda quotas" of the Lambda developer guide. */
  private static final int MAX_BODY_SIZE = 6 << 20;

  /**
   * A condition needs up to four of the 300 operators that an expression may have, and Larder adds
   * some of its own.
   */
  private static final int MAX_OPERATORS = 50;

  /** About the most entries that Lambda can process in its 15 minutes. */
  private static final int MAX_ENTRIES = 1_000_000;

  /**
   * An operation may shift all elements of a list, so a body must not contain as many as fit into
   * it.
   */
  private static final int MAX_OPERATIONS = 10_000;

  /** DynamoDB reads at most 6 MB for a page. */
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
    requireReadUnits("larder.limits.read-units", limits.readUnits());
    config
        .collections()
        .forEach(
            (name, collection) ->
                collection
                    .readUnits()
                    .ifPresent(
                        units ->
                            requireReadUnits("larder.collections." + name + ".read-units", units)));
    if (limits.pageTime().compareTo(Duration.ZERO) <= 0
        || limits.pageTime().compareTo(ResponseLimits.LAMBDA_MAX_TIMEOUT) > 0) {
      throw refused(
          "page-time",
          limits.pageTime(),
          "a duration above 0 and up to " + ResponseLimits.LAMBDA_MAX_TIMEOUT + ", as in 5S");
    }
  }

  private static void requireReadUnits(String setting, double units) {
    if (!(units > 0)) {
      throw new IllegalArgumentException(
          setting + " is " + units + "; it must be a number of read units above 0");
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

  /** Levels of lists and maps in an item; the item itself is the first. */
  public Limit depth() {
    return depth;
  }

  /** Entries of a bulk request. */
  public Limit entries() {
    return entries;
  }

  /** Conditions of a query, or of an {@code if} in a transaction. */
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

  /** Keys of a batch get, operations of a transaction, or values of an {@code in}. */
  public Limit batchSize() {
    return batchSize;
  }
}
