package dev.larder.transaction;

import dev.larder.dynamo.item.Item;
import dev.larder.http.Preconditions;
import java.util.List;
import java.util.Optional;

/**
 * One operation of a transaction, as it was sent.
 *
 * @param index its place in the transaction, from 0
 * @param path of an item, or of a collection for a POST; percent-encoded
 * @param body present where the method takes one
 * @param demands conditions on the item, in the form of a query
 */
record TransactionOperation(
    int index,
    Method method,
    String path,
    Optional<Item> body,
    Preconditions preconditions,
    Optional<String> demands) {

  /** What an operation does, with the members that it must have and those that it may have. */
  enum Method {
    PUT(List.of("path", "body"), true),
    POST(List.of("path", "body"), false),
    DELETE(List.of("path"), true),
    /** Changes nothing; what it demands decides over the others. */
    CHECK(List.of("path"), true);

    /** Members that demand something of the item as it is. */
    static final List<String> CONDITIONS = List.of("ifMatch", "ifNoneMatch", "if");

    private final List<String> required;
    private final boolean conditional;

    Method(List<String> required, boolean conditional) {
      this.required = required;
      this.conditional = conditional;
    }

    List<String> required() {
      return required;
    }

    /** The members that it takes beside those that it must have. */
    List<String> optional() {
      return conditional ? CONDITIONS : List.of();
    }
  }
}
