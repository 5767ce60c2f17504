package dev.larder.table.model;

import java.util.Map;

/**
 * The tables of the service and the collections on them, as {@code larder.yaml} declares them. The
 * settings of a collection that it also declares are in {@code LarderConfig}.
 */
public record Model(Map<String, TableModel> tables, Map<String, CollectionModel> collections) {
  /** Of a service whose collections are configured by settings alone. */
  public static final Model NONE = new Model(Map.of(), Map.of());
}
