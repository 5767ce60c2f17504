package dev.larder.transaction;

import dev.larder.dynamo.item.Item;
import dev.larder.http.Preconditions;
import java.util.List;
import java.util.Optional;

/**
 * One operation of a transaction, as the client sent it.
 *
 * @param index its position in the transaction, from 0
 * @param path the path of an item, or of a collection for a POST; percent-encoded
 * @param body present if the method requires one
 * @param conditions conditions on the item, in the form of a query
 */
record TransactionOperation(
    int index,
    Method method,
    String path,
    Optional<Item> body,
    Preconditions preconditions,
    Optional<String> conditions) {

  /** The method of an operation, with the members that it requires and those that it allows. */
  enum Method {
    PUT(List.of("path", "body"), true),
    POST(List.of("path", "body"), false),
    /** The body is an update document. */
    PATCH(List.of("path", "body"), true),
    DELETE(List.of("path"), true),
    /** Writes nothing, but the transaction fails unless the conditions hold. */
    CHECK(List.of("path"), true);

    /** The members that are conditions on the current item. */
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

    /** Returns the members that the method allows but does not require. */
    List<String> optional() {
      return conditional ? CONDITIONS : List.of();
    }
  }
}
