package dev.larder.table.model;

import java.util.Map;

/**
 * All that the text of a model declares.
 *
 * @param settings what {@code application.properties} and the environment can set as well, by its
 *     keys
 */
public record DeclaredModel(Model model, Map<String, String> settings) {}
