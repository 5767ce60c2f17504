package dev.larder.item;

import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.MediaTypes;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Variant;
import java.util.List;

/** Chooses the format of the items in a response, RFC 9110, section 12.5.1. */
public final class ItemFormats {
  private static final List<Variant> VARIANTS =
      MediaTypes.variants(ItemFormat.JSON, ItemFormat.DYNAMODB_JSON);

  private ItemFormats() {}

  /**
   * Selects the format that the request's Accept prefers.
   *
   * @throws jakarta.ws.rs.NotAcceptableException if it accepts none
   */
  public static ItemFormat chosen(Request request) {
    return ItemFormat.of(MediaTypes.chosen(request, VARIANTS));
  }
}
