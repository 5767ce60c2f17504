package dev.larder.item;

import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.MediaTypes;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Variant;
import java.util.List;
import java.util.Optional;

/** Chooses the format of the items in a response, RFC 9110, section 12.5.1. */
public final class ItemFormats {
  private static final List<Variant> VARIANTS =
      MediaTypes.variants(ItemFormat.JSON, ItemFormat.DYNAMODB_JSON);

  private ItemFormats() {}

  /**
   * Selects the format that the request's Accept prefers.
   *
   * @throws NotAcceptableException if it accepts neither
   */
  public static ItemFormat negotiate(Request request) {
    Variant variant =
        Optional.ofNullable(request.selectVariant(VARIANTS))
            .orElseThrow(NotAcceptableException::new);
    return ItemFormat.of(variant.getMediaType().toString());
  }
}
