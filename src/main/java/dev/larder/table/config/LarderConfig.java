package dev.larder.table.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that is configured about Larder itself. The README tables the keys. */
@ConfigMapping(prefix = "larder")
public interface LarderConfig {

  /** The collections by name. */
  Map<String, CollectionConfig> collections();

  /** The table of Larder's own records. */
  Optional<String> systemTable();

  /**
   * The path under which a gateway has the API, as {@code /v1}, where its events begin with it.
   * Whoever reads events takes it off.
   */
  Optional<String> basePath();

  /** What a request may take. */
  Limits limits();

  /** Where changes of items are published. */
  Publication publication();

  /** Whether a function's log has the metrics of its requests. */
  @WithDefault("true")
  boolean metrics();

  /** Who is let in. */
  @WithDefault("authorizer")
  Access access();

  /**
   * What an authorizer says roles in: claims of a token, members of a Lambda authorizer's context.
   */
  @WithDefault("scope,scp,cognito:groups,groups,roles")
  List<String> roleClaims();

  enum Access {
    /** Those whom the authorizer in front of the function names, as far as their roles go. */
    AUTHORIZER,
    /** Everybody, to everything. */
    OPEN
  }

  interface Limits {
    /** Bytes of a request's body, decoded: up to the 6 MB that Lambda delivers. */
    @WithDefault("6291456")
    long bodySize();

    /** Levels of lists and maps in an item or a value of a patch: up to DynamoDB's 32. */
    @WithDefault("32")
    long depth();

    /** Entries of one bulk request. */
    @WithDefault("10000")
    long entries();

    /** Conditions in one query, or in one {@code if} of a transaction: up to 50. */
    @WithDefault("50")
    long operators();

    /** Operations of one JSON Patch: up to 10,000. */
    @WithDefault("1000")
    long operations();

    /** The largest {@code limit} of a query: up to 10,000. */
    @WithDefault("1000")
    long pageSize();

    /**
     * Keys of a batch get, operations of a transaction, values of an {@code in}: up to DynamoDB's
     * 100.
     */
    @WithDefault("100")
    long batchSize();

    /** Read units that a page may consume before it ends short of its limit. */
    @WithDefault("512")
    double pageCapacity();

    /** How long a page may be filled before it ends short of its limit. */
    @WithDefault("PT5S")
    Duration pageTime();
  }

  interface Publication {
    /** The name or ARN of a bus of EventBridge. */
    Optional<String> eventBus();
  }

  interface CollectionConfig {
    /** The table's name or ARN. */
    Optional<String> table();

    /**
     * The key, as in {@code year:N,title:S}: partition key, then sort key if there is one. Spares
     * DescribeTable.
     */
    Optional<String> key();

    /** The attribute with the time, in seconds of the epoch, at which an item expires. */
    Optional<String> ttlAttribute();

    /** Whether queries that no key and no index serves may read the whole table. */
    @WithDefault("false")
    boolean scan();

    /** The JSON Schema of its items: a file, a resource on the class path, or the JSON itself. */
    Optional<String> schema();

    /**
     * Scopes or roles of which a reader has one, or {@code public}; without any, all callers read.
     */
    Optional<List<String>> read();

    /** Scopes or roles of which a writer has one; without any, all callers write. */
    Optional<List<String>> write();

    /** Scopes or roles that read and write everything, whoever owns it. */
    Optional<List<String>> admin();

    /** The attribute that names an item's owner, to whom alone it is then there. */
    Optional<String> owner();
  }
}
