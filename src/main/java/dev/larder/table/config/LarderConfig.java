package dev.larder.table.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of Larder, which {@code src/docs/reference/settings.md} lists. */
@ConfigMapping(prefix = "larder")
public interface LarderConfig {

  /** The collections by name. */
  Map<String, CollectionConfig> collections();

  /** The tables of the model by their ids. */
  Map<String, TableConfig> tables();

  /**
   * The model of tables and collections, instead of the one that was built into the function: JSON,
   * or the path of a file with it.
   */
  Optional<String> model();

  /** The name or ARN of the table that stores Larder's own records. */
  Optional<String> systemTable();

  /**
   * The path prefix of the API at a gateway, as in {@code /v1}, if the paths in its events begin
   * with it. Larder removes it from the path.
   */
  Optional<String> basePath();

  /** Limits on what a request may contain or consume. */
  Limits limits();

  /** Where to publish changes of items. */
  Publication publication();

  /** Whether the function logs metrics of its requests. */
  @WithDefault("true")
  boolean metrics();

  /** Who may use the API. */
  @WithDefault("authorizer")
  Access access();

  /**
   * Where an authorizer puts a caller's roles: names of token claims, or of members in a Lambda
   * authorizer's context.
   */
  @WithDefault("scope,scp,cognito:groups,groups,roles")
  List<String> roleClaims();

  enum Access {
    /**
     * Callers that the authorizer in front of the function has identified, as far as their roles
     * allow.
     */
    AUTHORIZER,
    /** Everybody, without limits. */
    OPEN
  }

  interface Limits {
    /** Bytes of a decoded request body; at most the 6 MB that Lambda delivers. */
    @WithDefault("6291456")
    long bodySize();

    /** Levels of lists and maps in an item or in a value of a patch; at most DynamoDB's 32. */
    @WithDefault("32")
    long depth();

    /** Entries of one bulk request. */
    @WithDefault("10000")
    long entries();

    /** Conditions in a query, or in one {@code if} of a transaction; at most 50. */
    @WithDefault("50")
    long operators();

    /** Operations of one JSON Patch; at most 10,000. */
    @WithDefault("1000")
    long operations();

    /** The largest {@code limit} of a query; at most 10,000. */
    @WithDefault("1000")
    long pageSize();

    /**
     * Keys of a batch get, operations of a transaction, or values of an {@code in}; at most
     * DynamoDB's 100.
     */
    @WithDefault("100")
    long batchSize();

    /**
     * Read units that a request may consume: after them no further read begins. Each collection can
     * have its own number.
     */
    @WithDefault("128")
    double readUnits();

    /** How long a query may read before it returns a page with fewer items than its limit. */
    @WithDefault("PT5S")
    Duration pageTime();
  }

  interface Publication {
    /** The name or ARN of an EventBridge event bus; empty to publish nothing. */
    Optional<String> eventBus();
  }

  interface TableConfig {
    /** The name or ARN that a deployment gave to the table. */
    Optional<String> name();
  }

  interface CollectionConfig {
    /** The table's name or ARN. */
    Optional<String> table();

    /**
     * The key, as in {@code year:N,title:S}: the partition key, then the sort key if the table has
     * one. With it, requests by key need no DescribeTable.
     */
    Optional<String> key();

    /** The attribute that holds an item's expiry time, in seconds since the epoch. */
    Optional<String> ttlAttribute();

    /** Whether a query that no key or index serves may scan the table. */
    @WithDefault("false")
    boolean scan();

    /** Read units of a request to this collection, instead of those of {@link Limits}. */
    Optional<Double> readUnits();

    /** The JSON Schema of the items: a file, a resource on the class path, or the JSON itself. */
    Optional<String> schema();

    /** Scopes or roles that may read, or {@code public}; empty if every caller may read. */
    Optional<List<String>> read();

    /** Scopes or roles that may write; empty if every caller may write. */
    Optional<List<String>> write();

    /** Scopes or roles that may read and write all items, whoever owns them. */
    Optional<List<String>> admin();

    /** The attribute that names an item's owner: short for {@link #rows} with that attribute. */
    Optional<String> owner();

    /**
     * The attributes that decide whose an item is: a JSON object with {@code caller} or {@code
     * claim:NAME} for each, as in {@code {"tenantId": "claim:tenant", "ownerId": "caller"}}.
     */
    Optional<String> rows();

    /** The attribute that lists further callers who may read an item. */
    Optional<String> share();

    /**
     * The rights to single attributes: a JSON object with the roles for each, as in {@code
     * {"salary": {"read": ["hr"], "write": ["hr"]}}}.
     */
    Optional<String> fields();
  }
}
